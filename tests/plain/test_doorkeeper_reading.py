"""Reading notebooks: names, fresh inputs, agreement, ready-made answers."""

import concurrent.futures
import sys
import threading

import numpy as np
import pytest

from doorkeeper import modules, names, parents, probes, pruning, reading
from doorkeeper.agreement import agree
from doorkeeper.flow import Flow
from doorkeeper.html import outputs, page, text
from doorkeeper.score import points_of


def cell(index, kind, source, **more):
    made = {"index": index, "kind": kind, "source": source, "type": "code"}
    return {**made, "solution": source, "id": f"c{index}", **more}


def test_what_students_make_is_told_from_what_is_given():
    cells = [
        cell(0, "given", "import numpy as np\nbase = np.ones(3)"),
        cell(1, "answer", "def step(x):\n    return x + base"),
        cell(2, "given", "def run(n):\n    return step(n)"),
        cell(3, "given", "after = run(2)"),
        cell(4, "given", "print(run(3))"),
        cell(5, "test", "assert after.sum() == run(2).sum()"),
    ]
    assert names.plan(cells) == ["step"]
    assert [c["settled"] for c in cells] == [
        *(True, False, True, False, False, False)
    ]
    assert [c["needed"] for c in cells] == [
        *(False, False, False, True, False, False)
    ]
    assert cells[5]["owned"] == ["step"]
    assert cells[4]["idle"]
    assert not cells[3]["idle"]


def test_a_functions_own_names_are_nobody_elses():
    use = reading.read("def f(x, k=z):\n    y = x + w\n    return y + k")
    assert use.binds == {"f"}
    assert use.now == {"z"}
    assert use.later == {"f": {"w"}}


def test_a_cell_that_alters_is_not_idle():
    cells = [
        cell(0, "given", "log = []"),
        cell(1, "given", "log.append(1)"),
        cell(2, "answer", "def f():\n    return len(log)"),
        cell(3, "test", "assert f() == 1"),
    ]
    names.plan(cells)
    assert not cells[1]["idle"]


def test_magics_are_read_as_python():
    assert "x" in reading.read("%matplotlib inline\nx = 1").binds


def test_fresh_inputs_keep_form_and_change_values():
    rng = np.random.default_rng(0)
    args = [np.array([[0.2, 0.3, 0.5]]), 2.0, 3, "name", [1.0, 4.0]]
    found = list(probes.variants(args, {"b": np.zeros(2)}, rng))
    assert len(found) == 2
    for fresh, kwargs in found:
        assert fresh[0].shape == (1, 3)
        assert not np.array_equal(fresh[0], args[0])
        assert fresh[2:4] == [3, "name"]
        assert np.all(kwargs["b"] == 0)
    assert found[0][0][0].sum() == pytest.approx(1.0)


def test_whole_numbers_change_where_nothing_else_can():
    rng = np.random.default_rng(0)
    found = list(probes.variants([5], {}, rng))
    assert found
    assert all(args != [5] for args, _ in found)


@pytest.mark.parametrize(
    ("got", "wanted", "same"),
    [
        ([1, 2], (1, 2), True),
        (np.array(3.0), 3, True),
        ([[1.0, 2.0]], np.array([[1.0, 2.0 + 1e-9]]), True),
        (np.float32(0.1), 0.1, True),
        ({"a": np.ones(2)}, {"a": [1, 1]}, True),
        (float("nan"), float("nan"), True),
        (np.ones((2, 1)), np.ones(2), False),
        ([1, 2, 3], (1, 2), False),
        ("1", 1, False),
        (None, 0.0, False),
        (True, "yes", False),
        ({"a": 1}, {"b": 1}, False),
    ],
)
def test_agreement(got, wanted, same):
    assert agree(got, wanted, 1e-6) is same


@pytest.mark.parametrize(
    ("shown", "points"),
    [("2", 2), ("0.5", 0.5), ("'fine'", 3), ("-1", 3), ("7", None)],
)
def test_points_follow_nbgraders_rules(shown, points):
    item = {"output_type": "execute_result", "data": {"text/plain": shown}}
    assert points_of([item], 3, False, None)[0] == points


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A ready-made package with a part that a notebook is given."""
    folder = tmp_path / "readymade"
    folder.mkdir()
    (folder / "__init__.py").write_text(
        "from .parts import answer, helper\nSECRET = 41\n"
    )
    (folder / "parts.py").write_text(
        "import math\nSCALE = 2\n\ndef answer(x):\n    return x + 1\n\n"
        "def helper(x):\n    return SCALE * math.floor(x)\n\n"
        "def uses(x):\n    return answer(x)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for name in [n for n in sys.modules if n.startswith("readymade")]:
        del sys.modules[name]


def test_of_ready_made_modules_only_the_given_is_left(package):
    left = pruning.given(
        ["from readymade import helper\nimport readymade"],
        ["readymade"],
        ["answer"],
    )
    whole = "\n".join(left.values())
    assert "def helper" in whole
    assert "SCALE = 2" in whole
    assert "def answer" not in whole
    assert "SECRET" not in whole


def test_what_is_asked_for_is_never_given(package):
    left = pruning.given(
        ["from readymade.parts import uses, answer"], ["readymade"], ["answer"]
    )
    assert "def uses" in "\n".join(left.values())
    assert "def answer" not in "\n".join(left.values())


def test_masks_cover_the_sources(package):
    assert pruning.Modules(["readymade"]).masks() == [str(package)]
    single = pruning.Modules(["readymade.parts"]).masks()
    assert str(package / "parts.py") in single


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</pre></main><svg onload=alert(1)>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_page_runs_nothing_a_student_wrote(attack):
    shown = outputs(
        [
            {"output_type": "stream", "name": "stdout", "text": attack},
            {
                "output_type": "display_data",
                "data": {"text/html": attack, "text/plain": attack},
            },
            {"output_type": "error", "ename": attack, "evalue": attack},
            {
                "output_type": "display_data",
                "data": {"image/png": attack, "image/svg+xml": attack},
            },
            {
                "output_type": "display_data",
                "data": {"image/png": "AAAA", "text/plain": '"' + attack},
            },
        ]
    )
    made = page(attack, shown)
    for tag in ("<script", "<img src=x", "<svg"):
        assert tag not in made
    assert "default-src 'none'" in made
    assert text(attack) in made


def test_control_characters_lose_their_force():
    assert text("\x1b[31mred\x1b[0m\x07\x00") == "red"


def test_masks_cover_a_second_copy_on_the_path(package, tmp_path, monkeypatch):
    other = tmp_path / "other" / "readymade"
    other.mkdir(parents=True)
    for name in ("__init__.py", "parts.py"):
        (other / name).write_bytes((package / name).read_bytes())
    monkeypatch.setattr(sys, "path", [*sys.path, str(other.parent)])
    assert str(other) in pruning.Modules(["readymade"]).masks()
    single = pruning.Modules(["readymade.parts"]).masks()
    assert str(other / "parts.py") in single


def test_before_the_fork_comes_what_ready_made_packages_import(
    tmp_path, monkeypatch
):
    """The package itself stays out: it holds the answers."""
    package = tmp_path / "given_away"
    (package / "deep").mkdir(parents=True)
    (package / "__init__.py").write_text("import colorsys\n")
    (package / "deep" / "__init__.py").write_text("from .er import thing\n")
    (package / "deep" / "er.py").write_text(
        "import wave\nfrom ..shown import other\n"
    )
    (package / "shown.py").write_text("from xml.dom import minidom\n")
    (package / "answers.py").write_text("import sndhdr\n")
    monkeypatch.syspath_prepend(tmp_path)
    wanted = ["json", "given_away.deep", "nowhere_to_be_found"]
    found = modules.early(wanted, ["given_away.answers"])
    assert found == ["colorsys", "json", "wave", "xml.dom"]
    assert modules.early(wanted, []) == ["given_away.deep", "json"]
    assert "given_away" not in sys.modules


def test_the_early_parent_serves_unless_what_it_has_is_ready_made():
    """Else two programs would import the same, one of them for nobody."""
    parent = parents.Parent.__new__(parents.Parent)
    parent.fenced, parent.early, parent.setup = True, [*parents.EARLY], None
    parent.keeper = threading.current_thread()
    setup = {"fence": True, "early": modules.early(parents.EARLY, [])}
    assert parent.serves(setup)
    assert not parent.serves({**setup, "fence": False})
    closed = modules.early(parents.EARLY, ["matplotlib_inline.config"])
    assert not parent.serves({**setup, "early": closed})
    parent.setup = setup
    assert not parent.serves({**setup, "course": "another"})


def test_only_so_much_is_on_its_way_at_once():
    """Or the memory of the one that hands out would grow with the class."""
    handed = []

    def jobs():
        for number in range(20):
            handed.append(concurrent.futures.Future())
            yield number, handed[-1]

    flow = Flow(jobs(), lambda: 3)
    flow.fill()
    assert len(handed) == 3
    taken = []
    for future in handed:
        future.set_result(None)
    for batch in flow.batches():
        taken += [label for label, _ in batch]
        assert len(handed) - len(taken) <= 3
        for future in handed:
            if not future.done():
                future.set_result(None)
    assert sorted(taken) == list(range(20))
