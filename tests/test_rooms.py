"""Who may know whom: the imports of every room are held to the table, and the table's own test can fail."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "annlab"

HEAVY = {"matplotlib", "ipywidgets", "anywidget", "IPython", "nbgrader", "nbformat", "nbclient", "sklearn", "torch"}
MUST_NOT = {
    "nn": {"annlab.checking", "annlab.exercises", "annlab.visuals", "annlab.grading", "annlab.authoring"} | (HEAVY - {"torch"}),
    "checking": {"annlab.nn", "annlab.exercises", "annlab.visuals", "annlab.grading", "annlab.authoring"} | HEAVY,
    "exercises": {"annlab.visuals", "annlab.grading", "annlab.authoring"} | HEAVY,
    "visuals": {"annlab.checking", "annlab.exercises", "annlab.grading", "annlab.authoring", "nbgrader"},
    "grading": {"annlab.visuals", "annlab.authoring"},
    "authoring": {"annlab.grading", "annlab.visuals"},
    "lab": {"annlab.nn", "annlab.checking", "annlab.exercises", "annlab.visuals", "annlab.grading", "annlab.authoring"},
}


def imports_of(source: str) -> set[str]:
    """Return the full names of the modules that a piece of Python imports, at its top or inside its functions."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def trespasses(room: str, source: str) -> set[str]:
    return {
        name for name in imports_of(source) for banned in MUST_NOT[room] if name == banned or name.startswith(banned + ".")
    }


FILES = [(room, path) for room in MUST_NOT for path in sorted((PACKAGE / room).rglob("*.py"))]


@pytest.mark.parametrize("room, path", FILES, ids=lambda v: v if isinstance(v, str) else str(v.relative_to(PACKAGE)))
def test_room_imports_only_what_it_may_know(room, path):
    assert trespasses(room, path.read_text(encoding="utf-8")) == set()


def test_authoring_is_imported_by_the_command_line_alone():
    elsewhere = [p for p in PACKAGE.rglob("*.py") if "authoring" not in p.parts and not p.name.startswith("cli")]
    assert [p for p in elsewhere if any("annlab.authoring" in n for n in imports_of(p.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize(
    "room, source",
    [
        ("nn", "import annlab.checking"),
        ("nn", "from annlab import visuals"),
        ("checking", "from annlab.nn import sigmoid"),
        ("exercises", "def f():\n    import matplotlib.pyplot as plt"),
        ("visuals", "from annlab.grading.score import score_notebook"),
        ("grading", "import annlab.authoring.build"),
    ],
)
def test_a_trespass_is_noticed(room, source):
    assert trespasses(room, source) != set()


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that a fresh process holds after the statement."""
    code = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_importing_annlab_stays_light():
    loaded = loaded_by("import annlab")
    assert "annlab" in loaded and "numpy" in loaded
    assert loaded & HEAVY == set()


def test_checking_an_answer_stays_light():
    loaded = loaded_by("import annlab; annlab.check('neuron', lambda x, w, b, phi: phi(x @ w + b))")
    assert loaded & HEAVY == set()


def test_a_heavy_import_is_noticed():
    assert "matplotlib" in loaded_by("import annlab, matplotlib")
