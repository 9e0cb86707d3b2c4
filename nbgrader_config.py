"""The repository root is an ordinary nbgrader course."""

c = get_config()  # noqa: F821  nbgrader puts it there

c.CourseDirectory.course_id = "gates-as-doors"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
# Everything else under the root belongs to the book, not to a student.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    ".*",
]
c.ClearSolutions.code_stub = {
    "python": "# YOUR CODE HERE\nraise NotImplementedError()"
}
c.ExecutePreprocessor.timeout = 120

# What students wrote is shown in the formgrader as text and pictures.
c.HTMLExporter.preprocessors = ["doorkeeper.harmless.Harmless"]
c.GenerateFeedback.exporter_class = "doorkeeper.formgrader.FeedbackExporter"
# What was not graded is empty in `nbgrader export`, and not 0.
c.ExportApp.plugin_class = "doorkeeper.export.GradesPlugin"

# doorkeeper; plain nbgrader takes no notice of it.
c.Doorkeeper.cell_timeout = 120
c.Doorkeeper.ready_made = ["lstm_doors.networks", "lstm_doors.checks"]
c.Doorkeeper.seed_variable = "LSTM_DOORS_SEED"
c.Doorkeeper.agreement = "strict"
# What the class of doorkeeper demo-class answers.
c.Doorkeeper.demo_answers = "lstm_doors.checks.demo:answers"
# Many starts, many ways of training, and any form of Adam's state are right.
c.Doorkeeper.judged_by_tests = ["initialise", "adam_step", "train"]
c.Doorkeeper.groups = {
    "rnn_step": "the loop",
    "rnn_forward": "the loop",
    "rnn_output": "the loop",
    "rnn_step_backward": "back through time",
    "rnn_backward": "back through time",
    "clip_gradients": "back through time",
    "sigmoid": "forget door",
    "forget_gate": "forget door",
    "forget": "forget door",
    "input_gate": "input door",
    "candidate": "input door",
    "update_cell": "input door",
    "output_gate": "output door",
    "hidden_state": "output door",
    "lstm_step": "the whole cell",
    "lstm_forward": "the whole cell",
    "lstm_step_backward": "back through the doors",
    "lstm_backward": "back through the doors",
    "initialise": "training",
    "adam_step": "training",
    "train": "training",
}
