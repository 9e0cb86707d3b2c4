"""Run notebook cells in this process and keep what they show.

An IPython shell without a kernel: magics, rich display and top-level await
work, and a cell costs a millisecond.
"""

import contextlib
import io
import sys

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from doorkeeper.limits import alarm

MAX_LINES = 1000
MAX_STREAM = 200_000
MAX_DISPLAY = 2_000_000
MAX_OUTPUTS = 200
CUT = "\n... Output truncated ...\n"


class Outputs:
    """The outputs of one cell, in nbformat's form, never too many."""

    def __init__(self):
        self.items = []
        self.room = MAX_STREAM
        self.lines = MAX_LINES
        self.display_room = MAX_DISPLAY
        self.own_stderr = False

    def stream(self, name, text):
        if self.room <= 0 or self.lines <= 0:
            return
        text = text[: self.room]
        self.room -= len(text)
        pieces = text.split("\n", self.lines)
        if len(pieces) > self.lines:
            text, self.lines = "\n".join(pieces[: self.lines]), 0
        else:
            self.lines -= len(pieces) - 1
        if self.room <= 0 or self.lines <= 0:
            text += CUT
        last = self.items[-1] if self.items else {}
        if last.get("name") == name and last["output_type"] == "stream":
            last["text"] += text
        else:
            self.add({"output_type": "stream", "name": name, "text": text})

    def add(self, output):
        if len(self.items) < MAX_OUTPUTS:
            self.items.append(output)

    def rich(self, kind, data, metadata, **more):
        kept = {}
        for mime, value in (data or {}).items():
            size = len(value) if isinstance(value, str | bytes) else 1000
            if size <= self.display_room:
                self.display_room -= size
                kept[mime] = value
        if not kept:
            kept = {"text/plain": "... Output truncated ..."}
        item = {"output_type": kind, "data": kept, "metadata": metadata or {}}
        self.add({**item, **more})


class _Stream(io.TextIOBase):
    """A standard stream that writes into the outputs of the cell."""

    encoding = "utf-8"

    def __init__(self, owner, name):
        self.owner, self.name = owner, name

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        outputs = self.owner.outputs
        outputs.stream(self.name, text)
        outputs.own_stderr |= self.name == "stderr"
        return len(text)


class _Hook(DisplayHook):
    def start_displayhook(self):
        self.shown = {}, {}

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        self.shown = format_dict, md_dict

    def finish_displayhook(self):
        self.shell.runner.outputs.rich(
            "execute_result",
            *self.shown,
            execution_count=self.shell.execution_count,
        )


class _Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, *args, **kwargs):
        self.shell.runner.outputs.rich("display_data", data, metadata)

    def clear_output(self, wait=False):
        self.shell.runner.outputs.items.clear()


class _Shell(InteractiveShell):
    runner = None

    def _showtraceback(self, etype, evalue, stb):
        lines = [line[:5000] for line in stb[:100]]
        self.runner.outputs.add(
            {
                "output_type": "error",
                "ename": str(getattr(etype, "__name__", etype))[:200],
                "evalue": _text(evalue)[:20_000],
                "traceback": lines,
            }
        )

    def enable_gui(self, gui=None):
        pass


def _text(value):
    try:
        return str(value)
    except BaseException:
        return ""


class Runner:
    """One namespace in which cells run."""

    def __init__(self):
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.xmode = "Plain"
        config.InteractiveShell.cache_size = 0
        config.InteractiveShell.autocall = 0
        self.outputs = Outputs()
        _Shell.runner = self
        self.shell = _Shell.instance(
            config=config,
            displayhook_class=_Hook,
            display_pub_class=_Publisher,
        )
        with contextlib.suppress(Exception):
            self.shell.run_cell("pass", silent=True)

    @property
    def namespace(self):
        return self.shell.user_ns

    def restart(self):
        """Forget the bookkeeping of the warm parent, after a fork."""
        self.shell.execution_count = 1
        self.outputs = Outputs()

    def run(self, source, timeout=None):
        """Run one cell.

        Returns a dict: ``outputs``, ``failed``, ``error`` (the exception or
        None) and ``timeout``. Nothing the cell does raises here, ``OutOfTime``
        included.
        """
        self.outputs = Outputs()
        with self.captured(), alarm(timeout) as clock:
            result = self.shell.run_cell(source, store_history=False)
        self.shell.execution_count += 1
        return {
            "outputs": self.outputs.items,
            "failed": not result.success or clock.rang,
            "error": result.error_before_exec or result.error_in_exec,
            "timeout": clock.rang,
        }

    @contextlib.contextmanager
    def captured(self):
        """Send stdout and stderr into the outputs of the present cell."""
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = (
            _Stream(self, "stdout"),
            _Stream(self, "stderr"),
        )
        try:
            yield self.outputs
        finally:
            sys.stdout, sys.stderr = before
