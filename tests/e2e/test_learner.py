"""A learner's visit, in a real browser: open chapter 01, run all, answer wrongly, read why, answer rightly, move a slider."""

import shutil
from pathlib import Path

import pytest

from annlab import lab
from annlab.exercises import find
from tests import browser as b

pytestmark = pytest.mark.slow

COURSE = Path(__file__).parents[2] / "course"
NAME = "01_neuron"

WRONG = """def weighted_sum(x, w, b):
    return np.dot(w, x)
"""
RIGHT = """def weighted_sum(x, w, b):
    return np.dot(w, x) + b
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab") / "course"
    shutil.copytree(COURSE, folder)
    with b.start_server(folder, config=Path(lab.__file__).parent) as server, b.chromium() as chromium:
        page = b.open_notebook(chromium, server, f"{NAME}/{NAME}.ipynb")
        b.run_all(page)
        yield page
        b.close(page)


def index_of(page, cell_id):
    """Return the place of the cell with this id in the notebook."""
    return page.evaluate(
        "(id) => window.jupyterapp.shell.currentWidget.content.widgets.findIndex(w => w.model.id === id)", cell_id
    )


def scroll_to(page, text):
    """Bring the last cell whose source holds the text into view: JupyterLab renders only what is near."""
    page.evaluate(
        """(text) => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            const place = notebook.widgets.findLastIndex(w => w.model.sharedModel.getSource().includes(text));
            notebook.activeCellIndex = place;
            return notebook.scrollToItem(place, "start");
        }""",
        text,
    )


def answer(page, name, source):
    """Write an answer, run it and its check, and return what the check's output says."""
    b.set_cell(page, index_of(page, name), source)
    b.run_cell(page, index_of(page, name))
    check = index_of(page, f"check-{name}")
    b.run_cell(page, check)
    return b.outputs(page, check)[0]["data"]


def test_an_untouched_chapter_runs_to_its_end(page):
    cells = page.evaluate("() => window.jupyterapp.shell.currentWidget.content.widgets.length")
    outputs = [output for i in range(cells) for output in b.outputs(page, i) or []]
    assert [o for o in outputs if o["output_type"] in ("error", "stream") and o.get("name") != "stdout"] == []
    assert len([o for o in outputs if "application/vnd.jupyter.widget-view+json" in o.get("data", {})]) >= 2
    assert "not attempted" in b.outputs(page, index_of(page, "check-neuron"))[0]["data"]["text/html"]


def test_a_wrong_answer_is_named_and_a_right_one_passes(page):
    bias = next(m for m in find("weighted_sum").mistakes if "bias" in m.name and "left out" in m.name)
    said = answer(page, "weighted_sum", WRONG)
    assert "not yet" in said["text/html"] and bias.name in said["text/html"]
    assert 0 < float(said["text/plain"]) < find("weighted_sum").points
    visible = page.locator(".annlab-report", has_text=bias.name).last
    visible.scroll_into_view_if_needed()
    assert visible.is_visible()

    said = answer(page, "weighted_sum", RIGHT)
    assert "right" in said["text/html"] and float(said["text/plain"]) == find("weighted_sum").points


def test_a_hint_is_readable(page):
    place = index_of(page, "check-neuron")
    b.set_cell(page, place, 'hint("neuron")')
    b.run_cell(page, place)
    assert find("neuron").hints[0].split("`")[0] in b.outputs(page, place)[0]["data"]["text/plain"]


def test_a_slider_moves_the_picture(page):
    """Drag the slider of a weight, and see another picture."""
    scroll_to(page, "show_line_and_sigmoid(")
    figure = page.locator(".an:has(input[type=range])").first
    slider = figure.locator("input[type=range]").first
    slider.scroll_into_view_if_needed()
    stage = figure.locator(".an-stage")
    before, frame, value = stage.screenshot(), figure.get_attribute("data-frame"), slider.input_value()
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    for part in (0.6, 0.7, 0.8, 0.9):
        page.mouse.move(box["x"] + box["width"] * part, y)
    page.mouse.up()
    page.wait_for_function("([node, frame]) => node.dataset.frame !== frame", arg=[figure.element_handle(), frame])
    assert slider.input_value() != value
    assert stage.screenshot() != before
