"""Plain nbgrader, and kernels by themselves, behind the fence."""

import json
import os
import shutil
import socket
import subprocess
import sys

import pytest
from course import environment
from hostile.build import CONFIG, RIGHT, filled, release, submit, write_course
from hostile.grading import needs_fence
from jupyter_client import KernelManager
from nbgrader.api import Gradebook

pytestmark = [
    needs_fence,
    pytest.mark.skipif(not shutil.which("bwrap"), reason="no bubblewrap"),
]
NAME = "doorkeeper-fence"
LOOK = """
import os, socket
seen = [p for p in ({paths!r}) if os.path.exists(p)]
try:
    socket.create_connection({address!r}, 1)
    seen.append("network")
except OSError:
    pass
seen += os.listdir("/sys") if os.path.isdir("/sys") else []
print("SEEN", seen, os.getuid())
"""
LOOP = "def mean(xs):\n    return np.mean(xs, axis=0)\nwhile True:\n    pass"


@pytest.fixture(scope="module")
def autograded(tmp_path_factory):
    """What unmodified `nbgrader autograde` leaves of a hostile submission."""
    config = CONFIG.replace("timeout = 6", "timeout = 4")
    root = write_course(tmp_path_factory.mktemp("fence"), config=config)
    paths = [str(root / "gradebook.db"), str(root / "source"), "/etc/shadow"]
    paths.append(os.path.expanduser("~/.bashrc"))
    server = socket.create_server(("127.0.0.1", 0))
    look = LOOK.format(paths=paths, address=server.getsockname())
    answers = {**RIGHT, "square_answer": look + RIGHT["square_answer"]}
    answers["mean_answer"] = LOOP
    submit(root, "ann", filled(release(root), answers))
    for command in ("generate_assignment", "autograde"):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", command, "tiny", "--create"],
            cwd=root,
            env=environment(JUPYTER_DEFAULT_PROVISIONER_NAME=NAME),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    server.close()
    return root


@pytest.fixture
def cells(autograded):
    """{grade id: outputs} of the graded notebook."""
    path = autograded / "autograded" / "ann" / "tiny" / "work.ipynb"
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["outputs"]
        for cell in json.loads(path.read_text())["cells"]
        if cell["metadata"].get("nbgrader")
    }


def test_stock_autograde_sees_nothing_from_behind_the_fence(cells):
    (said,) = cells["square_answer"]
    assert "".join(said["text"]).strip() == "SEEN [] 65534"


def test_an_endless_loop_costs_its_own_points_and_no_others(autograded, cells):
    assert cells["mean_answer"][0]["ename"] == "KeyboardInterrupt"
    url = f"sqlite:///{autograded}/gradebook.db"
    with Gradebook(url, "tiny") as book:
        found = book.find_submission_notebook("work", "tiny", "ann")
        scores = {grade.name: grade.score for grade in found.grades}
    # The function was there before the loop began.
    assert scores == {"square_test": 2, "mean_test": 3, "spread_test": 3}


class Kernel:
    """A kernel that runs one cell after the other."""

    def __init__(self, folder):
        self.manager = KernelManager()
        chosen = {"provisioner_name": NAME}
        self.manager.kernel_spec.metadata["kernel_provisioner"] = chosen
        self.manager.start_kernel(cwd=str(folder))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code):
        """What a cell prints, or the name and value of its error."""
        said = []

        def hear(message):
            content = message["content"]
            said.append(content.get("text") or content.get("ename", ""))

        self.client.execute_interactive(code, output_hook=hear, timeout=60)
        return "".join(said).strip()

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    limits = "\nc.Doorkeeper.memory_mb = 300\nc.Doorkeeper.file_mb = 1\n"
    root = write_course(tmp_path_factory.mktemp("kernel"), config=CONFIG)
    (root / "nbgrader_config.py").write_text(CONFIG + limits)
    folder = submit(root, "ann", release(root))
    (folder / "doorkeeper.py").write_text("raise SystemExit('not this one')")
    running = Kernel(folder)
    yield running
    running.close()


def test_the_limits_of_the_course_hold_in_a_kernel(kernel):
    assert kernel.run("len(bytes(2 << 30))") == "MemoryError"
    too_much = "open('/tmp/a', 'wb').write(bytes(2 << 20))"
    assert kernel.run(too_much) == "OSError"


def test_what_was_handed_in_is_shown_and_cannot_be_changed(kernel):
    assert "work.ipynb" in kernel.run("import os; print(os.listdir('.'))")
    assert kernel.run("open('work.ipynb', 'a')") == "OSError"


def test_a_kernel_starts_again_behind_the_same_fence(kernel):
    kernel.run("left = 1")
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=60)
    assert kernel.run("print(left)") == "NameError"
    assert kernel.run("import os; print(os.getuid())") == "65534"
