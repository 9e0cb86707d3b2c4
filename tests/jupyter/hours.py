"""Where things stand in an exercise, and what is typed into it."""

from dataclasses import dataclass

import nbformat
from course import ROOT

PATHS = sorted((ROOT / "exercises").glob("*/*.ipynb"))
# Keys at a slider of the door in the last cell of each exercise.
KNOBS = {
    "01_rnn": "loop weight W",
    "02_bptt": "spectral radius of W",
    "03_forget_gate": "forget bias b_f",
    "04_input_gate": "input bias b_i",
    "05_output_gate": "output bias b_o",
    "06_lstm": "word x",
    "07_lstm_backward": "forget bias",
    "08_training": "unit number",
}


class Exercise:
    """Functions and places of cells of one notebook."""

    def __init__(self, path):
        self.folder, self.file = path.parent.name, path.name
        self.knob = KNOBS[self.folder]
        cells = nbformat.read(path, as_version=4).cells
        self.places = {
            cell.metadata.get("nbgrader", {}).get("grade_id"): place
            for place, cell in enumerate(cells)
        }
        self.code = [
            place for place, cell in enumerate(cells) if is_code(cell)
        ]
        self.door = self.code[-1]  # the student's own
        self.functions = [
            cell_id.removesuffix("-check").replace("-", "_")
            for cell_id in filter(None, self.places)
            if cell_id.endswith("-check")
        ]

    def answer(self, function):
        """The place of the cell for an answer."""
        return self.places[f"{function.replace('_', '-')}-answer"]

    def check(self, function):
        """The place of the cell that checks it."""
        return self.places[f"{function.replace('_', '-')}-check"]

    def count(self, place):
        """The number of a code cell's prompt after Restart and Run All."""
        return self.code.index(place) + 1


def is_code(cell):
    return cell.cell_type == "code"


@dataclass(frozen=True)
class Hour:
    """What a student types in an hour, and what the door says to it.

    lines: function to a right last line. slip: function, wrong line and its
    misconception. wrong, right: what the door says at the End of its knob.
    mouse: what it says where the knob is clicked in the middle. exact,
    typed: a number for the knob, and what the door says then.
    """

    lines: dict
    slip: tuple
    wrong: str
    right: str
    mouse: str
    exact: str
    typed: str


HOURS = {
    "03_forget_gate": Hour(
        lines={
            "sigmoid": "return 0.5 * (1 + np.tanh(z / 2))",
            "forget_gate": "return sigmoid(x @ U_f + h_prev @ W_f + b_f)",
            "forget": "return f * c_prev",
        },
        slip=("forget", "return (1 - f) * c_prev", "keeps-1-minus-f"),
        wrong="f = 1.00. Of the memory 1.00 it lets 0.00 through",
        right="f = 1.00. Of the memory 1.00 it lets 1.00 through",
        mouse="f = 0.73",  # sigmoid(1)
        exact="-2",
        typed="f = 0.27",  # sigmoid(-1)
    ),
    "05_output_gate": Hour(
        lines={
            "output_gate": "return sigmoid(x @ U_o + h_prev @ W_o + b_o)",
            "hidden_state": "return o * np.tanh(c)",
        },
        slip=("hidden_state", "return o * c", "no-tanh"),
        wrong="o = 1.00. .* shown as h = 1.50",
        right="o = 1.00. .* shown as h = 0.90",
        mouse="o = 0.73",
        exact="-2",
        typed="o = 0.27",
    ),
}
