"""The real JupyterHub of deploy/jupyterhub, with real system users."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from course import environment
from house import PASSWORD
from people import Person

from doorkeeper import kernel

HERE = Path(__file__).resolve().parent


def missing():
    """Why there can be no hub here, or an empty string."""
    if os.name != "posix" or os.geteuid() != 0:
        return "the hub makes system users: run as root"
    if not sys.platform.startswith("linux"):
        return f"its machine is made of Linux namespaces, not {sys.platform}"
    if importlib.util.find_spec("jupyterhub") is None:
        return (
            "no JupyterHub: pip install -r deploy/jupyterhub/requirements.txt"
        )
    for program in ("configurable-http-proxy", "node", "unshare", "useradd"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    try:
        subprocess.run(["unshare", "--mount", "true"], check=True)
    except (OSError, subprocess.CalledProcessError):
        return "this machine allows no namespaces"
    return ""


def pytest_collection_modifyitems(items):
    reason = missing()
    for item in items:
        if reason and item.path == HERE / "test_hub.py":
            item.add_marker(pytest.mark.skip(reason=reason))


def four_ports():
    """The first of four free ports in a row."""
    for first in range(21000, 29000, 10):
        probes = [socket.socket() for _ in range(4)]
        try:
            for i, probe in enumerate(probes):
                probe.bind(("127.0.0.1", first + i))
            return first
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()
    raise OSError("no four free ports in a row")


def wait_for(url, process, log, seconds=240):
    for _ in range(seconds * 2):
        if process.poll() is not None:
            pytest.fail(f"the hub stopped:\n{log.read_text()[-3000:]}")
        try:
            return urllib.request.urlopen(url, timeout=5).read()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    return pytest.fail(f"the hub did not answer:\n{log.read_text()[-3000:]}")


class Hub:
    """A running hub: its address, and its machine seen from outside."""

    def __init__(self, url, process, log):
        self.url, self.process, self.log = url, process, log

    def path(self, inside):
        """A file of the hub's machine, as root on this one sees it."""
        return Path(f"/proc/{self.inner()}/root{inside}")

    def inner(self):
        """The first process inside: unshare's only child."""
        number = self.process.pid
        tasks = Path(f"/proc/{number}/task/{number}/children")
        return int(tasks.read_text().split()[0])


@pytest.fixture(scope="session")
def hub(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hub")
    first, log = four_ports(), folder / "hub.log"
    proxy = Path(shutil.which("configurable-http-proxy")).resolve()
    programs = [proxy.parents[1].parent, Path(shutil.which("node")).parent]
    process = subprocess.Popen(
        [
            "unshare", "--mount", "--pid", "--fork", "--mount-proc",
            "--kill-child", sys.executable, str(HERE / "house.py"),
        ],
        stdout=open(log, "w"),  # noqa: SIM115
        stderr=subprocess.STDOUT,
        preexec_fn=kernel.die_with_parent,
        env=environment(
            HUB_PORT=str(first),
            HUB_STAGE=str(folder / "stage"),
            HUB_PROGRAMS=":".join(map(str, programs)),
        ),
    )  # fmt: skip
    running = Hub(f"http://127.0.0.1:{first}", process, log)
    wait_for(f"{running.url}/hub/health", process, log)
    wait_for(f"http://127.0.0.1:{first + 3}/services/gates-as-doors/api",
             process, log)  # fmt: skip
    yield running
    process.kill()
    process.wait()


@pytest.fixture(scope="session")
def people(browser, hub):
    """ada and bob, students, and prof: each in a browser of their own."""
    found = {}
    for name in ("prof", "ada", "bob"):
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        found[name] = Person(context, hub.url, name, PASSWORD)
        found[name].log_in()
    yield found
    for person in found.values():
        person.context.close()
