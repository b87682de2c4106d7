"""The solution notebooks run from top to bottom, every one in a kernel of its own, and no cell raises."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from annlab.exercises import CHAPTERS

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def nbval(folder: Path, notebooks: list[Path]):
    """Run nbval over notebooks in a folder, in this environment; return its exit code and what it says."""
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "-q", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        [*command, "-c", os.devnull, "--rootdir", folder, *notebooks],
        cwd=folder, capture_output=True, text=True, timeout=60 + 60 * len(CHAPTERS),
    )
    return ended.returncode, ended.stdout[-6000:] + ended.stderr[-2000:]


def test_every_solution_runs():
    code, said = nbval(ROOT, [ROOT / "solutions" / chapter.name / f"{chapter.name}.ipynb" for chapter in CHAPTERS])
    assert code == pytest.ExitCode.OK, said


def test_a_cell_that_raises_is_found(tmp_path):
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), tmp_path / "x.ipynb")
    code, said = nbval(tmp_path, [tmp_path / "x.ipynb"])
    assert code == pytest.ExitCode.TESTS_FAILED
    assert "ZeroDivisionError" in said
