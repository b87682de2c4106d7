"""An instructor grades in Formgrader alone: autograde by its button, look at the answers, generate feedback, open it."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from annlab.exercises import check_id, find_chapter
from annlab.grading import sandbox
from tests import browser as b
from tests.attacks import machinery
from tests.attacks.harness import ROOT, marks_of, nbgrader
from tests.attacks.notebooks import FULL, POINTS, World, first, solution, written, wrong_answers

CHAPTER = find_chapter("01_neuron")
PARTLY = FULL - POINTS["neuron"] - POINTS["fold_bias"]
WATCH = "window.calls = []; window.planted = (...all) => window.calls.push(String(all)); window.alert = window.planted;"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(b.browser_path() is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one"),
]


def course(root: Path) -> World:
    """Return a course with three submissions: one partly right, one untouched, one that plants scripts wherever it can."""
    root.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions" / CHAPTER.name, root / "solutions" / CHAPTER.name)
    made = nbgrader(root, "generate_assignment", CHAPTER.name)
    assert made.returncode == 0, made.stderr
    world = World(root, root / "secret.txt", 9, 0)
    partly = nbformat.read(world.notebook("solutions"), as_version=4)
    solution(partly, "neuron").source = "def neuron(x, w, b, phi):\n    return None"
    solution(partly, "fold_bias").source = "def fold_bias(w, b):\n    return ..."
    first(partly, "print('a cell of my own')")
    planting = wrong_answers(world.notebook("course"))
    machinery.shows_a_script_in_every_other_way(world, planting)
    untouched = world.notebook("course").read_text(encoding="utf-8")
    for student, text in {"ada": written(partly), "bob": untouched, "eve": written(planting)}.items():
        path = world.notebook("submitted", student)
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return world


@pytest.fixture(scope="module")
def other_marks(tmp_path_factory):
    """The marks that `annlab grade` gives to the same submissions."""
    world = course(tmp_path_factory.mktemp("other") / "annlab")
    command = [sys.executable, "-m", "annlab.cli", "grade", CHAPTER.name]
    done = subprocess.run(command, cwd=world.root, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return marks_of(world)[0]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """JupyterLab in a course, and a browser that is logged in by token alone, with XSRF checks as they are by default."""
    world = course(tmp_path_factory.mktemp("course") / "annlab")
    home = tmp_path_factory.mktemp("home")
    with contextlib.chdir(world.root), b.start_server(world.root, home) as server, b.chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1400, "height": 1000})
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{server.url}lab?token={server.token}")
        page.wait_for_function("() => window.jupyterapp?.commands.hasCommand('nbgrader:open-formgrader')")
        yield world, server, page


@pytest.fixture(scope="module")
def rows(desk):
    """Formgrader's table of the chapter's submissions, after each of the three was graded by its button."""
    _, _, page = desk
    b.command(page, "nbgrader:open-formgrader")
    frame = page.frame_locator("iframe")
    frame.get_by_role("row").filter(has_text=CHAPTER.name).locator(".num-submissions a").click()
    for student in ("ada", "bob", "eve"):
        press(frame, student, ".autograde a", "Successfully autograded")
    picture(page, "submissions")
    return frame


def row(frame, student):
    return frame.locator(f"tr:has(td.student-id:text-is('{student}'))")


def press(frame, student, what, expected):
    """Click on a student's button, read what Formgrader says to it, and close that."""
    row(frame, student).locator(what).click()
    said = frame.locator(".modal-dialog")
    said.get_by_text(expected).wait_for()
    said.get_by_role("button", name="OK").click()
    said.wait_for(state="detached")


def picture(page, name):
    """Keep a screenshot where ANNLAB_SCREENSHOTS says, for whoever wants to look."""
    if folder := os.environ.get("ANNLAB_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/formgrader-{name}.png", full_page=True)


@pytest.mark.parametrize(("student", "mark"), [("ada", PARTLY), ("bob", 0.0), ("eve", 0.0)])
def test_the_button_gives_the_mark_that_annlab_grade_gives(desk, rows, other_marks, student, mark):
    world, *_ = desk
    assert marks_of(world)[0][student] == other_marks[student] == pytest.approx(mark)
    assert row(rows, student).locator(".score").inner_text().replace(" ", "") == f"{mark:g}/{FULL:g}"


def test_a_post_without_the_cookies_answer_is_refused(desk):
    """That the buttons work is no sign that XSRF checks are off."""
    world, server, page = desk
    address = f"{server.url}formgrader/api/submission/{CHAPTER.name}/ada/autograde"
    assert page.request.post(address).status == 403
    assert page.request.get(address.replace("/autograde", "")).status == 200


@pytest.mark.parametrize("student", ["ada", "eve"])
def test_the_submission_opens_with_its_reports_and_no_script_runs(desk, rows, student):
    world, server, page = desk
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{world.gradebook}") as book:
        number = book.find_submission_notebook(CHAPTER.name, CHAPTER.name, student).id
    view = page.context.new_page()
    view.goto(f"{server.url}formgrader/submissions/{number}/?index=0")
    view.locator(f"[data-nbgrader-id='{check_id('neuron')}'], .nbgrader_cell").first.wait_for()
    picture(view, f"answers-{student}")
    assert "neuron: not" in view.locator("body").inner_text()
    provoke(view)
    assert view.evaluate("window.calls") == []
    view.close()


@pytest.mark.parametrize("student", ["ada", "eve"])
def test_feedback_from_the_button_opens_and_no_script_runs(desk, rows, student):
    world, server, page = desk
    press(rows, student, ".generate-feedback a", "Successfully generated feedback")
    path = Path("feedback") / student / CHAPTER.name / f"{CHAPTER.name}.html"
    assert (world.root / path).is_file()
    view = page.context.new_page()
    view.goto(f"file://{world.root / path}")
    picture(view, f"feedback-{student}")
    words = view.locator("body").inner_text()
    assert "neuron: not" in words and f"(Score: {PARTLY if student == 'ada' else 0.0:.1f} / {FULL:.1f})" in words
    provoke(view)
    assert view.evaluate("window.calls") == []
    view.close()


def provoke(view):
    """Do to the page what might start a script that it hides: go over everything, open and follow what has an address."""
    view.evaluate(
        """() => {
            for (const each of document.querySelectorAll("*")) {
                if ([...each.attributes].some((a) => a.name.startsWith("on") && /planted/.test(a.value))) window.planted(each.outerHTML);
                if (/^\\s*javascript:/i.test(each.getAttribute("href") || each.getAttribute("src") || "") && /planted/.test(each.outerHTML))
                    window.planted(each.outerHTML);
                if (each.tagName === "DETAILS") each.open = !each.open;
            }
        }"""
    )
