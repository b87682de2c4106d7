"""A report that a person marks: it waits in the class table, shows in Formgrader's manual grading, and keeps its mark."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from annlab.exercises import find_chapter
from annlab.grading import sandbox
from tests import browser as b
from tests.attacks.harness import ROOT, nbgrader

CHAPTER = find_chapter("15_capstone")
MARK = 8
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(b.browser_path() is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one"),
]


def path_to(root: Path, folder: str) -> Path:
    return root / folder / CHAPTER.name / f"{CHAPTER.name}.ipynb"


def submissions(root: Path) -> dict:
    """Return three notebooks: solved with a report, nothing done, and a report alone, with a script in it."""
    solved, release = (nbformat.read(path_to(root, folder), as_version=4) for folder in ("solutions", "course"))
    alone = nbformat.read(path_to(root, "course"), as_version=4)
    report = next(c for c in alone.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "report")
    report.source = "My network reads **most** digits.\n\n<script>window.planted()</script><b onmouseover='planted()'>bold</b>"
    return {"ada": solved, "bob": release, "eve": alone}


def grade(root: Path) -> str:
    command = [sys.executable, "-m", "annlab.cli", "grade", CHAPTER.name]
    environment = os.environ | {"COLUMNS": "200"}
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=300, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def line_of(table: str, student: str) -> str:
    return next(line for line in table.splitlines() if student in line)


def standing(root: Path, student: str):
    """Return the score of a submission, and whether the gradebook has it wait for a reader."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        submission = book.find_submission(CHAPTER.name, student)
        return submission.score, submission.needs_manual_grade


def picture(page, name):
    if folder := os.environ.get("ANNLAB_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/report-{name}.png")


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("course") / "annlab"
    root.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions" / CHAPTER.name, root / "solutions" / CHAPTER.name)
    made = nbgrader(root, "generate_assignment", CHAPTER.name)
    assert made.returncode == 0, made.stderr
    for student, notebook in submissions(root).items():
        path = path_to(root / "submitted" / student, "")
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    return root


@pytest.fixture(scope="module")
def table(course) -> str:
    return grade(course)


@pytest.fixture(scope="module")
def desk(course, table, tmp_path_factory):
    """Formgrader in a browser that is logged in by token."""
    home = tmp_path_factory.mktemp("home")
    with contextlib.chdir(course), b.start_server(course, home) as server, b.chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1400, "height": 1000})
        context.add_init_script("window.calls = []; window.planted = (...all) => window.calls.push(all);")
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{server.url}lab?token={server.token}")
        page.goto(f"{server.url}formgrader/gradebook")
        yield page


def open_submission(page, student, course):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        number = book.find_submission_notebook(CHAPTER.name, CHAPTER.name, student).id
    page.goto(f"{page.url.partition('formgrader')[0]}formgrader/submissions/{number}/?index=0")
    page.locator("input.score#report").wait_for()


def test_the_table_has_the_mark_so_far_and_says_that_a_report_waits(course, table):
    for student, points, waits in (("ada", CHAPTER.points, True), ("bob", 0.0, False), ("eve", 0.0, True)):
        assert standing(course, student) == (points, waits)
        assert ("waits for a reader" in line_of(table, student)) == waits
        assert f"{points:g}" in line_of(table, student)


def test_formgraders_manual_grading_lists_the_chapter_and_who_waits(desk):
    desk.get_by_role("link", name=CHAPTER.name).click()
    desk.get_by_role("link", name=CHAPTER.name).last.click()
    rows = desk.locator("table tbody tr")
    rows.nth(2).wait_for()
    picture(desk, "list")
    assert rows.count() == 3 and rows.locator("td.needs-manual-grade .glyphicon-ok").count() == 2


def test_the_report_is_shown_with_its_rubric_and_no_script_runs(desk, course):
    open_submission(desk, "eve", course)
    report = desk.locator("div.nbgrader_cell", has=desk.locator("input.score#report"))
    report.scroll_into_view_if_needed()
    picture(desk, "eve")
    words = desk.locator("body").inner_text()
    assert "what is looked for" in words and "Full points for a part" in words
    assert "My network reads most digits." in report.inner_text()
    assert "<script>" in report.inner_text()  # shown as text
    assert desk.evaluate("window.calls") == []


def test_a_readers_mark_counts_and_stays_when_the_class_is_graded_again(desk, course):
    open_submission(desk, "ada", course)
    box = desk.locator("input.score#report")
    box.scroll_into_view_if_needed()
    with desk.expect_response(lambda answer: "/api/grade/" in answer.url and answer.request.method == "PUT"):
        box.fill(str(MARK))
        box.press("Tab")
    picture(desk, "ada")
    assert standing(course, "ada") == (CHAPTER.points + MARK, False)
    again = grade(course)
    assert "waits for a reader" not in line_of(again, "ada") and f"{CHAPTER.points + MARK:g}" in line_of(again, "ada")
    assert standing(course, "ada") == (CHAPTER.points + MARK, False)
