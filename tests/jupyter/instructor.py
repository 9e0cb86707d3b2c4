"""An instructor's JupyterLab on a small graded class, one of it hostile."""

import contextlib
import csv
import json
import re
import subprocess
import sys
import time

import nbformat
import pytest
from course import Course, end, environment
from playwright.sync_api import TimeoutError

from doorkeeper.fence import why_not

EXERCISE = "03_forget_gate"
SLOW = 90_000  # milliseconds that a loaded machine may take for one thing
HOSTILE = """
import os, socket
from IPython.display import HTML, Javascript, display
seen = [path for path in {paths!r} if os.path.exists(path)]
try:
    socket.create_connection(("127.0.0.1", {port}), 1)
    seen.append("network")
except OSError:
    pass
print("SEEN", seen)
script = "window.parent.pwned = window.pwned = 'pwned'"
display(HTML(f"<script>{{script}}</script><img src=no onerror={{script!r}}>"))
display(Javascript(script))
width = f'1 onerror="{{script}}"'
display({{"image/png": "no", "text/plain": "a picture"}}, raw=True,
        metadata={{"image/png": {{"width": width}}}})
def sigmoid(z):
    return (np.tanh(z / 2) + 1) / 2
"""
MARKDOWN = "<img src=no onerror='window.parent.pwned = window.pwned = 1'>"


class Office:
    """A graded course and the JupyterLab that the instructor has on it."""

    def __init__(self, folder, home):
        self.course, self.folder = Course(folder, EXERCISE), folder
        self.home = home
        self.env = environment(
            HOME=str(home),
            JUPYTER_CONFIG_DIR=str(home / "config"),
            JUPYTER_DATA_DIR=str(home / "data"),
            JUPYTER_RUNTIME_DIR=str(home / "runtime"),
            JUPYTER_DEFAULT_PROVISIONER_NAME="doorkeeper-fence",
        )

    def doorkeeper(self, *words):
        """Run doorkeeper as it is typed in the course's folder."""
        command = [sys.executable, "-m", "doorkeeper.cli", *words]
        subprocess.run(command, cwd=self.folder, env=self.env, check=True)

    def grade(self):
        """Grade, by what the handbook says."""
        unfenced = ["--no-fence"] if why_not() else []
        self.doorkeeper("grade", EXERCISE, *unfenced)

    def table(self, name):
        """The rows of one of the reports."""
        with open(self.folder / "reports" / name, newline="") as file:
            return list(csv.DictReader(file))

    def row(self, student):
        """A student's row of grades.csv."""
        rows = self.table("grades.csv")
        return next(row for row in rows if row["student"] == student)

    def page(self, student):
        """A student's feedback page."""
        folder = self.folder / "feedback" / student / EXERCISE
        return folder / "forget_gate.html"

    def hostile(self, student, port):
        """A submission that looks about, calls and sends scripts."""
        paths = ["solutions", "gradebook.db", "submitted", "reports"]
        paths = [str(self.folder / path) for path in paths]
        source = HOSTILE.format(paths=paths, port=port)
        self.course.submit(student, EXERCISE, {"sigmoid": source})
        path = self.submitted(student)
        made = nbformat.read(path, as_version=4)
        made.cells.append(nbformat.v4.new_markdown_cell(MARKDOWN))
        nbformat.write(made, path)

    def submitted(self, student):
        folder = self.folder / "submitted" / student / EXERCISE
        return folder / "forget_gate.ipynb"

    @contextlib.contextmanager
    def lab(self):
        """JupyterLab on a port that it finds itself; gives its address."""
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser",
            "--allow-root", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0",
            "--IdentityProvider.token=", "--ServerApp.password=",
        ]  # fmt: skip
        with open(self.home / "lab.log", "w") as log:
            process = subprocess.Popen(
                command, cwd=self.folder, env=self.env, stdout=log, stderr=log
            )
            try:
                yield self.address(process)
            finally:
                end(process)

    def address(self, process):
        """What the server writes down once it answers."""
        for _ in range(1200):
            with contextlib.suppress(OSError, ValueError):
                name = f"jpserver-{process.pid}.json"
                text = (self.home / "runtime" / name).read_text()
                return json.loads(text)["url"].rstrip("/")
            if process.poll() is not None:
                break
            time.sleep(0.25)
        return pytest.fail((self.home / "lab.log").read_text()[-2000:])


def run_notebook(page, url, path, said):
    """Open a notebook in JupyterLab and run it until it says something."""
    page.set_default_timeout(SLOW)
    page.goto(f"{url}/doc/tree/{path}", wait_until="load")
    ready = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
    page.locator(ready).wait_for()
    output = page.locator(".jp-OutputArea-output")
    output = output.filter(has_text=re.compile(said))
    for _ in range(4):  # a busy server lets the first call go astray
        page.locator(".jp-Notebook .jp-Cell").first.click()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with contextlib.suppress(TimeoutError):
            output.wait_for(timeout=30_000)
            return output.inner_text()
    return pytest.fail(f"the notebook did not say {said!r}")
