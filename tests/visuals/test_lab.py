"""The figures in a real JupyterLab and a real Notebook 7: opened, moved by mouse and by keyboard, closed."""

import base64
import re

import browser as driver
import pytest

from annlab import visuals

pytestmark = pytest.mark.slow

IMPORTS = f"from annlab.visuals import {', '.join(visuals.__all__)}"
MOVED_BY_SLIDER = [name for name in visuals.__all__ if getattr(visuals, name)().figure.setup().get("sliders")]


def figure_in(page, cell):
    root = page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".an").first
    root.wait_for()
    root.scroll_into_view_if_needed()
    return root


def wait_for_change(page, root, before):
    page.wait_for_function("([node, before]) => node.dataset.frame !== before", arg=[root.element_handle(), before])


def changed(page, root, action):
    """Do the action, wait for the next frame, and say whether the pixels differ."""
    stage = root.locator(".an-stage")
    picture, frame = stage.screenshot(), root.get_attribute("data-frame")
    action()
    wait_for_change(page, root, frame)
    return stage.screenshot() != picture


@pytest.fixture(scope="module")
def all_figures(lab, chrome):
    """Give, for "lab" or "notebook", a page with every figure, opened once and shared."""
    pages = {}

    def page(app="lab", theme="JupyterLab Light", width=1280):
        if app not in pages:
            cells = [IMPORTS, *[f"{name}()" for name in visuals.__all__]]
            pages[app] = driver.open_notebook(chrome, lab, driver.write_notebook(lab, f"all-{app}.ipynb", *cells), app=app)
            driver.run_all(pages[app])
        pages[app].set_viewport_size({"width": width, "height": 1000})
        driver.theme(pages[app], theme)
        return pages[app]

    yield page
    for one in pages.values():
        driver.close(one)


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_every_slider_moves_by_mouse_and_by_keyboard(all_figures, app):
    page = all_figures(app)
    assert MOVED_BY_SLIDER
    for name in MOVED_BY_SLIDER:
        root = figure_in(page, 1 + visuals.__all__.index(name))
        slider = root.locator("input[type=range]").first
        box = slider.bounding_box()
        assert changed(page, root, lambda b=box: page.mouse.click(b["x"] + 0.8 * b["width"], b["y"] + b["height"] / 2)), name
        slider.focus()
        for key in ("ArrowLeft", "ArrowUp", "Home"):
            value = slider.input_value()
            assert changed(page, root, lambda k=key: page.keyboard.press(k)), (name, key)
            assert slider.input_value() != value
        number = root.locator("input[type=number]").first
        low, high, step = (float(slider.get_attribute(a)) for a in ("min", "max", "step"))
        wanted = round(low + 0.7 * (high - low), 3)
        assert changed(page, root, lambda n=number, v=wanted: n.fill(str(v))), name
        assert abs(float(slider.input_value()) - wanted) <= step
        assert changed(page, root, lambda r=root: r.get_by_role("button", name="Reset").click()), name
        assert changed(page, root, lambda r=root: r.get_by_role("button", name="Randomise").click()), name


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_every_parameter_of_the_network_is_set_by_keyboard_and_by_mouse(notebook, app):
    page = notebook("from annlab.visuals import show_network\nshow_network()", app=app)
    root = figure_in(page, 0)
    select = root.get_by_label("parameter")
    options = select.locator("option").evaluate_all("(all) => all.map((o) => o.value)")
    assert len(options) == 41
    slider = root.locator(".an-picker input[type=range]")
    for key in options:
        select.select_option(key)
        slider.focus()
        frame, value = root.get_attribute("data-frame"), slider.input_value()
        page.keyboard.press("ArrowRight")
        wait_for_change(page, root, frame)
        assert slider.input_value() != value, key
    unit = root.locator("svg g[role=button][tabindex='0']")
    unit.focus()
    for key, label in (("ArrowLeft", "layer 2, unit 1"), ("ArrowDown", "layer 2, unit 2"), ("ArrowLeft", "layer 1, unit 2")):
        page.keyboard.press(key)
        assert page.evaluate("() => document.activeElement.getAttribute('aria-label')").startswith(label)
    assert changed(page, root, lambda: root.locator("svg line[stroke=transparent]").nth(2).dispatch_event("click"))
    assert select.input_value() == options[2]
    assert changed(page, root, lambda: root.get_by_label("activations on").click())
    root.get_by_text("All layers together are one").wait_for()


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_the_keys_of_a_figure_are_not_taken_by_the_application(all_figures, app):
    page = all_figures(app)
    root = figure_in(page, 1 + visuals.__all__.index("show_perceptron"))
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    root.get_by_role("button", name="Reset").click()
    root.locator("svg g[role=button]").nth(3).and_(root.locator("[tabindex='0']")).wait_for()
    root.locator("svg g[role=button][tabindex='0']").focus()
    frame = root.get_attribute("data-frame")
    for key in ("ArrowRight", "ArrowUp", "Enter"):
        page.keyboard.press(key)
        wait_for_change(page, root, frame)
        frame = root.get_attribute("data-frame")
    label = root.locator("svg g[role=button][tabindex='0']").get_attribute("aria-label")
    assert label == "point 4, class 0, at 1.05, 1.05"
    page.keyboard.press("PageDown")
    page.keyboard.press("Delete")
    page.wait_for_function("(node) => node.querySelectorAll('g[role=button]').length === 3", arg=root.element_handle())
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells


def test_the_boundary_is_grabbed_by_its_end_and_points_are_dragged(notebook):
    page = notebook("from annlab.visuals import show_perceptron\nshow_perceptron()")
    root = figure_in(page, 0)

    def haul(locator, dx, dy):
        box = locator.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + dx / 2, y + dy / 2)
        page.mouse.move(x + dx, y + dy)
        page.mouse.up()

    before = [s.input_value() for s in root.locator("input[type=range]").all()]
    assert changed(page, root, lambda: haul(root.locator(".an-handle").first, 0, 60))
    after = [s.input_value() for s in root.locator("input[type=range]").all()]
    assert before != after
    assert changed(page, root, lambda: haul(root.locator("svg g[role=button]").nth(3), -40, 30))
    assert "class 1, at 1.0" not in root.locator("svg g[role=button]").nth(3).get_attribute("aria-label")
    box = root.locator(".an-plot svg").bounding_box()
    assert changed(page, root, lambda: page.mouse.dblclick(box["x"] + 0.75 * box["width"], box["y"] + 0.6 * box["height"]))
    assert root.locator("svg g[role=button]").count() == 5


def test_the_steps_are_walked_by_keyboard(notebook):
    page = notebook("from annlab.visuals import show_perceptron_steps\nshow_perceptron_steps()")
    root = figure_in(page, 0)
    root.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    root.get_by_text("Epoch 1, example 1 of 4: wrong.").wait_for()
    page.keyboard.press("Space")
    root.get_by_text("Epoch 1, example 2 of 4: right.").wait_for()
    root.locator("input[type=range]").focus()
    page.keyboard.press("End")
    root.get_by_text("A whole epoch without a mistake: done.").wait_for()


def test_the_learners_mistake_stands_in_the_figure_and_the_rest_goes_on(notebook):
    page = notebook(
        "from annlab.visuals import show_line_and_sigmoid",
        "def neuron(x, w, b, phi):\n    z = w * x\n    return ph(z + b)\nshow_line_and_sigmoid(None, neuron)",
    )
    root = figure_in(page, 1)
    alert = root.get_by_role("alert")
    assert alert.inner_text() == "your neuron stopped: NameError: name 'ph' is not defined, in line 3 of it: return ph(z + b)"
    assert root.locator(".an-badge").all_inner_texts() == ["annlab's line", "your neuron"]
    slider = root.locator("input[type=range]").first
    slider.focus()
    assert changed(page, root, lambda: page.keyboard.press("ArrowRight"))


def test_a_function_that_prints_fills_no_output(notebook):
    page = notebook(
        "from annlab.visuals import show_line_and_sigmoid",
        "def line(x, w, b):\n    print('here', w)\n    return w * x + b\nshow_line_and_sigmoid(line)",
    )
    root = figure_in(page, 1)
    before = len(driver.outputs(page, 1))
    root.locator("input[type=range]").first.focus()
    for _ in range(5):
        assert changed(page, root, lambda: page.keyboard.press("ArrowRight"))
    said = [o for o in driver.outputs(page, 1) if o["output_type"] == "stream"]
    assert len(driver.outputs(page, 1)) == before and sum(len(o["text"]) for o in said) < 100


def test_sliders_move_while_a_cell_computes(notebook):
    page = notebook("from annlab.visuals import show_neuron", "show_neuron()", "")
    root = figure_in(page, 1)
    root.locator("input[type=range]").first.focus()
    assert changed(page, root, lambda: page.keyboard.press("ArrowRight"))
    driver.set_cell(page, 2, "import time\nprint('begun')\nfor _ in range(200): time.sleep(0.05)\nprint('done')")
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 2;"
                  "window.jupyterapp.commands.execute('notebook:run-cell'); }")
    page.locator(".jp-Notebook .jp-CodeCell").nth(2).get_by_text("begun").wait_for()
    root.locator("input[type=range]").first.focus()
    assert changed(page, root, lambda: page.keyboard.press("ArrowRight"))
    assert driver.outputs(page, 2)[0]["text"] == "begun\n"


def test_a_figure_whose_kernel_was_restarted_says_so(notebook):
    page = notebook("from annlab.visuals import show_neuron\nshow_neuron()")
    root = figure_in(page, 0)
    page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart(); }")
    root.locator("input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    root.get_by_text("run this cell again").wait_for()


COMMS = """
import gc, threading
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances
print(len(_instances), threading.active_count())
"""


def test_fifty_runs_leave_one_widget_and_no_thread(notebook):
    page = notebook("from annlab.visuals import show_perceptron", "show_perceptron()", COMMS)
    figure_in(page, 1)

    def alive():
        driver.run_cell(page, 2)
        return [int(v) for v in driver.outputs(page, 2)[0]["text"].split()]

    before = alive()
    for _ in range(50):
        driver.run_cell(page, 1)
    figure_in(page, 1)
    assert alive() == before
    assert page.locator(".an").count() == 1
    assert len(driver.outputs(page, 1)) == 1


def test_a_closed_view_stops_listening(notebook):
    page = notebook("from annlab.visuals import show_neuron", "show_neuron()")
    figure_in(page, 1)
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 1; }")
    driver.command(page, "notebook:clear-cell-output")
    page.wait_for_function("() => !document.querySelector('.an')")
    driver.set_cell(page, 0, "from annlab.visuals import widget\nwidget.sweep()\nprint(len(widget._shown))")
    driver.run_cell(page, 0)
    assert driver.outputs(page, 0)[0]["text"] == "0\n"


def test_the_saved_notebook_carries_picture_and_words(all_figures):
    page = all_figures()
    for i, name in enumerate(visuals.__all__):
        figure_in(page, 1 + i)
        (output,) = driver.outputs(page, 1 + i)
        assert base64.b64decode(output["data"]["image/png"]).startswith(b"\x89PNG"), name
        assert len(output["metadata"]["image/png"]["alt"]) > 80, name


@pytest.mark.parametrize(("theme", "width"), [("JupyterLab Light", 1280), ("JupyterLab Dark", 1280), ("JupyterLab Light", 620)])
def test_axe_finds_nothing(all_figures, theme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core comes with annlab[tests]")
    page = all_figures("lab", theme, width)
    for i, name in enumerate(visuals.__all__):
        figure_in(page, 1 + i)
        page.evaluate("(i) => { document.querySelectorAll('.an').forEach((n) => n.removeAttribute('id'));"
                      "document.querySelectorAll('.jp-Notebook .jp-CodeCell')[i].querySelector('.an').id = 'checked'; }", 1 + i)
        found = axe.Axe().run(page, context="#checked").response
        assert found["passes"], name
        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == [], name


@pytest.mark.parametrize("width", [1280, 620])
def test_nothing_is_wider_than_its_cell(all_figures, width):
    page = all_figures(width=width)
    for i, name in enumerate(visuals.__all__):
        root = figure_in(page, 1 + i)
        assert page.evaluate("(n) => n.scrollWidth <= n.clientWidth", root.element_handle()), name


def test_the_theme_changes_the_colours(all_figures):
    page = all_figures()
    root = figure_in(page, 1)
    driver.theme(page, "JupyterLab Light")  # whatever was saved before
    light = root.evaluate("(n) => getComputedStyle(n).backgroundColor")
    driver.theme(page, "JupyterLab Dark")
    assert root.evaluate("(n) => getComputedStyle(n).backgroundColor") != light


def test_an_offline_page_is_interactive_and_asks_nobody(chrome, tmp_path):
    from annlab.visuals import widget

    page = chrome.new_page()
    asked = []
    page.on("request", lambda r: asked.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
    html = widget.twin(visuals.show_broadcasting().figure)[0]["text/html"]
    (tmp_path / "page.html").write_text(f"<!doctype html><meta charset=utf-8><body>{html}", encoding="utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    page.locator("select").first.select_option(label="(4, 3)")
    page.get_by_text(re.compile(r"\(4, 3\) with \(3, 1\) cannot be: 4 and 3 differ")).wait_for()
    assert asked == []
    page.close()
