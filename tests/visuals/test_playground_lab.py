"""The playground in a real JupyterLab and a real Notebook 7: played, changed, pulled, broken, by mouse and by keyboard."""

import re

import pytest
from browser import theme

pytestmark = pytest.mark.slow

SHOW = "from annlab.visuals import show_playground\nshow_playground({})"


@pytest.fixture
def opened(notebook):
    def open_(settings="", app="lab", before="", **context):
        page = notebook(before + "\n" + SHOW.format(settings), app=app, **context)
        root = page.locator(".an").first
        root.wait_for()
        root.scroll_into_view_if_needed()
        return page, root

    return open_


def press(root, name):
    root.get_by_role("button", name=name, exact=True).click()


def step(root):
    return int(root.locator("output").first.inner_text().removeprefix("step "))


def wait_for_step(page, root, least):
    counter = root.locator("output").first.element_handle()
    page.wait_for_function("([n, least]) => Number(n.textContent.slice(5)) >= least", arg=[counter, least])


def wait_for_reset(page, root):
    page.wait_for_function("(n) => n.textContent === 'step 0'", arg=root.locator("output").first.element_handle())


def settle(page, root):
    """Wait until no answer is under way: two animation frames in which nothing was drawn, after a round trip."""
    page.evaluate(
        """async (root) => {
          for (let quiet = 0, last = null; quiet < 12; ) {
            await new Promise((go) => setTimeout(go, 50));
            if (root.dataset.frame === last) quiet += 1; else quiet = 0;
            last = root.dataset.frame;
          }
        }""",
        root.element_handle(),
    )


def weight(root, name):
    return float(root.get_by_label(f"{name}, as a number").input_value())


def test_it_plays_pauses_steps_and_begins_again(opened):
    page, root = opened()
    press(root, "One step")
    wait_for_step(page, root, 1)
    press(root, "Play")
    wait_for_step(page, root, 20)
    press(root, "Pause")
    paused = int(root.get_attribute("data-frame"))
    settle(page, root)
    assert int(root.get_attribute("data-frame")) <= paused + 2, "what was under way"
    at = step(root)
    press(root, "One step")
    wait_for_step(page, root, at + 1)
    settle(page, root)
    assert step(root) == at + 1
    root.get_by_role("button", name="layer 1, unit 2").click()
    root.locator(".an-plot-title", has_text="what unit 2 of layer 1 says").wait_for()
    assert step(root) == at + 1
    press(root, "Reset")
    wait_for_reset(page, root)


def test_what_needs_no_new_start_gets_none_and_the_rest_says_that_it_does(opened):
    page, root = opened()
    press(root, "Play")
    wait_for_step(page, root, 10)
    note = root.locator("p[role=status]")
    kept = [("learning rate", "0.1"), ("batch", "30"), ("L2", "0.01"), ("optimiser", "SGD"), ("activation of layer 2", "ReLU")]
    for label, option in kept:
        before = step(root)
        root.get_by_label(label, exact=True).select_option(label=option)
        assert note.inner_text().startswith("From step ") and option in note.inner_text()
        wait_for_step(page, root, before + 3)
        assert root.get_by_role("button", name="Pause", exact=True).is_visible(), "it goes on playing"
    assert "stays" in note.inner_text() or "same weights" in note.inner_text()
    anew = [("data set", "moons"), ("noise", "0.2"), ("hidden layers", "1"), ("units in layer 1", "6 units"), ("start", "He")]
    for label, option in anew:
        root.get_by_label(label, exact=True).select_option(label=option)
        wait_for_reset(page, root)
        assert "Begun again at step 0" in note.inner_text() and option in note.inner_text()
        assert root.get_by_role("button", name="Play", exact=True).is_visible()
        assert root.get_by_label("learning rate", exact=True).locator("option:checked").inner_text() == "0.1", "settings stay"
        press(root, "One step")
        wait_for_step(page, root, 1)
    root.get_by_label("x₁²", exact=True).check()
    wait_for_reset(page, root)
    assert "3 features" in note.inner_text() and root.locator("[data-edge]").count() == 3 * 6 + 6
    for name in ("x₁", "x₂", "x₁²"):
        root.get_by_label(name, exact=True).click()
    assert "at least one feature" in note.inner_text() and root.get_by_label("x₁²", exact=True).is_checked()


def pull(page, edge, dy, meanwhile=lambda: None):
    ends = edge.evaluate(
        "(n) => { const p = n.getPointAtLength(n.getTotalLength() * 0.3).matrixTransform(n.getScreenCTM()); return [p.x, p.y]; }"
    )
    page.mouse.move(*ends)
    page.mouse.down()
    page.mouse.move(ends[0], ends[1] + dy / 2)
    page.mouse.move(ends[0], ends[1] + dy)
    meanwhile()
    page.mouse.up()


def test_an_edge_is_pulled_while_it_rests_and_while_it_trains(opened):
    page, root = opened("hidden=[2], eta=0.3")
    edge = root.locator("[data-edge=w0_1_0]")
    edge.hover(force=True)
    bubble = root.get_by_text(re.compile("from x₁: w = "))
    bubble.wait_for()
    before = float(bubble.inner_text().split("= ")[1].replace("\u2212", "-"))
    pull(page, edge, -50)
    settle(page, root)
    assert root.locator(".an-plot-title", has_text="what unit 2 of layer 1 says").is_visible()
    assert weight(root, "weight of x₁") == pytest.approx(before + 1.0, abs=0.002)
    press(root, "Play")
    wait_for_step(page, root, 5)
    seen = []

    def wait():
        wait_for_step(page, root, step(root) + 20)
        seen.append(weight(root, "weight of x₁"))
        wait_for_step(page, root, step(root) + 20)
        seen.append(weight(root, "weight of x₁"))

    pull(page, edge, -100, wait)
    assert seen[0] == seen[1], "what is held does not learn"
    at = step(root)
    wait_for_step(page, root, at + 40)
    assert weight(root, "weight of x₁") != seen[1], "what was let go does"


def test_a_value_is_seen_live_while_it_trains(opened):
    page, root = opened("hidden=[3]")
    root.locator("[data-edge=w1_0_2]").hover(force=True)
    bubble = root.get_by_text(re.compile("from unit 3 of layer 1: w = "))
    press_play = "(n) => [...n.querySelectorAll('button')].find((b) => b.textContent === 'Play').click()"
    root.evaluate(press_play)  # the mouse stays where it is
    first = bubble.inner_text()
    page.wait_for_function("([n, first]) => n.textContent !== first", arg=[bubble.element_handle(), first])
    root.get_by_label("weight of a₃", exact=True).focus()
    shown = root.locator("[data-key=w1_0_2]").inner_text()
    page.wait_for_function("([n, text]) => n.querySelector('[data-key=w1_0_2]').textContent !== text", arg=[root.element_handle(), shown])


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_every_control_is_worked_by_keyboard(opened, app):
    page, root = opened(app=app)
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    selects = root.locator("select:visible")
    assert selects.count() == 14
    for i in range(selects.count()):
        select = selects.nth(i)
        name = select.evaluate("(n) => n.getAttribute('aria-label') || n.labels[0].textContent")
        if name == "hidden layers":
            continue  # another number of layers would take selects away
        before = select.input_value()
        select.focus()
        for key in ("ArrowDown", "ArrowUp", "ArrowUp"):
            page.keyboard.press(key)
            if select.input_value() != before:
                break
        assert select.input_value() != before, name
    root.get_by_label("stop after", exact=True).select_option(label="never")
    root.get_by_label("hidden layers", exact=True).focus()
    page.keyboard.press("ArrowUp")
    root.get_by_label("units in layer 2", exact=True).wait_for(state="hidden")
    for box in root.get_by_role("checkbox").all():
        box.focus()
        before = box.is_checked()
        page.keyboard.press("Space")
        assert box.is_checked() != before
        page.keyboard.press("Space")
    root.get_by_role("button", name="Play", exact=True).focus()
    page.keyboard.press("Enter")
    wait_for_step(page, root, 5)
    page.keyboard.press("Space")
    settle(page, root)
    at = step(root)
    root.get_by_role("button", name="One step", exact=True).focus()
    page.keyboard.press("Enter")
    wait_for_step(page, root, at + 1)
    settle(page, root)
    unit = root.locator("svg g[role=button][tabindex='0']")
    unit.focus()
    assert unit.get_attribute("aria-label") == "output"
    page.keyboard.press("ArrowLeft")
    focused = page.evaluate("() => document.activeElement.getAttribute('aria-label')")
    assert focused.startswith("layer 1, unit ")
    root.locator(".an-plot-title", has_text="of layer 1 says").wait_for()
    slider = root.locator("[data-unit] input[type=range]").first
    settle(page, root)
    slider.focus()
    before = float(slider.input_value())
    page.keyboard.press("ArrowRight")
    assert float(slider.input_value()) > before
    number = root.locator("[data-unit] input[type=number]").first
    number.fill("1.25")
    settle(page, root)
    assert float(slider.input_value()) == 1.25
    assert root.locator("[data-unit] .an-formula").inner_text().startswith("z = 1.25")
    root.get_by_text("Show me the code").focus()
    page.keyboard.press("Enter")
    root.locator("pre", has_text="1.25").wait_for()
    assert step(root) == at + 1
    for name in ("Another start", "Reset"):
        root.get_by_role("button", name=name, exact=True).focus()
        page.keyboard.press("Enter")
        wait_for_reset(page, root)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells


def test_it_stops_after_so_many_epochs(opened):
    page, root = opened("stop=1, batch=10")
    press(root, "Play")
    root.get_by_text("Stopped after 1 epoch.").wait_for()
    assert step(root) == 15 and root.get_by_role("button", name="Play", exact=True).is_visible()
    press(root, "Play")
    root.get_by_text("Choose more").wait_for()
    root.get_by_label("stop after", exact=True).select_option(label="10 epochs")
    press(root, "Play")
    wait_for_step(page, root, 150)
    settle(page, root)
    assert step(root) == 150


BREAKS = """
from annlab import backward as right
calls = []
def backward(*args):
    calls.append(1)
    return right(*args) if len(calls) < 40 else broken_here
"""
SLOW = """
import time
from annlab import forward as right
calls = []
def forward(*args):
    calls.append(1)
    if len(calls) > 100: time.sleep(0.2)
    return right(*args)
"""


def test_it_stops_where_a_function_breaks(opened):
    page, root = opened("backward=backward", before=BREAKS)
    press(root, "Play")
    alert = root.get_by_role("alert")
    alert.wait_for()
    said = alert.inner_text()
    assert "your backward stopped: NameError" in said and "broken_here" in said and "in step 40" in said and "Mend it" in said
    root.get_by_role("button", name="Play", exact=True).wait_for()
    settle(page, root)
    assert step(root) == 39


def test_it_pauses_where_a_function_is_slow_and_goes_on_if_it_is_told_to(opened):
    page, root = opened("forward=forward, speed=20", before=SLOW)
    press(root, "Play")
    alert = root.get_by_role("alert")
    alert.wait_for()
    assert "your forward takes 0.2 s for one call" in alert.inner_text()
    root.get_by_role("button", name="Play", exact=True).wait_for()
    settle(page, root)
    at = step(root)
    press(root, "Play")
    wait_for_step(page, root, at + 2)
    press(root, "Pause")


def test_whoever_asked_for_less_motion_gets_few_pictures(opened):
    page, root = opened(reduced_motion="reduce")
    rate = """(root) => new Promise((done) => {
      const first = Number(root.dataset.frame);
      setTimeout(() => done(Number(root.dataset.frame) - first), 2000);
    })"""
    press(root, "Play")
    wait_for_step(page, root, 1)
    assert 1 <= page.evaluate(rate, root.element_handle()) <= 6
    press(root, "Pause")


def test_the_maps_follow_the_theme_and_the_drawing_the_width(opened):
    page, root = opened()
    theme(page, "JupyterLab Light")  # whatever was saved before
    canvas = root.locator("canvas").nth(1)
    corner = "(n) => [...n.getContext('2d').getImageData(0, 0, n.width, n.height).data].reduce((a, b) => a + b, 0)"
    light = canvas.evaluate(corner)
    theme(page, "JupyterLab Dark")
    page.wait_for_function(f"([n, light]) => ({corner})(n) !== light", arg=[canvas.element_handle(), light])
    drawing = root.locator("svg").first
    wide = drawing.bounding_box()["width"]
    page.set_viewport_size({"width": 600, "height": 1000})
    page.wait_for_function("([n, wide]) => n.getBoundingClientRect().width < wide", arg=[drawing.element_handle(), wide])
    assert root.evaluate("(n) => n.scrollWidth <= n.clientWidth")
