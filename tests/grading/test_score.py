"""One notebook, scored as grading would score it."""

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from annlab.checking import NOT_ATTEMPTED, NOT_YET, RIGHT, call_here, judge
from annlab.exercises import check_id, check_source, find_chapter
from annlab.grading.score import NO_REPORT, ScoreError, score_notebook

ROOT = Path(__file__).parents[2]
CHAPTER = find_chapter("00_start")
FIRST, SECOND, *REST = [item.name for item in CHAPTER.items]
RIGHT_FIRST = f'from annlab.exercises import find\n{FIRST} = find("{FIRST}").accepted[0]'
RIGHT_SECOND = RIGHT_FIRST.replace(FIRST, SECOND)


def cell(source, grade_id="", **metadata):
    made = new_code_cell(source, metadata=metadata)
    if grade_id:
        made.metadata["nbgrader"] = {"grade_id": grade_id}
    return made


def check(name, **metadata):
    return cell(check_source(name), check_id(name), **metadata)


@pytest.fixture
def scored(tmp_path):
    """Score a notebook of these cells, and return its rows by name."""

    def score(*cells, **options):
        path = tmp_path / "mine.ipynb"
        nbformat.write(new_notebook(cells=[cell("from annlab import check"), *cells]), path)
        before = path.read_bytes()
        result = score_notebook(path, seed=5, **options)
        assert path.read_bytes() == before
        assert [row.name for row in result.rows] == [item.name for item in CHAPTER.items]
        return {row.name: row for row in result.rows}

    return score


@pytest.mark.slow
def test_a_solution_notebook_has_full_marks():
    result = score_notebook(ROOT / "solutions" / CHAPTER.name / f"{CHAPTER.name}.ipynb")
    assert [row.name for row in result.rows if row.verdict != RIGHT] == []
    assert (result.chapter, result.points, result.max_points) == (CHAPTER.name, CHAPTER.points, CHAPTER.points)


@pytest.mark.slow
def test_right_wrong_and_untouched_answers_get_what_the_judge_gives(scored):
    wrong = CHAPTER.items[1].mistakes[0].wrong
    slip = RIGHT_SECOND.replace("accepted[0]", "mistakes[0].wrong")
    rows = scored(cell(RIGHT_FIRST), check(FIRST), cell(slip), check(SECOND), cell(f"{REST[0]} = None"), check(REST[0]))
    report = judge(CHAPTER.items[1], call_here(wrong), seed=5)
    assert (rows[FIRST].verdict, rows[FIRST].points) == (RIGHT, rows[FIRST].max_points)
    assert (rows[SECOND].verdict, rows[SECOND].points, rows[SECOND].message) == (NOT_YET, report.points, report.symptom)
    assert (rows[REST[0]].verdict, rows[REST[0]].points) == (NOT_ATTEMPTED, 0)


@pytest.mark.slow
def test_a_check_cell_counts_as_it_was_released_and_once(scored):
    rows = scored(
        cell(RIGHT_FIRST),
        cell("99", check_id(FIRST)),  # edited
        cell(RIGHT_SECOND),
        check(SECOND, tags=["skip-execution"]),
        cell(f"{SECOND} = None"),
        check(SECOND),  # a copy, below
    )
    assert rows[FIRST].points == rows[FIRST].max_points
    assert rows[SECOND].points == rows[SECOND].max_points


@pytest.mark.slow
def test_a_deleted_check_cell_is_put_back_at_the_end(scored):
    assert scored(cell(RIGHT_FIRST, FIRST), new_markdown_cell("The end."))[FIRST].verdict == RIGHT


@pytest.mark.slow
def test_a_cell_that_ends_the_kernel_costs_what_it_prevented(scored):
    rows = scored(cell(RIGHT_FIRST), check(FIRST), cell("import os; os._exit(1)"), cell(RIGHT_SECOND), check(SECOND))
    assert rows[FIRST].verdict == RIGHT
    assert (rows[SECOND].points, rows[SECOND].verdict) == (0, NO_REPORT)
    assert "ended the kernel" in rows[SECOND].message


@pytest.mark.slow
def test_an_endless_cell_costs_itself(scored):
    rows = scored(cell("while True: pass"), cell(RIGHT_FIRST), check(FIRST), cell_seconds=2)
    assert rows[FIRST].verdict == RIGHT


@pytest.mark.slow
def test_a_check_that_fails_says_why(scored):
    rows = scored(cell("raise ValueError('no')"), check(FIRST))
    assert rows[FIRST].verdict == NO_REPORT
    assert "NameError" in rows[FIRST].message and FIRST in rows[FIRST].message


def test_no_such_file(tmp_path):
    with pytest.raises(ScoreError, match="there is no such file"):
        score_notebook(tmp_path / "01_neuron.ipynb")


def test_a_folder(tmp_path):
    with pytest.raises(ScoreError, match="a folder; a notebook is expected"):
        score_notebook(tmp_path)


@pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning")
@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", "{}", '{"nbformat": 4, "cells": 3}', '{"nbformat": 4, "cells": [{}]}', '{"nbformat": 99}', "\x00"],
)
def test_not_a_notebook(tmp_path, content):
    path = tmp_path / "x.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ScoreError, match="no notebook that can be read"):
        score_notebook(path)


def test_not_even_text(tmp_path):
    path = tmp_path / "x.ipynb"
    path.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(ScoreError, match="UnicodeDecodeError"):
        score_notebook(path)


@pytest.mark.parametrize("marks", [{"grade_id": "task-1"}, {}, "strange", None])
def test_a_notebook_of_another_course(tmp_path, marks):
    path = tmp_path / "x.ipynb"
    notebook = new_notebook(cells=[new_code_cell("1", metadata={"nbgrader": marks})])
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(ScoreError, match="no exercise of this course.*00_start"):
        score_notebook(path)
