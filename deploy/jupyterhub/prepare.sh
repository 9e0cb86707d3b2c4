#!/bin/sh
# The groups, the account and the folders that jupyterhub_config.py expects.
# Run as root; what is there already stays as it is.
set -eu
repository=$(cd "$(dirname "$0")/../.." && pwd)
name=gates-as-doors
course=/srv/$name
grader=grader-$name

for group in students instructors; do
  getent group $group >/dev/null || groupadd $group
done
id $grader >/dev/null 2>&1 || useradd --system --create-home --shell /bin/bash $grader
chmod 700 "$(getent passwd $grader | cut -d: -f6)"

# The hub's memory: root alone.
mkdir -p /srv/jupyterhub
chmod 700 /srv/jupyterhub

# The exchange: everybody may put something in, nobody may take away another's.
mkdir -p /srv/nbgrader/exchange
chmod 755 /srv/nbgrader
chmod 1777 /srv/nbgrader/exchange

# The private copy of the course: for the grader, through whom instructors work.
if [ ! -e $course ]; then
  mkdir -m 700 $course
  cp -R "$repository/nbgrader_config.py" "$repository/solutions" "$repository/exercises" $course/
  chown -R $grader: $course
fi
