"""A real JupyterLab on a temporary course."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from course import ROOT, Course, end, environment


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, process, seconds=90):
    for _ in range(seconds * 4):
        if process.poll() is not None:
            pytest.fail("JupyterLab stopped while starting")
        try:
            return urllib.request.urlopen(url, timeout=5).read()
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    return pytest.fail("JupyterLab did not answer")


class Lab:
    """A running JupyterLab: its address and the course it serves."""

    def __init__(self, url, course):
        self.url, self.course = url, course


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """JupyterLab as `make lab` starts it, on a copy of the course."""
    home = tmp_path_factory.mktemp("home")
    folder = tmp_path_factory.mktemp("course")
    course = Course(
        folder, *(p.name for p in sorted((ROOT / "exercises").iterdir()))
    )
    port = free_port()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        "--IdentityProvider.token=", "--ServerApp.password=",
        "--LabApp.default_url=/lab/tree/exercises",
    ]  # fmt: skip
    private = environment(
        HOME=str(home),
        JUPYTER_CONFIG_DIR=str(home / "config"),
        JUPYTER_DATA_DIR=str(home / "data"),
        JUPYTER_RUNTIME_DIR=str(home / "runtime"),
        IPYTHONDIR=str(home / "ipython"),
    )
    log = open(home / "lab.log", "w")  # noqa: SIM115  closed below
    process = subprocess.Popen(
        command, cwd=course.folder, env=private, stdout=log, stderr=log
    )
    url = f"http://127.0.0.1:{port}"
    wait_for(f"{url}/api/status", process)
    yield Lab(url, course)
    end(process)
    log.close()
