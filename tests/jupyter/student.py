"""Hands and eyes of a student before a notebook in JupyterLab.

Everything goes through mouse, keyboard and what stands on the screen.
"""

import contextlib
import re

from playwright.sync_api import TimeoutError, expect

# Milliseconds that a loaded machine may take for one thing, and for all the
# cells of a notebook.
BUSY, ALL = 90_000, 400_000
NEWS = "Would you like to get notified"


class Student:
    """Somebody at a page that shows JupyterLab."""

    def __init__(self, page, url):
        self.page, self.url, self.broken = page, url, []
        page.set_default_timeout(BUSY)
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        # JupyterLab asks this once, in front of what stands there.
        news = page.locator(".Toastify__toast", has_text=NEWS)
        page.add_locator_handler(
            news,
            lambda: news.get_by_role("button", name="No", exact=True).click(),
        )

    def begin(self):
        """Come in where `make lab` opens the browser."""
        self.page.goto(f"{self.url}/?reset", wait_until="load")
        self.stands_in("exercises")

    def open(self, *path):
        """From the top of the file browser, double-click down to a file."""
        self.page.locator(".jp-BreadCrumbs-home").click()
        for folder in path[:-1]:
            self.listed(folder).dblclick()
            self.stands_in(folder)
        self.listed(path[-1]).dblclick()
        self.is_open()

    def stands_in(self, folder):
        """Wait until the file browser shows this folder."""
        crumbs = self.page.locator(".jp-BreadCrumbs")
        crumbs.filter(has_text=folder).wait_for()

    def listed(self, name):
        """A line of the file browser."""
        exact = re.compile(rf"^{re.escape(name)}$")
        label = self.page.locator(".jp-DirListing-itemText", has_text=exact)
        return self.page.locator(".jp-DirListing-item").filter(has=label)

    def close(self):
        """Save, close the tab and stop its kernel."""
        self.bar("Idle")
        self.save()
        self.menu("File", "Close and Shut Down Notebook…")
        self.dialog("Ok")
        self.page.locator(".jp-Notebook").wait_for(state="detached")

    def save(self):
        """Save, and see that it is saved."""
        self.menu("File", "Save Notebook")
        dirty = self.page.locator(".lm-mod-current.jp-mod-dirty")
        dirty.wait_for(state="detached")

    def come_back(self):
        """Load the page anew, as after a look at something else."""
        self.page.reload(wait_until="load")
        self.is_open()

    def is_open(self):
        """Wait until the notebook is there and its kernel has a rest."""
        self.page.locator(".jp-Notebook .jp-Cell").nth(2).wait_for()
        self.bar("Idle")

    def bar(self, state):
        """Wait until the status bar says this of the kernel."""
        said = re.compile(rf"\| {state}")
        bar = self.page.locator("#jp-main-statusbar")
        bar.filter(has_text=said).wait_for()

    def menu(self, bar, name):
        """Choose from a menu of the menu bar."""
        self.page.get_by_role("menuitem", name=bar, exact=True).click()
        exact = re.compile(rf"^{re.escape(name)}$")
        self.page.locator(".lm-Menu-itemLabel", has_text=exact).click()

    def run_all(self):
        """Run all cells, by the menu.

        Again where nothing came of it: a kernel that has only just said it
        is idle may still lose what it is asked for.
        """
        asked = self.page.locator(".jp-Notebook .jp-InputPrompt")
        asked = asked.filter(has_text=re.compile(r"\[(\*|\d+)\]")).first
        for _ in range(3):
            self.menu("Run", "Run All Cells")
            with contextlib.suppress(TimeoutError):
                return asked.wait_for(timeout=BUSY / 3)
        raise AssertionError("no cell ran in three runs of all cells")

    def restart_and_run_all(self):
        """Begin again with an empty kernel, by the button."""
        self.page.get_by_title("Restart the kernel and run all cells").click()
        self.dialog("Confirm Kernel Restart")

    def cell(self, index):
        """The cell at this place, walked to as with the arrow keys."""
        cell = self.page.locator(
            f'.jp-Notebook .jp-Cell[data-windowed-list-index="{index}"]'
        )
        if not cell.count():
            self.walk_to(index)
        cell.scroll_into_view_if_needed()
        return cell

    def walk_to(self, index):
        """Leave the editor and go up or down, cell by cell."""
        active = self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")
        here = int(active.get_attribute("data-windowed-list-index"))
        self.page.locator(".jp-Notebook").focus()
        self.page.keyboard.press("Escape")
        key = "ArrowDown" if index > here else "ArrowUp"
        for _ in range(abs(index - here)):
            self.page.keyboard.press(key)

    def write(self, index, source):
        """Paste over all that stands in a cell."""
        self.cell(index).locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def type_over_last_line(self, index, line):
        """Type where `raise NotImplementedError()` stands."""
        self.cell(index).locator(".cm-content").click()
        for key in ("Control+End", "Shift+Home"):
            self.page.keyboard.press(key)
        self.page.keyboard.type(line)

    def start(self, index):
        """Start one cell."""
        self.cell(index).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")

    def run(self, index, says=""):
        """Run one cell; what stands below it then."""
        self.start(index)
        return self.read(index, says)

    def interrupt(self):
        """Stop what runs, by the button, once it runs."""
        self.bar("Busy")
        self.page.get_by_title("Interrupt the kernel").click()

    def read(self, index, says="", count=r"\d+"):
        """The text below a cell on the screen, once its prompt has a number.

        says: a text that is waited for. count: the number, where an earlier
        one must not be taken for it.
        """
        cell = self.cell(index)
        ran = re.compile(rf"\[{count}\]")
        prompt = cell.locator(".jp-InputPrompt").filter(has_text=ran)
        prompt.wait_for(timeout=ALL)
        if says:
            below = cell.locator(".jp-Cell-outputArea")
            expect(below).to_contain_text(says, timeout=BUSY)
        outputs = cell.locator(".jp-OutputArea-output")
        return "\n".join(outputs.all_inner_texts()).strip()

    def dialog(self, button):
        """What a dialog says; answered with one of its buttons."""
        box = self.page.locator(".jp-Dialog-content")
        box.wait_for()
        said = box.inner_text()
        box.get_by_role("button", name=button).click()
        box.wait_for(state="detached")
        return said

    def validate(self):
        """What Validate says."""
        self.page.get_by_role("button", name="Validate", exact=True).click()
        return self.dialog("Ok")
