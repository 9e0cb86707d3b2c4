"""Plain nbgrader with its kernels behind the fence."""

import json
import os
import shutil
import socket
import subprocess
import sys

import pytest
from hostile.build import RIGHT, filled, release, submit, write_course
from hostile.grading import needs_fence

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


@needs_fence
@pytest.mark.skipif(not shutil.which("bwrap"), reason="no bubblewrap")
def test_stock_autograde_runs_its_kernels_in_the_fence(tmp_path):
    root = write_course(tmp_path / "course")
    paths = [str(root / "gradebook.db"), str(root / "source"), "/etc/shadow"]
    server = socket.create_server(("127.0.0.1", 0))
    look = LOOK.format(paths=paths, address=server.getsockname())
    answers = {**RIGHT, "square_answer": look + RIGHT["square_answer"]}
    submit(root, "ann", filled(release(root), answers))
    found = tmp_path / "points" / "fence-1.0.dist-info"
    found.mkdir(parents=True)
    (found / "METADATA").write_text("Name: fence\nVersion: 1.0\n")
    (found / "entry_points.txt").write_text(
        "[jupyter_client.kernel_provisioners]\n"
        "doorkeeper-fence = doorkeeper.provisioner:FenceProvisioner\n"
    )
    here = os.path.dirname(sys.executable)
    env = {
        **os.environ,
        "PATH": f"{here}:{os.environ['PATH']}",
        "PYTHONPATH": str(tmp_path / "points"),
        "JUPYTER_DEFAULT_PROVISIONER_NAME": "doorkeeper-fence",
    }
    for command in ("generate_assignment", "autograde"):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", command, "tiny", "--create"],
            cwd=root,
            env=env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    server.close()
    path = root / "autograded" / "ann" / "tiny" / "work.ipynb"
    notebook = json.loads(path.read_text())
    texts = [
        "".join(o["text"])
        for c in notebook["cells"]
        for o in c.get("outputs", [])
        if o["output_type"] == "stream"
    ]
    assert "SEEN [] 65534" in "".join(texts)
    errors = [
        o
        for c in notebook["cells"]
        for o in c.get("outputs", [])
        if o["output_type"] == "error"
    ]
    assert not errors
