"""The paper to write a digit on, checked on its frames and on the pure part of its script."""

import json
import re

import numpy as np
import pytest

from annlab import nn
from annlab.visuals.digit import OFFERED, Digit
from tests import browser as b


def frame(figure, **changes):
    return figure.frame(figure.first() | changes)[0]


def test_the_label_is_the_learners_and_the_shares_are_the_networks():
    network = nn.init_network([64, 10], np.random.default_rng(0)), ["softmax"]
    figure = Digit(lambda images: np.array([3]), network=network)
    shown = frame(figure)
    X = nn.prepare(np.reshape(figure.first()["pixels"], (1, 8, 8)))
    assert shown["label"] == 3 and np.allclose(shown["shares"], nn.predict(X, *network)[0])
    assert shown["shown_by"] == ["your read_digits", "annlab's prepare"]


def test_what_is_offered_is_read_right_by_the_reference():
    figure = Digit()
    labels = [frame(figure, pixels=pixels.tolist())["label"] for pixels in figure.offered]
    assert np.mean(np.array(labels) == figure.labels[:OFFERED]) >= 0.95


def test_the_shares_go_through_the_learners_prepare():
    plain, scaled_wrong = frame(Digit()), frame(Digit(prepare=lambda images: images.reshape(1, 64) / 160))
    assert not np.allclose(plain["shares"], scaled_wrong["shares"]) and plain["label"] == scaled_wrong["label"]


def test_the_words_hold_the_whole_image():
    shown = frame(Digit(), pixels=[16, 0, 3] + [0] * 61)
    assert "2 of them with ink" in shown["words"] and "0 to 16: 16 0 3 0 0 0 0 0; 0 0" in shown["words"]


def test_ink_beyond_the_paper_is_brought_back():
    assert "0 to 16: 16 0 0" in frame(Digit(), pixels=[99, -5] + [0] * 62)["words"]


def test_a_label_that_is_no_digit_is_shown_as_it_is():
    assert frame(Digit(lambda images: np.array([12])))["say"] == "read as 12"


def test_a_prepare_of_another_shape_is_named_and_the_label_stays():
    shown = frame(Digit(prepare=lambda images: images / 16))
    assert shown["shares"] is None and "the figure needs an array of shape (1, 64)" in shown["trouble"][0] and shown["label"] is not None


def test_the_pen_fills_a_pixel_and_greys_its_neighbours(node):
    empty = [0] * 64
    corner, middle = node(f"[m.touched({json.dumps(empty)}, 8, 0, 16, 16), m.touched({json.dumps(empty)}, 8, 9, 16, 16)]", ("digit.js",))
    assert {i: v for i, v in enumerate(corner) if v} == {0: 16, 1: 5, 8: 5}
    assert {i: v for i, v in enumerate(middle) if v} == {9: 16, 1: 5, 8: 5, 10: 5, 17: 5}


def test_the_pen_never_pales_and_the_eraser_wipes_one_pixel(node):
    full = [16] * 64
    pen, eraser = node(f"[m.touched({json.dumps(full)}, 8, 9, 16, 16), m.touched({json.dumps(full)}, 8, 9, 0, 16)]", ("digit.js",))
    assert pen == full and [i for i, v in enumerate(eraser) if v == 0] == [9]


def test_arrows_stay_on_the_paper(node):
    keys = ["ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight", "a"]
    assert node(f"{json.dumps(keys)}.map((k) => m.arrow(k, 0, 8))", ("digit.js",)) == [0, 0, 8, 1, 0]
    assert node("[m.arrow('ArrowDown', 63, 8), m.arrow('ArrowRight', 63, 8)]", ("digit.js",)) == [63, 63]


@pytest.mark.slow
@pytest.mark.skipif(b.browser_path() is None, reason="no Chromium on this machine")
def test_a_digit_is_written_with_the_pointer_and_with_keys_in_a_real_notebook(tmp_path):
    (tmp_path / "course").mkdir()
    with b.start_server(tmp_path / "course") as server, b.chromium() as chromium:
        page = b.open_notebook(chromium, server, b.write_notebook(server, "x.ipynb", "from annlab.visuals import show_digit\nshow_digit()"))
        b.run_all(page)
        root = page.locator(".jp-Notebook .an")
        root.get_by_role("button", name="Clear").click()
        inked = root.locator("[role=gridcell]:not([aria-label$='ink 0'])")
        inked.first.wait_for(state="detached")
        box = root.get_by_role("grid").bounding_box()
        page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.05)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.95, steps=20)
        page.mouse.up()
        column = root.locator("[role=gridcell][aria-label$='column 5, ink 16']")
        column.nth(7).wait_for()
        image = np.zeros((1, 8, 8), dtype=int)
        image[:, :, 3:6] = [5, 16, 5]
        root.get_by_text(re.compile(f"^read as {nn.read_digits(image)[0]},")).first.wait_for()
        page.keyboard.press("Tab")
        last = root.locator("[role=gridcell][tabindex='0']")
        assert last.get_attribute("aria-label") == "row 8, column 5, ink 16"
        last.focus()
        page.keyboard.press("Delete")
        root.locator("[aria-label='row 8, column 5, ink 0']").wait_for()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Space")
        root.locator("[aria-label='row 8, column 4, ink 16']").wait_for()
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "row 8, column 4, ink 16"
        b.close(page)
