"""More honest notebooks that look like trouble: what people write in cells of their own, and in their answers."""

import copy

from nbformat.v4 import new_code_cell, new_raw_cell

from tests.attacks.notebooks import after, before, check, checks, first, lookalike, solution, text


@lookalike()
def decorates_and_caches(world, notebook):
    before(
        notebook,
        solution(notebook, "line"),
        "import functools, time\ndef timed(f):\n    calls = 0\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n"
        "        nonlocal calls\n        calls += 1\n        began = time.perf_counter()\n        try: return f(*args, **kwargs)\n"
        "        finally: print(f.__name__, calls, time.perf_counter() - began)\n    return inner\n\n"
        "@functools.lru_cache(maxsize=None)\ndef square(n): return n * n",
    )
    for name in ("line", "neuron", "fold_bias"):
        solution(notebook, name).source = "@timed\n" + solution(notebook, name).source


@lookalike()
def vectorises(world, notebook):
    solution(notebook, "line").source = "line = np.vectorize(lambda x, w, b: w * x + b, otypes=[float])"
    solution(notebook, "neuron_batch").source = (
        "def neuron_batch(X, w, b, phi):\n    return np.apply_along_axis(lambda x: phi(np.einsum('i,i->', x, w) + b), 1, X)"
    )


@lookalike()
def tries_numba_and_does_without(world, notebook):
    first(
        notebook,
        "try:\n    from numba_that_is_not_here import njit\nexcept ImportError:\n    def njit(f=None, **_): return f if f else njit\n",
    )
    solution(notebook, "fold_bias").source = "@njit(cache=True)\n" + solution(notebook, "fold_bias").source


@lookalike()
def uses_scipy_and_scikit_learn(world, notebook):
    solution(notebook, "fit_line").source = (
        "from scipy.linalg import lstsq\ndef fit_line(x, y):\n    return lstsq(np.column_stack([x, np.ones(len(x))]), y)[0]"
    )
    solution(notebook, "add_bias_input").source = (
        "from sklearn.preprocessing import add_dummy_feature\ndef add_bias_input(X):\n    return add_dummy_feature(X)"
    )


@lookalike()
def returns_a_named_tuple_and_fractions(world, notebook):
    solution(notebook, "fit_line").source = (
        "from typing import NamedTuple\nfrom statistics import linear_regression\nclass Fit(NamedTuple):\n    w: float\n    b: float\n\n"
        "def fit_line(x, y):\n    found = linear_regression(list(x), list(y))\n    return Fit(w=found.slope, b=found.intercept)"
    )
    solution(notebook, "neuron").source = "def neuron(x, w, b, phi):\n    return phi(float(weighted_sum(x, w, b)))"
    solution(notebook, "weighted_sum").source = (
        "from fractions import Fraction as F\ndef weighted_sum(x, w, b):\n"
        "    return sum((F(float(a)) * F(float(c)) for a, c in zip(x, w)), F(float(b)))"
    )


@lookalike()
def keeps_a_class_with_state(world, notebook):
    solution(notebook, "neuron").source = (
        "from dataclasses import dataclass, field\nimport abc, enum\nclass Base(abc.ABC):\n    @abc.abstractmethod\n"
        "    def forward(self): ...\n\n"
        "@dataclass\nclass Unit(Base):\n    w: np.ndarray\n    b: float\n    history: list = field(default_factory=list, repr=False)\n"
        "    @property\n    def size(self): return len(self.w)\n    def forward(self, x, phi):\n"
        "        self.history.append(z := float(x @ self.w) + self.b)\n"
        "        return phi(z)\n\ndef neuron(x, w, b, phi): return Unit(w, b).forward(x, phi)"
    )


@lookalike()
def imports_everything_there_is(world, notebook):
    first(notebook, "from math import *\nfrom numpy import *\nfrom numpy.random import *\n"
        "from matplotlib.pylab import *\nfrom annlab import *")
    solution(notebook, "weighted_sum").source = "def weighted_sum(x, w, b):\n    return sum(x * w) + b"


@lookalike()
def defines_by_way_of_globals_and_exec(world, notebook):
    solution(notebook, "line").source = "globals()['line'] = eval('lambda x, w, b: w * x + b')"
    solution(notebook, "fold_bias").source = (
        "if __name__ == '__main__':\n    exec('''def fold_bias(w, b):\n    return np.append(b, w)''')\n    import __main__\n"
        "    assert __main__.fold_bias is fold_bias"
    )


@lookalike()
def makes_errors_of_warnings(world, notebook):
    first(
        notebook,
        "import warnings, logging, locale, sys\nwarnings.filterwarnings('error')\nlogging.basicConfig(level=logging.DEBUG)\n"
        "sys.excepthook = sys.displayhook = lambda *a: None\nnp.seterrcall(print)\nnp.set_printoptions(legacy='1.13')",
    )


@lookalike()
def redirects_what_is_printed(world, notebook):
    first(
        notebook,
        "import sys, os\nos.makedirs('logs', exist_ok=True)\nold = sys.stdout\nsys.stdout = open('logs/log.txt', 'w')\nprint('to a file')\n"
        "sys.stderr = sys.stdout",
    )
    first(notebook, "import os\nos.environ['OMP_NUM_THREADS'] = '4'\nos.chdir('/')\nprint = lambda *a, **k: None")
    first(notebook, "import sys\nsys.stdout.close()")
    first(notebook, "import sys\nprint(sys.stdout.encoding, sys.stdout.isatty(), sys.argv)\nsys.stdout.flush()")


@lookalike()
def asks_ipython_for_itself(world, notebook):
    before(
        notebook,
        solution(notebook, "line"),
        "from IPython import get_ipython\nget_ipython().run_line_magic('matplotlib', 'inline')\ndef times(a, b): return a * b",
    )
    before(
        notebook,
        solution(notebook, "fold_bias"),
        "import sys\nif 'ipykernel' in sys.modules: print('in a notebook')\nfrom IPython.display import clear_output, display, Markdown\n"
        "clear_output()\ndisplay(Markdown('# x'))\ndef joined(*parts): return np.concatenate(parts)",
    )
    solution(notebook, "line").source = "def line(x, w, b):\n    return times(w, x) + b"
    solution(notebook, "fold_bias").source = "def fold_bias(w, b):\n    return joined([b], w)"


@lookalike()
def moves_sliders(world, notebook):
    before(
        notebook,
        solution(notebook, "line"),
        "from ipywidgets import interact, FloatSlider\nimport matplotlib.pyplot as plt\n@interact(w=(-2.0, 2.0), b=FloatSlider(value=1))\n"
        "def draw(w=1.0, b=0.0):\n    plt.plot(km, w * km + b)\n    plt.show()\n\ndef times(a, b): return a * b",
    )
    solution(notebook, "line").source = "def line(x, w, b):\n    return times(w, x) + b"


@lookalike()
def mixes_magics_and_helpers(world, notebook):
    """What only IPython reads, in one cell with what the answers need."""
    before(
        notebook,
        solution(notebook, "line"),
        "!pip install numpy \\\n    --quiet\n%matplotlib inline\nhere = !pwd\nversion = %env HOME\n"
        "def times(a, b):  # is this right?\n    '''Multiply.\n\n    What else?\n    '''\n    return a * b\n\n"
        "%timeit -n 1 -r 1 times(2, 3)\ntimes?",
    )
    before(notebook, solution(notebook, "weighted_sum"), "# a title\n%config InlineBackend.figure_format = 'retina'\n"
        "%time half = 1 / 2\n%pip install x")
    before(notebook, solution(notebook, "fold_bias"), "%%capture out\n%load_ext autoreload\n"
        "def joined(*parts): return np.concatenate(parts)")
    solution(notebook, "line").source = "%%time\n\n" + "def line(x, w, b):\n    return times(w, x) + b"
    solution(notebook, "weighted_sum").source = "\n\n%%capture --no-stderr\ndef weighted_sum(x, w, b):\n    return w @ x + 2 * half * b"
    solution(notebook, "fold_bias").source = "def fold_bias(w, b):\n    return joined([b], w)"


@lookalike()
def pastes_prompts_and_indented_cells(world, notebook):
    """As IPython takes them: with its own or Python's prompts, or all of it indented."""
    solution(notebook, "line").source = ">>> def line(x, w, b):\n...     return w * x + b\n...\n>>> 1 + 1"
    solution(notebook, "fold_bias").source = "In [3]: def fold_bias(w, b):\n   ...:     return np.r_[b, w]\n   ...:"
    solution(notebook, "neuron").source = "    def neuron(x, w, b, phi):\n        return phi(w @ x + b)"


@lookalike()
def writes_a_module_and_imports_it(world, notebook):
    before(notebook, solution(notebook, "line"), "%%writefile helper.py\ndef times(a, b):\n    return a * b")
    solution(notebook, "line").source = "from helper import times\ndef line(x, w, b):\n    return times(w, x) + b"


@lookalike()
def merges_all_cells_into_one(world, notebook):
    source = "\n\n".join(c.source for c in notebook.cells if c.cell_type == "code")
    notebook.cells = [new_code_cell(source)]


@lookalike()
def splits_its_cells(world, notebook):
    cell = solution(notebook, "neuron")
    after(notebook, cell, cell.source)
    cell.source = "import math\n\nSCALE = 1.0"


@lookalike()
def copies_the_whole_notebook_below_itself(world, notebook):
    notebook.cells += copy.deepcopy(notebook.cells)


@lookalike()
def keeps_first_tries_in_other_cells(world, notebook):
    text(notebook, "def line(x, w, b): return 0")
    notebook.cells.append(new_raw_cell("def line(x, w, b): return 0"))
    before(notebook, solution(notebook, "line"), "def line(x, w, b):\n    return w + x")
    before(notebook, solution(notebook, "line"), "line = None\n# def line(x, w, b): pass\n'''\ndef line(): pass\n'''")
    after(notebook, check(notebook, "line"), "del line\nline = 'done with it'")


@lookalike()
def tests_itself_with_frameworks(world, notebook):
    after(
        notebook,
        solution(notebook, "line"),
        "import unittest, doctest, inspect\nclass T(unittest.TestCase):\n"
        "    def test_line(self): self.assertEqual(line(1.0, 2.0, 3.0), 5.0)\n\n"
        "unittest.main(argv=[''], exit=False)\ndoctest.testmod()\nprint(inspect.getsource(line))\n"
        "assert 'w' in inspect.signature(line).parameters",
    )


@lookalike()
def writes_other_alphabets_and_signs(world, notebook):
    first(notebook, "größe, π = 1, 3.14159\nprint('日本語 \U0001f600 \\x00 \\x1b[31m \u202e \\ud800')")
    solution(notebook, "neuron").source = "def neuron(x, w, b, φ):\n    Σ = sum(xᵢ * wᵢ for xᵢ, wᵢ in zip(x, w))\n    return φ(Σ + b)"


@lookalike()
def lets_tasks_and_threads_run_on(world, notebook):
    first(
        notebook,
        "import asyncio, threading, time\nasync def tick():\n    while True: await asyncio.sleep(0.01)\n"
        "task = asyncio.ensure_future(tick())\n"
        "await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0.01))",
    )
    first(notebook, "import threading, time\nthreading.Thread(target=lambda: time.sleep(1000)).start()\n"
        "threading.Timer(0.5, print, ['late']).start()")
    first(notebook, "async for_nothing = 1")
    first(notebook, "import signal\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\nsignal.alarm(0)")


@lookalike()
def makes_its_random_numbers_its_own(world, notebook):
    first(notebook, "import random\nrandom.seed(1)\nnp.random.seed(1)\nrng = np.random.default_rng(1)\n"
        "np.random.default_rng = lambda *a: rng")


@lookalike()
def has_a_thousand_empty_and_long_cells(world, notebook):
    for cell in checks(notebook):
        for i in range(60):
            after(notebook, cell, "" if i % 2 else f"x{i} = {i}")
    first(notebook, "table = [\n" + "    [0.125, 0.25, 0.5],\n" * 3000 + "]")
