"""`annlab check` and `annlab progress`: tables for good input, a sentence and exit code 2 for bad."""

import json

import pytest

from annlab import places
from annlab.exercises import CHAPTERS, check_id
from annlab.saved import saved_points

CHAPTER = CHAPTERS[0]
RELEASED = places.course() / CHAPTER.name / f"{CHAPTER.name}.ipynb"


@pytest.fixture
def notebook(tmp_path):
    """Return a function that writes a notebook of check cells whose results show these texts (None: not run)."""

    def write(shown, path=f"mine/{CHAPTER.name}/{CHAPTER.name}.ipynb"):
        cells = []
        for name, text in shown.items():
            result = {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}, "execution_count": 1}
            stream = {"output_type": "stream", "name": "stdout", "text": "3\n"}
            marks = {"nbgrader": {"grade_id": check_id(name)}}
            outputs = [] if text is None else [stream, result]
            cells.append({"cell_type": "code", "metadata": marks, "outputs": outputs, "source": ""})
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        return tmp_path / path

    return write


FULL = {item.name: f"{item.points}" for item in CHAPTER.items}
FIRST = CHAPTER.items[0]


@pytest.mark.slow
def test_a_released_chapter_is_scored_and_nothing_is_attempted(annlab, tmp_path):
    copy = tmp_path / "any name.ipynb"
    copy.write_bytes(RELEASED.read_bytes())
    result = annlab("check", copy)
    assert result.exit_code == 0, result.output
    assert all(item.name in result.output for item in CHAPTER.items)
    assert result.output.split()[-3:] == ["all", "0", f"{CHAPTER.points:g}"]
    assert copy.read_bytes() == RELEASED.read_bytes()


@pytest.mark.parametrize(
    "content, words",
    [
        (None, ["there is no such file", "notebook is expected"]),
        ("# a text", ["no notebook", "expected"]),
        ("{}", ["no notebook", "expected"]),
        ('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', ["no exercise of this course", "expected"]),
    ],
    ids=["missing", "text", "empty object", "another course"],
)
def test_what_cannot_be_scored(annlab, tmp_path, content, words):
    path = tmp_path / "mine.ipynb"
    if content is not None:
        path.write_text(content)
    result = annlab("check", path)
    assert result.exit_code == 2
    assert "mine.ipynb" in result.output.replace("\n", "") and all(word in result.output for word in words)
    assert "Traceback" not in result.output


def test_a_folder_is_no_notebook(annlab, tmp_path):
    assert annlab("check", tmp_path).exit_code == 2


def test_progress_reads_what_the_notebooks_show(annlab, tmp_path, notebook):
    notebook({**FULL, FIRST.name: "0.5"})
    result = annlab("progress", "--folder", tmp_path / "mine")
    assert result.exit_code == 0, result.output
    first, *others = (line for line in result.output.splitlines() if any(c.title in line for c in CHAPTERS))
    every = len(CHAPTER.items)
    assert first.split()[-5:] == [f"{every}", "of", f"{every}", f"{CHAPTER.points - FIRST.points + 0.5:g}", f"{CHAPTER.points:g}"]
    assert len(others) == len(CHAPTERS) - 1 and all("no notebook" in line for line in others)


def test_progress_says_what_was_not_run(annlab, tmp_path, notebook):
    notebook(dict.fromkeys(FULL))
    assert "not run" in annlab("progress", "--folder", tmp_path / "mine").output


def test_progress_takes_the_better_of_two_versions(annlab, tmp_path, notebook):
    notebook(dict.fromkeys(FULL))
    notebook(FULL, f"mine/{CHAPTER.name}/{CHAPTER.name} (new version).ipynb")
    assert "not run" not in annlab("progress", "--folder", tmp_path / "mine").output


def test_progress_survives_a_broken_notebook(annlab, tmp_path, notebook):
    notebook(FULL).write_text("{")
    result = annlab("progress", "--folder", tmp_path / "mine")
    assert result.exit_code == 0 and "cannot be read" in result.output


def test_progress_without_a_folder(annlab, tmp_path):
    result = annlab("progress", "--folder", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "there is no folder" in result.output and "annlab lab" in result.output


@pytest.mark.parametrize(
    "shown, points",
    [(None, None), ("1", 1.0), ("0", 0.0), ("99", float(FIRST.points)), ("-3", 0.0), ("nan", None), ("None", None), ("", None)],
)
def test_saved_points_are_the_numbers_shown_within_what_is_possible(notebook, shown, points):
    assert saved_points(notebook({FIRST.name: shown}), CHAPTER)[FIRST.name] == points


NOT_NOTEBOOKS = ["", "[]", "{}", "3", '{"cells": 3}', '{"cells": [3]}', '{"cells": [{}]}', "[" * 100_000]
ODD_CELLS = [{}, {"metadata": 3, "outputs": 3}, {"metadata": {"nbgrader": 3}, "outputs": []}, {"metadata": {}, "outputs": [3]}]


@pytest.mark.parametrize(
    "text", [*NOT_NOTEBOOKS, *(json.dumps({"cells": [{"cell_type": "code", **cell}]}) for cell in ODD_CELLS)]
)
def test_what_is_no_notebook_is_refused_by_name(tmp_path, text):
    path = tmp_path / "x.ipynb"
    path.write_text(text)
    with pytest.raises(ValueError, match="x.ipynb cannot be read as a notebook"):
        saved_points(path, CHAPTER)
