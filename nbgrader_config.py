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
