"""The course's own solutions must earn their points, on the same path.

Where they do not, the machine or the course is at fault, and every student
would pay for it.
"""

from doorkeeper.errors import DoorkeeperError


def unproven(name, result, tests, say):
    """{(notebook, question)} of what a solution does not pass here.

    ``tests`` are those that no person has to judge. Of some that fail
    ``say`` is told: no student is judged by them. Where all of them fail,
    grading stops with an error.
    """
    tested = [
        q
        for q in result["questions"]
        if q["max_score"] and (q["notebook"], q["question"]) in tests
    ]
    wrong = [q for q in tested if q["status"] != "right"]
    if not wrong:
        return set()
    first = wrong[0]
    reason = first["message"].strip().splitlines() or [first["status"]]
    told = (
        f"{len(wrong)} of {len(tested)} parts of the course's own solution "
        f"of {name} do not pass their tests here; the first is "
        f"{first['question']} ({reason[0]})."
    )
    if len(wrong) == len(tested):
        raise DoorkeeperError(
            f"Nothing was graded: {told} Run `doorkeeper grade` again when "
            "the solution passes on this machine."
        )
    say(f"Warning: {told} They wait for points given by hand.")
    return {(q["notebook"], q["question"]) for q in wrong}
