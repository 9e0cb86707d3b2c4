"""One submission in the trusted process: run its cells, judge its values."""

import contextlib
import re
import socket
import warnings

from doorkeeper import wire
from doorkeeper.errors import WireError
from doorkeeper.link import Link, Lost
from doorkeeper.proxies import FunctionProxy, Proxy
from doorkeeper.score import points_of
from doorkeeper.shown import error_output, outputs_of
from doorkeeper.values import NotPlain
from doorkeeper.verdict import Examiner

MARK = re.compile(r"\[misconception: ([^\]\n]{1,100})\]")
MAX_RESTARTS = 6


class Session:
    """Drives the student's process through the steps of the notebook."""

    def __init__(self, template, message, buffers, student, results):
        self.template = template
        self.runner = template.runner
        self.spec = template.spec
        self.settings = template.spec["settings"]
        self.steps = message["steps"]
        self.files = list(zip(message["files"], buffers, strict=True))
        self.results = results
        self.restarts = 0
        self.done = []
        self.skipped = set()
        self.kinds = []
        self.waiting = [
            cell
            for cell in self.spec["cells"]
            if cell["kind"] == "given" and cell["needed"]
        ]
        self.connect(student)

    # The student's process

    def connect(self, sock):
        bad = self.link.bad if hasattr(self, "link") else {}
        self.link = Link(
            sock, self.settings["cell_timeout"], lambda: self.runner.outputs
        )
        self.link.bad = bad
        for path, data in self.files:
            self.link.exchange({"do": "file", "path": path}, [data])

    def revive(self):
        """Start the student's process again, without what broke it."""
        self.kinds.append(self.link.kind or "crashed")
        self.link.close()
        self.restarts += 1
        if self.restarts > MAX_RESTARTS:
            raise Lost("the process ended too often")
        wire.send(self.results, {"need": "student"})
        _, (number,), _, _ = socket.recv_fds(self.results, 1, 1)
        try:
            self.connect(socket.socket(fileno=number))
            for index, source in list(self.done):
                if index not in self.skipped:
                    self.current = index
                    self.link.exchange(self.order(source))
        except Lost:
            if self.link.trouble:
                self.skipped.add(getattr(self, "current", None))
            self.revive()

    def order(self, source):
        limit = self.settings["cell_timeout"]
        return {"do": "run", "source": source, "limit": limit}

    # Steps

    def run(self):
        for step in self.steps:
            try:
                if "run" in step:
                    self.run_cell(step)
                else:
                    self.run_test(step["test"])
            except Lost as error:
                if not self.link.trouble:
                    raise
                self.failed(step, str(error))
        wire.send(
            self.results, {"end": True, "kinds": self.kinds, "bad": self.bad()}
        )

    def bad(self):
        return self.link.bad

    def failed(self, step, reason):
        """Nothing came back and nothing can be restarted."""
        output = error_output("Lost", reason)
        fields = {"index": step.get("index"), "test": step.get("test")}
        self.tell({**fields, "outputs": [output], "lost": True, "score": 0.0})

    def tell(self, fields):
        wire.send(self.results, fields)

    def run_cell(self, step):
        index, source = step["index"], step["run"]
        try:
            answer, _ = self.link.exchange(self.order(source))
        except Lost as error:
            self.skipped.add(index)
            output = error_output(_KINDS.get(self.link.kind), str(error))
            self.tell({"index": index, "outputs": [output], "failed": True})
            self.revive()
            return
        self.done.append((index, source))
        if answer.get("late"):
            self.kinds.append("timeout")
        self.tell(
            {
                "index": index,
                "outputs": outputs_of(answer.get("outputs")),
                "failed": bool(answer.get("failed")),
            }
        )

    # Tests

    def run_test(self, name):
        cell = next(c for c in self.spec["cells"] if c["id"] == name)
        self.link.calls = []
        self.link.recorded = 0
        self.link.retire()
        if self.link.trouble:
            self.revive()
        proxies = self.supply(cell["names"])
        self.settle(cell)
        seconds = 2 * self.settings["cell_timeout"] + 5
        warnings.showwarning = self.show_warning
        try:
            result = self.runner.run(cell["source"], seconds)
        finally:
            calls, self.link.calls = self.link.calls, []
        outputs = result["outputs"]
        score, note = points_of(
            outputs, cell["points"], result["failed"], self.runner.outputs
        )
        verdicts = []
        if score:
            verdicts, problem = self.examine(cell, calls, proxies)
            if problem:
                score = 0.0
                outputs.append(error_output("NotComputed", problem))
        self.tell(
            {
                "test": name,
                "outputs": outputs,
                "score": score,
                "note": note,
                "verdicts": [v.as_dict() for v in verdicts],
                **self.told(result, outputs, score),
            }
        )
        if self.link.trouble:
            self.revive()

    def told(self, result, outputs, score):
        """What a failing test said: kind of error, words, misconception."""
        error = result["error"]
        texts = [o["evalue"] for o in outputs if o["output_type"] == "error"]
        names = [o["ename"] for o in outputs if o["output_type"] == "error"]
        late = result["timeout"] or self.link.kind == "timeout"
        if late and not self.link.trouble:
            self.kinds.append("timeout")  # else `revive` says so
            self.link.kind = None
        if late and names:
            names[0] = "OutOfTime"
        found = MARK.findall("\n".join(texts))
        return {
            "error": names[0] if names else "",
            "message": texts[0] if texts else "",
            "misconception": found[-1] if found else "",
            "line": _line(error),
            "student_line": getattr(error, "student_line", None),
        }

    def show_warning(self, message, category, *args, **kwargs):
        self.runner.outputs.stream(
            "stderr", f"{category.__name__}: {message}\n"
        )

    def supply(self, names):
        """Bind the student's things in the namespace of the tests."""
        proxies = {}
        space = self.runner.namespace
        for name in names:
            if self.link.trouble:
                break
            try:
                value, there = self.link.get(name)
            except (Lost, NotPlain, WireError):
                break
            if there:
                space[name] = value
                if isinstance(value, FunctionProxy):
                    proxies[name] = value
            elif name in self.owned:
                space.pop(name, None)
        return proxies

    @property
    def owned(self):
        return self.spec["owned"]

    def settle(self, cell):
        """Run the given cells before a test that build on the answers."""
        while self.waiting and self.waiting[0]["index"] < cell["index"]:
            given = self.waiting.pop(0)
            self.supply(given["names"])
            self.runner.run(given["source"], self.settings["cell_timeout"])

    def examine(self, cell, calls, proxies):
        functions = {
            name: handle
            for name, handle in self.template.handles[cell["id"]].items()
            if name not in self.spec["judged_by_tests"]
        }
        policy = self.settings["agreement"]
        if policy == "off" or not functions or self.link.trouble:
            return [], ""
        examiner = Examiner(
            self.link,
            self.template.solution,
            functions,
            self.settings["tolerance"],
            self.spec["seed"],
        )
        self.runner.outputs.room = 0
        self.runner.outputs.lines = 0
        verdicts = []
        with contextlib.suppress(Lost), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            verdicts = examiner.examine(calls, proxies)
        problems = [v.problem(policy) for v in verdicts]
        return verdicts, next((p for p in problems if p), "")


_KINDS = {"timeout": "TimeLimit", "crashed": "Crashed", "tampered": "Refused"}


def _line(error):
    """The line of the test cell in which it failed."""
    step = getattr(error, "__traceback__", None)
    while step is not None:
        if "ipython-input" in step.tb_frame.f_code.co_filename:
            # The test's own line: further in may be a helper's, whose
            # number would pass for one of the test's that is shown.
            return step.tb_lineno
        step = step.tb_next
    return error.lineno if isinstance(error, SyntaxError) else None


__all__ = ["Proxy", "Session"]
