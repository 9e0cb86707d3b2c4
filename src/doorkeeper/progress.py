"""A progress bar: how many, how long still, what came out."""

import sys
import time

WIDTH = 24


class Bar:
    """Counts up on stderr; away from a terminal a line now and then."""

    def __init__(self, total, before=0, stream=None):
        self.total, self.before = total, before
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()
        self.count = 0
        self.other = 0
        self.begun = self.shown = time.monotonic()
        if before:
            self.line(f"{before} graded before and unchanged")
        if self.live and total:
            self.draw()

    def line(self, text):
        print(text, file=self.stream, flush=True)

    def step(self, status):
        self.count += 1
        self.other += status != "graded"
        now = time.monotonic()
        if self.live:
            self.draw()
        elif now - self.shown > 10 or self.count == self.total:
            self.shown = now
            self.line(self.text())

    def text(self):
        share = self.count / self.total if self.total else 1
        full = round(WIDTH * share)
        bar = "#" * full + "." * (WIDTH - full)
        other = f", {self.other} not plainly graded" if self.other else ""
        return f"[{bar}] {self.count}/{self.total}{other}{self.left()}"

    def left(self):
        if not self.count or self.count == self.total:
            return ""
        spent = time.monotonic() - self.begun
        seconds = round(spent / self.count * (self.total - self.count))
        return f", {seconds // 60}:{seconds % 60:02d} left"

    def draw(self):
        self.stream.write("\r\x1b[K" + self.text())
        self.stream.flush()

    def close(self):
        if self.live and self.total:
            self.stream.write("\n")
            self.stream.flush()
