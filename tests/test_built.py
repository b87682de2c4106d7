"""The page of what was built: it claims what was saved or checked, carries nobody's markup, and writes over nothing."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

import annlab
from annlab.built import FILE, MARK, built
from annlab.checking import NOT_YET, RIGHT, Report
from annlab.exercises import CHAPTERS, check_id, find_chapter

ROOT = Path(__file__).parents[1]
LAST = CHAPTERS[-1]


@pytest.fixture
def work(tmp_path):
    """A learner's folder with two chapters: the first solved and saved but for its last question, the last untouched."""
    for chapter in (CHAPTERS[0], LAST):
        (tmp_path / chapter.name).mkdir()
        shutil.copy(ROOT / "course" / chapter.name / f"{chapter.name}.ipynb", tmp_path / chapter.name)
    save(tmp_path, CHAPTERS[0], [item.name for item in CHAPTERS[0].items[:-1]])
    return tmp_path


def save(folder, chapter, right):
    """Put into the notebook what it shows once these exercises are right."""
    path = folder / chapter.name / f"{chapter.name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    points = {check_id(item.name): item.points for item in chapter.items if item.name in right}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in points:
            cell.outputs = [new_output("execute_result", {"text/plain": f"{points[grade_id]:g}"})]
    nbformat.write(notebook, path)


def report(verdict, points, symptom=""):
    return {"read_digits": Report("read_digits", verdict, points, 5, symptom)}


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_it_counts_what_was_right_when_the_notebooks_were_saved(work):
    made = built("Ada", {}, work / LAST.name)
    right = {title: (n, whole) for title, n, whole, _ in made.chapters}
    first = CHAPTERS[0]
    assert right[first.title] == (len(first.items) - 1, len(first.items)) and right[LAST.title] == (0, len(LAST.items))
    assert right[CHAPTERS[3].title] == (0, len(CHAPTERS[3].items))  # no notebook, no claim
    written = {title: names for title, *_, names in made.chapters}
    assert set(written[first.title]) == {"rows_dot", "column_mean", "residual", "scaled"}  # and no question of design


def test_half_a_mark_is_no_claim(work):
    save(work, LAST, [])
    path = work / LAST.name / f"{LAST.name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    check = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == check_id("read_digits"))
    check.outputs = [new_output("execute_result", {"text/plain": "4.5"})]
    nbformat.write(notebook, path)
    made = built("Ada", {}, work / LAST.name)
    assert made.digits == "" and "read_digits" not in made.page


def test_what_was_checked_in_this_session_counts_before_what_was_saved(work):
    save(work, LAST, ["read_digits"])
    assert "95 % of unseen digits" in built("Ada", {}, work / LAST.name).digits
    made = built("Ada", report(RIGHT, 5, "Your network reads 96.8 % of 360 digits."), work / LAST.name)
    assert made.digits == "Your network reads 96.8 % of 360 digits." and made.digits in words(made.page)
    assert built("Ada", report(NOT_YET, 3.5, "Too few."), work / LAST.name).digits == ""


def test_a_notebook_that_cannot_be_read_claims_nothing(work):
    (work / CHAPTERS[0].name / f"{CHAPTERS[0].name}.ipynb").write_text("{", encoding="utf-8")
    assert built("Ada", {}, work / LAST.name).functions == 0


def test_the_page_stands_alone_and_can_be_read_by_anyone(work):
    made = built("Ada <b>Lovelace</b> & son", {}, work / LAST.name)
    page = (work / LAST.name / FILE).read_text(encoding="utf-8")
    assert page == made.page and page.count(MARK) == 1
    assert "<b>" not in page and "Ada &lt;b&gt;Lovelace&lt;/b&gt; &amp; son" in page
    assert re.findall(r"(?:src|href)=|url\(|<script|@import", page) == []  # no network, nothing that runs
    assert '<html lang="en">' in page and page.count("<h1>") == 1 and "<caption>" in page and 'scope="row"' in page
    assert "It is not a mark" in words(page) and "@media print" in page


def test_a_placeholder_writes_nothing_and_says_what_to_do(work):
    made = built("your name", {}, work / LAST.name)
    assert not (work / LAST.name / FILE).exists() and 'certificate("Ada")' in repr(made)


def test_a_later_page_takes_the_place_of_an_earlier_one_and_of_nothing_else(work):
    folder = work / LAST.name
    built("Ada", {}, folder)
    assert "Grace" in (built("Grace", {}, folder).path).read_text(encoding="utf-8")
    (folder / FILE).write_text("somebody else's", encoding="utf-8")
    with pytest.raises(ValueError, match="is no page of annlab's"):
        built("Ada", {}, folder)
    assert (folder / FILE).read_text(encoding="utf-8") == "somebody else's"


@pytest.mark.parametrize("name", ["", "  ", None, 3])
def test_a_name_is_needed(work, name):
    with pytest.raises(ValueError, match="takes your name, in quotes"):
        built(name, {}, work)


def test_the_learners_call_knows_the_folder_and_the_session(work, monkeypatch):
    monkeypatch.chdir(work / LAST.name)
    monkeypatch.setattr(annlab.learner, "_reports", report(RIGHT, 5, "Your network reads 97.0 %."))
    made = annlab.certificate("Ada")
    assert made.path.parent == Path.cwd() and "97.0" in made.digits and find_chapter("15") is LAST
