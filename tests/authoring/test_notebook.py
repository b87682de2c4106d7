"""What the builder makes of an exercise: stub, solution, check cell, and nbgrader's metadata."""

import ast
import inspect
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from annlab.authoring.notebook import stub_doc
from annlab.checking import Exercise
from annlab.exercises import CHAPTERS, check_id, check_source

ROOT = Path(__file__).parents[2]
EXERCISES = [item for chapter in CHAPTERS for item in chapter.items if isinstance(item, Exercise)]
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)


def notebook(folder, chapter):
    return nbformat.read(ROOT / folder / chapter.name / f"{chapter.name}.ipynb", as_version=4)


def graded(folder, chapter, kind="code"):
    """Return the cells of a kind that nbgrader knows, by their grade ids, in order."""
    found = [cell for cell in notebook(folder, chapter).cells if "nbgrader" in cell.metadata and cell.cell_type == kind]
    ids = [cell.metadata.nbgrader.grade_id for cell in found]
    assert len(set(ids)) == len(ids)
    return dict(zip(ids, found, strict=True))


@every_chapter
@pytest.mark.parametrize("folder", ["solutions", "course"])
def test_every_exercise_has_its_solution_cell_and_right_below_it_its_check(folder, chapter):
    names = [name for item in chapter.items for name in (item.name, check_id(item.name))]
    assert list(graded(folder, chapter)) == names
    places = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook(folder, chapter).cells]
    assert all(places.index(check_id(item.name)) == places.index(item.name) + 1 for item in chapter.items)


@every_chapter
def test_check_cells_are_locked_and_worth_what_the_catalogue_says(chapter):
    cells = graded("course", chapter)
    for item in chapter.items:
        check, marks = cells[check_id(item.name)], cells[check_id(item.name)].metadata.nbgrader
        assert check.source == check_source(item.name)
        assert (marks.points, marks.grade, marks.locked, marks.solution) == (item.points, True, True, False)
        assert cells[item.name].metadata.nbgrader.solution and not cells[item.name].metadata.nbgrader.grade


@every_chapter
def test_a_release_holds_stubs_with_signature_and_docstring_and_no_solution(chapter):
    cells = graded("course", chapter)
    for item in chapter.items:
        source = cells[item.name].source
        (stub,) = ast.parse(source).body
        if isinstance(stub, ast.ClassDef):
            assert_is_stub_of_class(stub, source, item.reference)
            continue
        assert f"def {item.signature}:" in source
        assert ast.unparse(stub.body[1:]) == "raise NotImplementedError()"
        if isinstance(item, Exercise):
            assert ast.get_docstring(stub) == stub_doc(item.reference)
        else:
            assert "'A1'" in ast.get_docstring(stub) or "'AB1'" in ast.get_docstring(stub)
            assert item.answer == item.example.strip('"') or item.answer not in source


def assert_is_stub_of_class(stub, source, reference):
    """Every method is there, with signature and docstring, and says nothing more than that it is still to be written."""
    methods = {name: method for name, method in vars(reference).items() if inspect.isfunction(method)}
    assert ast.get_docstring(stub) == stub_doc(reference)
    assert [method.name for method in stub.body[1:]] == list(methods)
    for method in stub.body[1:]:
        assert f"def {method.name}{inspect.signature(methods[method.name])}:" in source
        assert ast.get_docstring(method) == stub_doc(methods[method.name])
        assert ast.unparse(method.body[1:]) == "raise NotImplementedError()"


@every_chapter
@pytest.mark.parametrize("folder", ["solutions", "course"])
def test_ids_are_unique_and_short_enough_for_jupyter(folder, chapter):
    counts = Counter(cell.id for cell in notebook(folder, chapter).cells)
    assert [each for each, count in counts.items() if count > 1 or len(each) > 64] == []
    assert all(len(grade_id) <= 64 for grade_id in graded(folder, chapter))


def test_grade_ids_are_unique_in_the_whole_course():
    counts = Counter(grade_id for chapter in CHAPTERS for kind in ("code", "markdown") for grade_id in graded("course", chapter, kind))
    assert [grade_id for grade_id, count in counts.items() if count > 1] == []


@every_chapter
@pytest.mark.parametrize("folder", ["solutions", "course"])
def test_metadata_is_what_nbgrader_and_jupyter_expect_and_no_more(folder, chapter):
    built = notebook(folder, chapter)
    nbformat.validate(built)
    assert set(built.metadata) == {"kernelspec", "language_info"}
    assert built.metadata.kernelspec.name == "python3"
    for cell in [*graded(folder, chapter).values(), *graded(folder, chapter, "markdown").values()]:
        MetadataValidator().validate_cell(cell)


def test_the_report_is_for_a_person_to_mark_and_its_model_stays_with_the_solution():
    solved, released = (graded(folder, CHAPTERS[-1], "markdown") for folder in ("solutions", "course"))
    assert list(solved) == list(released) == ["report"]
    assert released["report"].source == "YOUR ANSWER HERE" and len(solved["report"].source.split()) > 200
    for marks in (solved["report"].metadata.nbgrader, released["report"].metadata.nbgrader):
        assert (marks.grade, marks.solution, marks.locked, marks.points, marks.schema_version) == (True, True, False, 10, 3)
    assert marks.checksum == compute_checksum(released["report"])  # by which nbgrader knows that nothing was written


@every_exercise
def test_a_stub_says_what_to_write_with_shapes_and_an_example_and_not_where_it_is_printed(exercise):
    doc = stub_doc(exercise.reference)
    assert doc.splitlines()[0].rstrip().endswith((".", ":"))
    assert ">>>" in doc
    assert "Source" not in doc and "Raises" not in doc
    assert doc in inspect.getdoc(exercise.reference)
