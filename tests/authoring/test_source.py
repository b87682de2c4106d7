"""A chapter's source: how it is read, and what an author is told where it cannot be built."""

import pytest

from annlab.authoring.notebook import solution_notebook
from annlab.authoring.source import Cell, SourceError, read, solution_body, solution_methods
from annlab.exercises import Chapter, find

CHAPTER = Chapter("00_small", "Small", (find("rows_dot"), find("column_mean")))
ROWS_DOT = Cell("exercise", "def rows_dot(X, w):\n    return X @ w", "rows_dot")
COLUMN_MEAN = Cell("exercise", "def column_mean(X):\n    return X.mean(axis=0)", "column_mean")


def body(text, name="rows_dot", parameters=("X", "w")):
    return solution_body(Cell("exercise", text, name), list(parameters))


def test_reads_text_code_and_marked_cells(tmp_path):
    path = tmp_path / "x.py"
    path.write_text(
        '# %% [markdown]\n# # Title\n\n# %%\nx = 1\n\n# %% exercise="f"\ndef f():\n    pass\n\n# %% decide="g"\n\n'
        '# %% [markdown] manual="h" points=10\n# A model.\n',
        encoding="utf-8",
    )
    assert read(path) == [
        Cell("markdown", "# Title"),
        Cell("code", "x = 1"),
        Cell("exercise", "def f():\n    pass", "f"),
        Cell("decide", "", "g"),
        Cell("manual", "A model.", "h", points=10),
    ]


@pytest.mark.parametrize(
    "head, said",
    [
        ('[markdown] manual="h"', "h is worth None points; say how many"),
        ('[markdown] manual="h" points=0', "h is worth 0 points"),
        ('[markdown] manual="h" points="many"', "h is worth 'many' points"),
        ('manual="h" points=10', "a text: begin its cell with"),
    ],
)
def test_a_text_for_a_person_to_mark_has_points(tmp_path, head, said):
    (tmp_path / "x.py").write_text(f"# %% {head}\n# A model.\n", encoding="utf-8")
    with pytest.raises(SourceError, match=said):
        read(tmp_path / "x.py")


@pytest.mark.parametrize("name", ["rows_dot", "check-rows_dot"])
def test_a_text_for_a_person_to_mark_has_a_name_of_its_own(name):
    with pytest.raises(SourceError, match="has the name of another graded cell"):
        solution_notebook(CHAPTER, [ROWS_DOT, COLUMN_MEAN, Cell("manual", "A model.", name, points=10.0)])


@pytest.mark.parametrize(
    "text",
    [
        "def rows_dot(X, w):\n    Z = X * w\n    return Z.sum(axis=1)",
        'def rows_dot(X, w):\n    """Said twice."""\n    Z = X * w\n    return Z.sum(axis=1)',
        'def rows_dot(X, w):\n    """Said\n\n    twice.\n    """\n    Z = X * w\n    return Z.sum(axis=1)',
        "def rows_dot(\n    X,\n    w,\n):\n    Z = X * w\n    return Z.sum(axis=1)",
    ],
    ids=["plain", "docstring", "long docstring", "long signature"],
)
def test_a_body_is_the_statements_alone(text):
    assert body(text) == "Z = X * w\nreturn Z.sum(axis=1)"


def test_a_body_keeps_its_comments_and_blocks():
    text = "def rows_dot(X, w):\n    total = []\n    for x in X:\n        # one row\n        total.append(x @ w)\n    return total"
    assert body(text) == "total = []\nfor x in X:\n    # one row\n    total.append(x @ w)\nreturn total"


@pytest.mark.parametrize(
    "text, said",
    [
        ("def rows_dot(X, w) return", "the solution of rows_dot is not Python"),
        ("def dot(X, w):\n    return X @ w", "rows_dot holds something else than one function of that name"),
        ("def rows_dot(X, w):\n    return X @ w\n\nx = 1", "something else than one function"),
        ("", "something else than one function"),
        ("def rows_dot(w, X):\n    return X @ w", r"rows_dot takes \['w', 'X'\] in the source and \['X', 'w'\]"),
        ("def rows_dot(X):\n    return X", r"takes \['X'\] .* make them the same"),
        ('def rows_dot(X, w):\n    """Only this."""', "the solution of rows_dot is empty"),
    ],
)
def test_a_solution_that_cannot_be_built_is_named(text, said):
    with pytest.raises(SourceError, match=said):
        body(text)


COUNTER = """class Counter:
    def __init__(self, start=0):
        self.n = start

    def up(self, *steps):
        \"\"\"Said twice.\"\"\"
        # one after the other
        for step in steps:
            self.n += step
        return self.n"""


def methods(text, **expected):
    return solution_methods(Cell("exercise", text, "Counter"), expected or {"__init__": ["self", "start"], "up": ["self", "steps"]})


def test_the_bodies_of_a_class_are_those_of_its_methods():
    assert methods(COUNTER) == {
        "__init__": "self.n = start",
        "up": "# one after the other\nfor step in steps:\n    self.n += step\nreturn self.n",
    }


@pytest.mark.parametrize(
    "text, said",
    [
        ("class Other:\n    pass", "something else than one class of that name"),
        ("def Counter(start):\n    pass", "something else than one class of that name"),
        (COUNTER.replace("def up", "def down"), r"the methods \['__init__', 'down'\] in the source and \['__init__', 'up'\]"),
        (COUNTER.replace("*steps", "step"), r"Counter.up takes \['self', 'step'\] in the source"),
        (COUNTER.replace("        self.n = start", '        """Nothing else."""'), "the solution of Counter.__init__ is empty"),
    ],
)
def test_a_class_that_cannot_be_built_is_named(text, said):
    with pytest.raises(SourceError, match=said):
        methods(text)


@pytest.mark.parametrize(
    "cells",
    [[COLUMN_MEAN, ROWS_DOT], [ROWS_DOT], [ROWS_DOT, ROWS_DOT, COLUMN_MEAN], []],
    ids=["other order", "one left out", "one twice", "none"],
)
def test_source_and_catalogue_hold_the_same_exercises_in_the_same_order(cells):
    with pytest.raises(SourceError, match=r"00_small: .*declares \['rows_dot', 'column_mean'\]; both must be the same"):
        solution_notebook(CHAPTER, cells)
    assert solution_notebook(CHAPTER, [ROWS_DOT, COLUMN_MEAN]).cells
