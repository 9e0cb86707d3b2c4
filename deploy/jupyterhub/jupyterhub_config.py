"""JupyterHub on one machine: system users, one course, a shared exchange.

`prepare.sh` beside this file makes the groups and folders that it expects;
README.md says what to type. Run as root: the hub starts everybody's server
under their own name.
"""

import grp
import os
import pwd
import sys
from pathlib import Path

c = get_config()  # noqa: F821  JupyterHub puts it there

HERE = Path(__file__).resolve().parent
COURSE = "gates-as-doors"
FOLDER = f"/srv/{COURSE}"
GRADER = f"grader-{COURSE}"
STATE = Path("/srv/jupyterhub")
PORT = int(os.environ.get("HUB_PORT", "8000"))

# nbgrader publishes files with the rights they are made with; what must be
# private lies in folders that are shut.
os.umask(0o022)
# Also where the environment has not been switched on.
os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"


def members(group):
    """Names of a system group, those who have it as their first included."""
    found = grp.getgrnam(group)
    first = {u.pw_name for u in pwd.getpwall() if u.pw_gid == found.gr_gid}
    return sorted(first | set(found.gr_mem))


INSTRUCTORS, STUDENTS = members("instructors"), members("students")


def roles(*names):
    """The folders in which Jupyter and nbgrader look for settings first."""
    return os.pathsep.join(str(HERE / "roles" / name) for name in names)


def settings(spawner):
    if spawner.user.name in INSTRUCTORS:
        return roles("instructor", "everyone")
    return roles("everyone")


def shut_the_home(spawner):
    """Nobody looks into another's home, whatever the system's default is."""
    os.chmod(pwd.getpwnam(spawner.user.name).pw_dir, 0o700)


# Addresses: put a web server that speaks HTTPS in front of the first one.
c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{PORT + 1}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{PORT + 2}"

# The hub's own memory.
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")

# Who may come in: the members of two system groups.
trial = os.environ.get("HUB_TRIAL_PASSWORD")
if trial:
    # One password for all: to look at the thing, never for a class.
    c.JupyterHub.authenticator_class = "shared-password"
    c.SharedPasswordAuthenticator.user_password = trial
    c.Authenticator.allowed_users = {*STUDENTS, *INSTRUCTORS}
else:
    c.JupyterHub.authenticator_class = "pam"
    c.PAMAuthenticator.open_sessions = False
    c.LocalAuthenticator.allowed_groups = {"students", "instructors"}

# Everybody's own server.
c.JupyterHub.spawner_class = "localprocess"
c.Spawner.default_url = "/lab"
c.Spawner.notebook_dir = "~"
c.Spawner.http_timeout = c.Spawner.start_timeout = 120
c.Spawner.environment = {"JUPYTER_CONFIG_PATH": settings}
c.Spawner.pre_spawn_hook = shut_the_home
# The course list asks with this whether its owner may open the formgrader.
c.Spawner.server_token_scopes = [
    "users:activity!user",
    "access:servers!server",
    f"access:services!service={COURSE}",
]

# The course: a server of its own, which instructors share.
c.JupyterHub.services = [
    {
        "name": COURSE,
        "url": f"http://127.0.0.1:{PORT + 3}",
        "command": ["jupyterhub-singleuser"],
        "user": GRADER,
        "cwd": FOLDER,
        "oauth_no_confirm": True,
        "timeout": 300,
        "environment": {
            "JUPYTER_CONFIG_PATH": roles("grader", "everyone"),
            "JUPYTERHUB_DEFAULT_URL": "/lab",
        },
    }
]
c.JupyterHub.load_groups = {f"formgrade-{COURSE}": {"users": INSTRUCTORS}}
c.JupyterHub.load_roles = [
    {
        "name": f"formgrade-{COURSE}",
        "groups": [f"formgrade-{COURSE}"],
        "scopes": [
            f"access:services!service={COURSE}",
            f"read:services!service={COURSE}",
            f"list:services!service={COURSE}",
        ],
    }
]
