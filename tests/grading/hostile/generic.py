"""A course with variables, prints, objects, plots and hand grading."""

from .build import cell, exercise, plain

KINDS = [
    (
        "variable",
        "### BEGIN SOLUTION\ntotal = sum(range(10))\n"
        "table = {'a': [1, 2], 'b': (3.5, None)}\n### END SOLUTION",
        "assert total == 45\nassert table['a'] == [1, 2]\n"
        "assert table['b'][0] == 3.5",
    ),
    (
        "printed",
        "def greet(name):\n    ### BEGIN SOLUTION\n"
        "    print('Hello,', name)\n    ### END SOLUTION",
        "import contextlib, io\nheard = io.StringIO()\n"
        "with contextlib.redirect_stdout(heard):\n    greet('Ada')\n"
        "assert heard.getvalue() == 'Hello, Ada\\n'",
    ),
    (
        "objects",
        "class Stack:\n    ### BEGIN SOLUTION\n    def __init__(self):\n"
        "        self.items = []\n    def push(self, x):\n"
        "        self.items.append(x)\n    def pop(self):\n"
        "        return self.items.pop()\n    def __len__(self):\n"
        "        return len(self.items)\n    ### END SOLUTION",
        "stack = Stack()\nstack.push(3)\nstack.push([4])\n"
        "assert len(stack) == 2\nassert stack.pop() == [4]\n"
        "assert stack.items == [3]\nassert isinstance(stack, Stack)",
    ),
    (
        "errors",
        "def root(x):\n    ### BEGIN SOLUTION\n    if x < 0:\n"
        "        raise ValueError('negative')\n    return x ** 0.5\n"
        "    ### END SOLUTION",
        "try:\n    root(-1)\nexcept ValueError:\n    pass\nelse:\n"
        "    raise AssertionError('no ValueError')\nassert root(4) == 2",
    ),
    (
        "callback",
        "def twice(f, x):\n    ### BEGIN SOLUTION\n    return f(f(x))\n"
        "    ### END SOLUTION",
        "assert twice(lambda n: n + 3, 1) == 7\n"
        "assert twice(str.upper, 'a') == 'A'",
    ),
    (
        "closure",
        "def adder(n):\n    ### BEGIN SOLUTION\n    return lambda x: x + n\n"
        "    ### END SOLUTION",
        "assert adder(2)(5) == 7\nassert callable(adder(1))",
    ),
    (
        "inplace",
        "def double(xs):\n    ### BEGIN SOLUTION\n    xs *= 2\n"
        "    ### END SOLUTION",
        "data = np.array([1.0, 2.0])\nassert double(data) is None\n"
        "assert (data == [2, 4]).all()",
    ),
    (
        "plot",
        "import matplotlib.pyplot as plt\n### BEGIN SOLUTION\n"
        "fig, ax = plt.subplots()\nax.plot([1, 2], [3, 4])\n"
        "ax.set_title('line')\n### END SOLUTION",
        "assert ax.get_title() == 'line'\nassert len(ax.lines) == 1",
    ),
    (
        "chance",
        "def draw(rng, n):\n    ### BEGIN SOLUTION\n"
        "    return rng.normal(size=n)\n    ### END SOLUTION",
        "rng = np.random.default_rng(1)\nfirst, second = draw(rng, 3), "
        "draw(rng, 3)\nassert first.shape == (3,)\n"
        "assert not np.allclose(first, second)",
    ),
    (
        "helper",
        "def step(x):\n    ### BEGIN SOLUTION\n    return x + 1\n"
        "    ### END SOLUTION",
        "assert run(4) == 4\nassert done == 3",
    ),
    (
        "signature",
        "def area(w, h=2):\n    ### BEGIN SOLUTION\n    return w * h\n"
        "    ### END SOLUTION",
        "import inspect\nassert list(inspect.signature(area).parameters) == "
        "['w', 'h']\nassert area(w=3) == 6\nassert area.__name__ == 'area'",
    ),
    (
        "coins",
        "def flip(n):\n    ### BEGIN SOLUTION\n"
        "    return [np.random.random() < 0.5 for _ in range(n)]\n"
        "    ### END SOLUTION",
        "assert len(flip(5)) == 5\nassert set(flip(99)) == {True, False}",
    ),
    (
        "roughly",
        "def near_pi():\n    ### BEGIN SOLUTION\n    return 22 / 7\n"
        "    ### END SOLUTION",
        "assert abs(near_pi() - 3.14159) < 0.01",
    ),
]

OTHER_RIGHT = {
    "variable_answer": "total = 0\nfor n in range(10):\n    total += n\n"
    "table = dict(a=[1, 2], b=(7 / 2, None))",
    "objects_answer": "class Stack:\n    def __init__(self):\n"
    "        self.items = []\n        self.push = self.items.append\n"
    "        self.pop = self.items.pop\n    __len__ = lambda s: len(s.items)",
    "closure_answer": "def adder(n):\n    def add(x):\n        return n + x\n"
    "    return add",
    "inplace_answer": "def double(xs):\n    for i in range(len(xs)):\n"
    "        xs[i] = 2 * xs[i]",
    "coins_answer": "def flip(n):\n    return list(np.random.rand(n) > 0.5)",
    "roughly_answer": "def near_pi():\n    return 355 / 113",
}
WRONG = {
    "variable_answer": "total = 44\ntable = {}",
    "printed_answer": "def greet(name):\n    return 'Hello, ' + name",
    "objects_answer": "class Stack:\n    pass",
    "errors_answer": "def root(x):\n    return abs(x) ** 0.5",
    "callback_answer": "def twice(f, x):\n    return f(x)",
    "closure_answer": "def adder(n):\n    return n",
    "inplace_answer": "def double(xs):\n    return xs * 2",
    "plot_answer": "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()",
    "chance_answer": "def draw(rng, n):\n    return np.zeros(n)",
    "helper_answer": "def step(x):\n    return x",
    "signature_answer": "def area(a, b):\n    return a * b",
    "coins_answer": "def flip(n):\n    return [True] * n",
    "roughly_answer": "def near_pi():\n    return 3.2",
}


def cells():
    made = [plain("import numpy as np\nstart = 1", "given")]
    for name, answer, test in KINDS:
        made += exercise(name, {"answer": answer, "test": test, "points": 1})
        if name == "chance":
            text = "def run(n):\n    x = start\n    for _ in range(n - 1):\n"
            made.append(plain(text + "        x = step(x)\n    return x", "r"))
    # What builds on the answer stands after it and before its test.
    at = next(i for i, c in enumerate(made) if c.get("id") == "helper-answer")
    made.insert(at + 1, plain("done = step(2)", "done"))
    essay = cell("essay", "YOUR ANSWER HERE", True, True, 2, "markdown")
    return [*made, essay]
