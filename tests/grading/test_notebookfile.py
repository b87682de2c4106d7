"""A graded notebook's file is what nbformat would have written, byte for byte, without loading it."""

import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import nbjson, new_code_cell, new_notebook, new_output

from annlab.grading import notebookfile

RELEASES = sorted((Path(__file__).parents[2] / "course").glob("*/*.ipynb"))


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_a_release_is_read_and_written_as_by_nbformat(path):
    text = path.read_text(encoding="utf-8")
    assert notebookfile.read(text) == nbjson.reads(text)
    assert notebookfile.write(notebookfile.read(text)) == text


def test_outputs_are_written_as_by_nbformat():
    data = {"text/plain": "1\n2", "application/json": "1\n2", "application/x+json": {"a": [1, "b\nc"]}}
    outputs = [
        new_output("execute_result", data=data), new_output("stream", name="stdout", text="é\nb\n"),
        new_output("error", ename="E", evalue="a\nb", traceback=["a\nb"]),
    ]  # fmt: skip
    notebook = new_notebook(cells=[new_code_cell("a\r\nb\x85c\n", id="x", outputs=outputs)], metadata={"b": 1, "a": None})
    assert notebookfile.write(notebook) == nbjson.writes(notebook) + "\n"


def test_what_marks_loads_neither_nbformat_nor_nbgrader():
    heavy = "('nbformat', 'nbgrader', 'jsonschema')"
    code = f"import sys, annlab.grading.workers; print([m for m in sys.modules if m.split('.')[0] in {heavy}])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
