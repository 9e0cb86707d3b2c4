"""Live a newcomer's first hour on a clean Debian, and time it.

    sudo python tools/newcomer.py [--system DIR]

Makes a Debian in a folder with nothing but Python, make and git (debootstrap
does; a folder it has made before is used again), clones the last commit into
it as a user without rights, runs the first commands of README.md one after
the other and prints what each took. Needs Linux, root,
debootstrap and bubblewrap.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED = {"debootstrap": "debootstrap", "bwrap": "bubblewrap"}
PACKAGES = "python3,python3-venv,make,git,ca-certificates,bubblewrap"
HOME = "home/newcomer"
# What a network needs to be reached is lent by the machine.
LENT = ("etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt")
PASSED_ON = ("PIP_", "SSL_", "http_proxy", "https_proxy", "no_proxy")
LAB = """
make lab > lab.log 2>&1 & lab=$!
for second in $(seq 300); do
  grep -q 'http://localhost:[0-9]*/lab' lab.log && break
  kill -0 $lab || break
  sleep 1
done
url=$(grep -o 'http://localhost:[^ ]*' lab.log | head -1)
python3 -c 'import sys, urllib.request
assert b"JupyterLab" in urllib.request.urlopen(sys.argv[1]).read()' "$url"
answered=$?
kill $lab; wait $lab
[ $answered = 0 ] || { cat lab.log; exit 1; }
"""
BY_HAND = """
git clone --quiet . ../by-hand && cd ../by-hand
python3 -m venv .venv
source .venv/bin/activate
python -m pip install -r requirements.txt
python tools/exercises.py --check
"""
# What the README promises, and how it is seen to be true.
STEPS = (
    ("make book", "make book && test -s _build/html/index.html"),
    ("make book", "make book"),
    ("make lab", LAB),
    (
        "doorkeeper demo-class --students 30",
        ".venv/bin/doorkeeper demo-class --students 30",
    ),
    ("make grade", "make grade && test -s reports/class.html"),
    ("make exercises", "make exercises && git diff --exit-code exercises"),
    ("python -m pip install -r requirements.txt", f"set -e; {BY_HAND}"),
)


def debian(folder):
    """A Debian in a folder, unless one stands there."""
    if not (folder / "etc" / "debian_version").exists():
        subprocess.run(
            [
                *("debootstrap", "--variant=minbase"),
                *(f"--include={PACKAGES}", "stable", folder),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    for name in LENT:
        if (Path("/") / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path("/") / name, folder / name)


def inside(folder, script, user="newcomer"):
    """Run a shell script as a user of that Debian; return its seconds."""
    passed = [f"{k}={v}" for k, v in os.environ.items() if _passed_on(k)]
    login = ["env", "-i", *passed, f"HOME=/{HOME}", "LC_ALL=C.UTF-8"]
    login += ["PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"]
    login += ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"]
    # Not chroot: in one the kernel allows nobody a fence of their own.
    house = ["bwrap", "--bind", str(folder), "/", "--cap-add", "ALL"]
    house += ["--dev", "/dev", "--bind", "/proc", "/proc", "--tmpfs", "/tmp"]
    begun = time.monotonic()
    done = subprocess.run(
        [*house, *login, "bash", "-c", script], capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"{script}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return time.monotonic() - begun


def _passed_on(name):
    return name.startswith(PASSED_ON)


def clone(folder):
    inside(folder, "id newcomer || useradd --create-home newcomer", "root")
    course = folder / HOME / "course"
    shutil.rmtree(course, ignore_errors=True)
    subprocess.run(
        ["git", "clone", "--quiet", "--no-hardlinks", ROOT, course], check=True
    )
    inside(folder, f"chown -R newcomer:newcomer /{HOME}", "root")


def live(folder):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for told, script in STEPS:
        if told not in readme:
            sys.exit(f"README.md does not say `{told}` any more.")
        seconds = inside(folder, f"cd ~/course || exit 1\n{script}")
        print(f"{told:42s} {seconds:8.1f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--system", type=Path, help="keep the Debian here")
    system = parser.parse_args().system
    if sys.platform != "linux" or os.geteuid():
        sys.exit("A clean Debian needs Linux and root: run this with sudo.")
    for program, package in NEEDED.items():
        if not shutil.which(program):
            sys.exit(f"{program} is missing: apt-get install {package}.")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = (system or Path(scratch)).resolve()
        debian(folder)
        clone(folder)
        live(folder)


if __name__ == "__main__":
    main()
