"""The notebook that is graded is the release with the student's own text in it, whatever they did to the rest."""

from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from annlab.grading.rebuild import STUB, STUDENTS, grade_id, rebuild
from annlab.grading.submission import Cell


def marked(cell, name, solution):
    cell.metadata["nbgrader"] = {"grade_id": name, "solution": solution, "grade": not solution, "locked": not solution}
    return cell


RELEASE = new_notebook(
    cells=[
        new_markdown_cell("# Title", id="title"),
        new_code_cell("import numpy as np", id="imports"),
        marked(new_code_cell("def f(): stub", id="f"), "f", True),
        marked(new_code_cell('check("f", f)', id="check-f"), "check-f", False),
        marked(new_code_cell("def g(): stub", id="g"), "g", True),
        marked(new_code_cell('check("g", g)', id="check-g"), "check-g", False),
    ]
)
F, G = Cell("code", "my f", "f", "f"), Cell("code", "my g", "g", "g")
CHECK_F, CHECK_G = Cell("code", 'check("f", f)', "check-f", "check-f"), Cell("code", 'check("g", g)', "check-g", "check-g")
TITLE, IMPORTS = Cell("markdown", "# Title", "", "title"), Cell("code", "import numpy as np", "", "imports")
WHOLE = [TITLE, IMPORTS, F, CHECK_F, G, CHECK_G]
GRAFTED = ["# Title", "import numpy as np", "my f", 'check("f", f)', "my g", 'check("g", g)']


def sources(submitted):
    return [cell.source for cell in rebuild(RELEASE, submitted).cells]


def extra(source, **options):
    return Cell("code", source, **options)


def test_answers_are_grafted_in():
    made = rebuild(RELEASE, WHOLE)
    assert [cell.source for cell in made.cells] == GRAFTED
    assert [cell.metadata.get("annlab") for cell in made.cells] == [None, None, STUDENTS, None, STUDENTS, None]


def test_the_release_itself_stays_as_it_is():
    before = [dict(cell) for cell in RELEASE.cells]
    rebuild(RELEASE, WHOLE)
    assert [dict(cell) for cell in RELEASE.cells] == before


@given(st.permutations(WHOLE))
def test_order_changes_nothing(cells):
    assert sources(cells) == GRAFTED


@given(st.sets(st.integers(0, 5)))
def test_what_is_deleted_comes_back_and_its_answer_is_a_stub(gone):
    made = rebuild(RELEASE, [cell for i, cell in enumerate(WHOLE) if i not in gone])
    assert [grade_id(cell) for cell in made.cells] == [grade_id(cell) for cell in RELEASE.cells]
    for place, cell in enumerate(made.cells):
        if place in (2, 4):
            assert (cell.source, cell.metadata["annlab"]) == (("def f(): stub", "def g(): stub")[place == 4], STUB) if (
                place in gone
            ) else (GRAFTED[place], STUDENTS)


def test_cells_of_their_own_stay_behind_the_cell_that_they_follow():
    assert sources([extra("first"), *WHOLE[:3], extra("helper"), *WHOLE[3:], extra("last")]) == [
        "first", *GRAFTED[:3], "helper", *GRAFTED[3:], "last",
    ]  # fmt: skip


def test_a_copy_stays_where_it_is_and_the_first_counts():
    copy = Cell("code", "another f", "f", "f")
    assert sources([TITLE, IMPORTS, F, copy, CHECK_F, G, CHECK_G]) == [*GRAFTED[:3], "another f", *GRAFTED[3:]]


def test_an_answer_of_the_wrong_kind_is_an_answer_where_there_is_no_other():
    as_text = Cell("markdown", "my f", "f", "f")
    assert sources([TITLE, IMPORTS, as_text, CHECK_F, G, CHECK_G]) == GRAFTED
    assert sources([TITLE, IMPORTS, as_text, F, CHECK_F, G, CHECK_G]) == [*GRAFTED[:2], "my f", *GRAFTED[2:]]


def test_ids_do_without_marks_marks_without_ids_and_the_text_without_both():
    assert sources([Cell(c.kind, c.source, "", c.id) for c in WHOLE]) == GRAFTED
    assert sources([Cell(c.kind, c.source, c.name, "") for c in WHOLE]) == GRAFTED
    bare = rebuild(RELEASE, [Cell(c.kind, c.source) for c in WHOLE])
    run = [cell.source for cell in bare.cells if cell.metadata.get("annlab") != STUB]
    assert run == GRAFTED


def test_an_edited_cell_of_the_release_is_the_releases_and_then_the_students():
    edited = Cell("code", "import numpy as np\nimport math", "", "imports")
    assert sources([TITLE, edited, *WHOLE[2:]]) == [*GRAFTED[:2], "import numpy as np\nimport math", *GRAFTED[2:]]
    forged = Cell("code", "1000", "check-f", "check-f")
    made = rebuild(RELEASE, [TITLE, IMPORTS, F, forged, G, CHECK_G]).cells
    assert [cell.source for cell in made if grade_id(cell) == "check-f"] == ['check("f", f)']
    assert [cell.source for cell in made if not cell.metadata.get("nbgrader")] == [*GRAFTED[:2], "1000"]


def test_cells_of_their_own_have_no_metadata_and_no_html():
    made = rebuild(RELEASE, [*WHOLE, Cell("markdown", "a < b <script>x</script>", "no-such-id"), Cell("raw", "<b>")]).cells
    assert [dict(cell.metadata) for cell in made[-2:]] == [{"annlab": STUDENTS}] * 2
    assert [cell.source for cell in made[-2:]] == ["a < b &lt;script>x&lt;/script>", "&lt;b>"]


submitted = st.builds(
    Cell,
    st.sampled_from(["code", "markdown", "raw"]),
    st.sampled_from(["", "x", "my f", 'check("f", f)']),
    st.sampled_from(["", "f", "g", "check-f", "nonsense"]),
    st.sampled_from(["", "f", "imports", "nonsense"]),
)


@given(st.lists(submitted, max_size=8))
def test_whatever_is_handed_in_the_release_is_in_it_in_its_order(cells):
    made = rebuild(RELEASE, cells).cells
    released = [cell for cell in made if not cell.id.startswith("student-")]
    assert [cell.id for cell in released] == [cell.id for cell in RELEASE.cells]
    assert [c.source for c in released if c.id.startswith("check")] == ['check("f", f)', 'check("g", g)']
    assert len({cell.id for cell in made}) == len(made)
