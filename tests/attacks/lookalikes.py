"""Notebooks that look like trouble and are honest: every one deserves full marks."""

import json
import warnings

import nbformat

from tests.attacks.notebooks import NAMES, after, before, check, checks, first, lookalike, solution, text, written


@lookalike()
def the_solution(world, notebook):
    pass


@lookalike()
def prints_a_lot(world, notebook):
    first(notebook, "import sys\nfor i in range(1000): print(i)\nprint('careful', file=sys.stderr)")
    solution(notebook, "line").source = "def line(x, w, b):\n    print('x is', x, flush=True)\n    return w * x + b"


@lookalike()
def warns(world, notebook):
    first(notebook, "import warnings\nwarnings.warn('careful')\nnp.log(np.zeros(2))")
    solution(notebook, "weighted_sum").source = (
        "import warnings\ndef weighted_sum(x, w, b):\n    warnings.warn('careful')\n    np.log(0.0)\n    return w @ x + b"
    )


@lookalike()
def has_cells_that_fail(world, notebook):
    first(notebook, "1 / 0")
    first(notebook, "this is no python")
    first(notebook, "undefined_name")
    first(notebook, "import sys\nsys.exit(1)")
    first(notebook, "name = input('who are you? ')")
    after(notebook, check(notebook, "line"), "assert line(1.0, 2.0, 3.0) == 6.0, 'no'")


@lookalike()
def plots(world, notebook):
    first(
        notebook,
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.plot([1, 2, 3])\nplt.show()\nplt.gcf()",
    )


@lookalike()
def uses_magics(world, notebook):
    first(notebook, "%load_ext autoreload\n%autoreload 2\n!ls\nnp.dot?\n?np.dot\nfiles = 3\n%time files")
    first(notebook, "get_ipython().run_line_magic('time', '1')")
    first(notebook, "%%bash\necho hello")
    solution(notebook, "line").source = "%%time\n" + solution(notebook, "line").source
    before(notebook, check(notebook, "line"), "display(line(1.0, 2.0, 3.0))\nhelp(line)\n%timeit -n 1 -r 1 line(1, 2, 3)")


@lookalike()
def awaits(world, notebook):
    first(notebook, "import asyncio\nawait asyncio.sleep(0)\nasync def nothing(): pass\nawait nothing()")


@lookalike()
def uses_helpers_from_cells_of_its_own(world, notebook):
    helper = "from math import fsum\nCONSTANT = 1.0\n\ndef total(x, w):\n    return fsum(w * x) * CONSTANT"
    before(notebook, solution(notebook, "neuron"), helper)
    solution(notebook, "neuron").source = "def neuron(x, w, b, phi):\n    return phi(total(x, w) + b)"


@lookalike()
def uses_helpers_written_into_the_first_cell(world, notebook):
    cell = next(c for c in notebook.cells if c.cell_type == "code")
    cell.source += "\nfrom math import fsum\n\ndef total(x, w):\n    return fsum(w * x)"
    solution(notebook, "weighted_sum").source = "def weighted_sum(x, w, b):\n    return total(x, w) + b"


@lookalike()
def uses_what_a_released_cell_made(world, notebook):
    solution(notebook, "fit_line").source = (
        "def fit_line(x, y):\n    assert km.shape == price.shape == (6,)\n    w, b = np.polyfit(x, y, 1)\n    return w, b"
    )


@lookalike()
def hands_in_any_callable(world, notebook):
    solution(notebook, "line").source = "import functools\nline = functools.partial(lambda one, x, w, b: one * w * x + b, 1)"
    solution(notebook, "weighted_sum").source = "weighted_sum = lambda x, w, b: sum(map(float.__mul__, map(float, x), map(float, w))) + b"
    solution(notebook, "neuron").source = (
        "class Neuron:\n    def __call__(self, x, w, b, phi): return phi(x @ w + b)\n\nneuron = Neuron()"
    )
    solution(notebook, "fold_bias").source = "class Fold:\n    def fold(self, w, b): return np.r_[b, w]\n\nfold_bias = Fold().fold"


@lookalike()
def returns_other_numeric_types(world, notebook):
    solution(notebook, "weighted_sum").source = "def weighted_sum(x, w, b):\n    return np.array(np.dot(w, x) + b)"
    solution(notebook, "neuron").source = "def neuron(x, w, b, phi):\n    return np.longdouble(phi(w @ x + b))"
    solution(notebook, "fit_line").source = "def fit_line(x, y):\n    return np.polyfit(x, y, 1)"
    solution(notebook, "fold_bias").source = "def fold_bias(w, b):\n    return np.asfortranarray(np.hstack([b, w]))[::-1][::-1]"


@lookalike()
def works_with_numpys_own_methods_on_what_it_gets(world, notebook):
    solution(notebook, "neuron").source = "def neuron(x, w, b, phi):\n    return phi((x * w).sum() + b).item()"


@lookalike()
def is_slow(world, notebook):
    first(notebook, "import time\ntime.sleep(1)")
    solution(notebook, "line").source = "import time\ndef line(x, w, b):\n    time.sleep(0.1)\n    return w * x + b"


@lookalike()
def defines_twice_and_the_last_counts(world, notebook):
    before(notebook, check(notebook, "line"), "def line(x, w, b):\n    return w * x + b")
    solution(notebook, "line").source = "def line(x, w, b):\n    return 'first try'"


@lookalike()
def copies_its_own_cells(world, notebook):
    for name in NAMES:
        cell = solution(notebook, name)
        notebook.cells.insert(notebook.cells.index(cell) + 1, cell.copy())


@lookalike()
def deletes_answers_and_writes_them_anew(world, notebook):
    for name in NAMES:
        cell = solution(notebook, name)
        source = cell.source
        after(notebook, cell, source)
        notebook.cells.remove(cell)


@lookalike()
def deletes_what_came_with_the_release(world, notebook):
    kept = [solution(notebook, name) for name in NAMES]
    notebook.cells = kept


@lookalike()
def stands_in_another_order(world, notebook):
    for name in NAMES[:2]:
        cell = solution(notebook, name)
        notebook.cells.remove(cell)
        notebook.cells.append(cell)


@lookalike()
def makes_text_of_its_answers(world, notebook):
    cell = solution(notebook, "line")
    cell.cell_type = "raw"
    del cell["outputs"], cell["execution_count"]


@lookalike()
def tags_its_own_cells(world, notebook):
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "remove-cell", "hide-input"]
        cell.metadata.update(editable=False, deletable=False, collapsed=True, slideshow={"slide_type": "skip"})


@lookalike()
def uses_earlier_functions_of_annlab(world, notebook):
    solution(notebook, "neuron").source = (
        "import annlab\nfrom annlab import weighted_sum as theirs\ndef neuron(x, w, b, phi):\n"
        "    assert abs(annlab.nn.weighted_sum(x, w, b) - theirs(x, w=w, b=b)) < 1e-9\n    return phi(theirs(x, w, b))"
    )
    first(notebook, "import annlab.nn\nfrom annlab import *\nprint(sigmoid(np.zeros(3)), list(ACTIVATIONS), ACTIVATIONS['relu'](-1.0))")
    solution(notebook, "neuron_batch").source = (
        "def neuron_batch(X, w, b, phi):\n    return phi(np.array([use(weighted_sum)(x, w, b) for x in X]))"
    )


@lookalike()
def leans_on_annlab_where_its_own_is_not_right(world, notebook):
    after(notebook, check(notebook, "weighted_sum"), "right = weighted_sum\nweighted_sum = lambda x, w, b: 0.0")
    solution(notebook, "neuron").source = "def neuron(x, w, b, phi):\n    return phi(right(x, w, b))"


@lookalike()
def calls_check_and_hint_itself(world, notebook):
    after(
        notebook,
        solution(notebook, "line"),
        "report = check('line', line)\nprint(report, report.points, float(report))\nhint('line')\nprogress()\nuse(line)(1.0, 2.0, 3.0)",
    )


@lookalike()
def shadows_names_and_counts_calls(world, notebook):
    first(notebook, "x, w, b, X, phi, np2 = 1, 2, 3, 4, 5, np\nnp.random.seed(0)\nsum = sum\nprint = print")
    solution(notebook, "line").source = (
        "calls = 0\ndef line(x, w, b):\n    global calls\n    calls += 1\n    return w * x + b"
    )


@lookalike()
def writes_modern_python(world, notebook):
    solution(notebook, "weighted_sum").source = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\nimport typing as t\n\n@dataclass\nclass Pair:\n"
        "    x: float\n    w: float\n\ndef weighted_sum(x: np.ndarray, w: np.ndarray, b: float) -> float:\n"
        "    match len(x):\n        case 0: return b\n        case _: return sum((p := Pair(a, c)).x * p.w for a, c in zip(x, w)) + b"
    )


@lookalike()
def keeps_files_and_threads(world, notebook):
    first(
        notebook,
        "import pathlib, tempfile, threading, concurrent.futures as f\npathlib.Path('notes.txt').write_text('mine')\n"
        "assert open('notes.txt').read() == 'mine'\nwith f.ThreadPoolExecutor(2) as pool: assert list(pool.map(abs, [-1])) == [1]\n"
        "tempfile.TemporaryFile().write(b'x')\nfor_all = True",
    )
    solution(notebook, "line").source = "def line(x, w, b):\n    assert for_all\n    return w * x + b"


@lookalike()
def changes_the_recursion_limit_and_error_state(world, notebook):
    first(notebook, "import sys\nsys.setrecursionlimit(5000)\nnp.seterr(all='raise')\nnp.set_printoptions(precision=2)")


@lookalike()
def has_text_and_outputs_of_all_kinds(world, notebook):
    text(notebook, "# Notes\n\n$y = wx + b$ ∑ 日本語 \U0001f600 ![x](attachment:y.png)")
    for cell in checks(notebook):
        cell.outputs = [
            {"output_type": "error", "ename": "E", "evalue": "e", "traceback": ["\x1b[31mE"]},
            {"output_type": "stream", "name": "stderr", "text": "careful"},
            {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo="}, "metadata": {}},
        ]


# Saved by other tools.


@lookalike()
def saved_without_ids(world, notebook):
    """Notebook 6: format 4.4."""
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        cell.pop("id", None)
    return written(notebook).encode()


@lookalike()
def saved_with_ids_and_nothing_else(world, notebook):
    """A tool that keeps the cells' ids and drops metadata."""
    for cell in notebook.cells:
        cell.metadata.clear()


@lookalike()
def saved_with_other_ids(world, notebook):
    """Colab: ids of its own, in the metadata."""
    for i, cell in enumerate(notebook.cells):
        cell.pop("id", None)
        cell.metadata["id"] = f"abc{i}"
    notebook.metadata["colab"] = {"provenance": []}
    notebook.nbformat_minor = 0
    return written(notebook).encode()


@lookalike()
def saved_with_nothing_but_text(world, notebook):
    for i, cell in enumerate(notebook.cells):
        cell.metadata.clear()
        cell["id"] = f"new-{i}"


@lookalike()
def saved_with_windows_line_ends_and_a_mark(world, notebook):
    return b"\xef\xbb\xbf" + written(notebook).replace("\n", "\r\n").encode()


@lookalike()
def saved_with_carriage_returns_in_the_source(world, notebook):
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")


@lookalike()
def saved_with_sources_as_strings(world, notebook):
    """VS Code and others: a string where Jupyter writes a list of lines."""
    return json.dumps(notebook, ensure_ascii=True).encode()


@lookalike()
def saved_in_format_three(world, notebook):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbformat's, about ids
        return nbformat.writes(notebook, version=3).encode()


@lookalike()
def saved_with_lone_surrogates(world, notebook):
    after(notebook, check(notebook, "line"), "s = 'SURROGATE'")
    return written(notebook).replace("SURROGATE", "\\ud800").encode()
