"""Points of a test cell, by nbgrader's rules."""


def points_of(outputs, points, failed, stream):
    """Return the score of a test cell and a note.

    An error gives nothing, a number as the last value gives that number, all
    else gives full points, as in nbgrader's ``determine_grade``. What the
    test itself prints to stderr counts as an error there, and so here; what
    the student's code prints or warns does not.
    """
    if failed or any(o["output_type"] == "error" for o in outputs):
        return 0.0, ""
    if getattr(stream, "own_stderr", False):
        return 0.0, "the test printed to stderr"
    for output in outputs:
        if output["output_type"] == "execute_result":
            return _partial(output["data"].get("text/plain", ""), points)
    return float(points), ""


def _partial(text, points):
    try:
        value = float(text)
    except ValueError:
        return float(points), ""
    if value > points:
        return None, f"the test gave {value:g} of {points:g} points"
    return (value, "") if value >= 0 else (float(points), "")
