"""The map of a loss and the walk downhill on one, checked on their frames."""

import json

import numpy as np
import pytest

from annlab import nn
from annlab.visuals import surface
from annlab.visuals.descent import Descent, ravine, ravine_gradient
from annlab.visuals.loss_surface import LossSurface, X, Y
from annlab.visuals.words import plain


def frame(figure, **changes):
    return figure.frame(figure.first() | changes)[0]


def formula(figure, **changes):
    return [plain(line) for line in frame(figure, **changes)["formula"]]


# ---- the map ----


def test_heights_are_those_of_the_function_cell_by_cell():
    xs, ys = surface.grid((0, 33), (-33, 33))
    values = surface.heights(lambda x, y: 100 * y + x, (0, 33), (-33, 33))
    assert xs[0] == 0.5 and ys[-1] == 32 and values.shape == (surface.CELLS, surface.CELLS)
    assert values[4, 7] == 100 * ys[4] + xs[7]


def test_the_lowest_cell_is_near_the_minimum():
    x, y, height = surface.lowest(surface.heights(lambda x, y: (x - 1) ** 2 + (y + 2) ** 2 + 3, (-4, 4), (-4, 4)), (-4, 4), (-4, 4))
    assert abs(x - 1) < 0.2 and abs(y + 2) < 0.2 and 3 <= height < 3.1


def test_shades_run_from_the_highest_to_the_lowest_and_leave_holes():
    shaded = surface.shades(np.array([[0.0, 4.0], [1.0, np.nan]]))
    assert shaded[0].tolist() == [1.0, 0.0] and shaded[1, 0] == 0.5 and np.isnan(shaded[1, 1])
    assert np.isnan(surface.shades(np.full((2, 2), 3.0))).all()


def test_lines_of_equal_height_lie_at_their_height(node):
    n = 9
    values = [[(c - 4) ** 2 + (r - 4) ** 2 for c in range(n)] for r in range(n)]
    found = np.array(node(f"m.pieces({json.dumps(np.ravel(values).tolist())}, {n}, 9)", ("plane.js", "surface.js")))
    ends = found.reshape(-1, 2)
    assert len(found) > 8 and np.allclose(np.hypot(*(ends - 4).T), 3, atol=0.15)


def test_no_line_is_drawn_where_a_height_is_missing(node):
    assert node("m.pieces([0, 1, null, 1], 2, 0.5)", ("plane.js", "surface.js")) == []
    assert len(node("m.pieces([0, 1, 0, 1], 2, 0.5)", ("plane.js", "surface.js"))) == 1


# ---- the loss ----


@pytest.mark.parametrize("loss", [nn.mse, nn.binary_cross_entropy])
def test_the_loss_is_that_of_the_unit(loss):
    y = (Y > 5).astype(float)
    shown = frame(LossSurface(loss, X, y, nn.sigmoid), w=1.5, b=-2.0)
    assert shown["loss"] == pytest.approx(loss(nn.sigmoid(1.5 * X - 2), y))
    assert shown["shown_by"] == [f"annlab's {loss.__name__}"]


def test_the_map_is_drawn_by_the_learners_loss():
    def loss(y_hat, y):
        return np.mean(np.abs(y_hat - y))

    figure = LossSurface(loss)
    ws, bs = surface.grid(figure.wlim, figure.blim)
    assert figure.heights[5, 9] == pytest.approx(np.mean(np.abs(ws[9] * X + bs[5] - Y)))
    assert formula(figure, w=1.0, b=2.0)[1] == f"your loss(ŷ, y) = {np.mean(np.abs(X + 2 - Y)):.4f}".rstrip("0")


def test_the_words_name_the_lowest_place():
    w, b = nn.fit_line(X, Y)
    said = LossSurface().words({"w": 0.0, "b": 0.0})
    assert "The lowest cell of the map is near" in said
    assert abs(float(said.split("near w = ")[1].split(",")[0]) - w) < 0.5
    assert abs(float(said.split("b = ")[-1].split(",")[0]) - b) < 0.5


def test_a_loss_that_fails_leaves_the_data_in_the_picture():
    figure = LossSurface(lambda y_hat, y: y_hat @ q)  # noqa: F821  (the learner's slip)
    shown = frame(figure)
    assert shown["loss"] is None and len(shown["curve"]) and "name 'q' is not defined" in shown["trouble"][0]
    assert np.isnan(figure.heights).all()


@pytest.mark.parametrize(("x", "y", "said"), [([1.0], None, "came without"), ([], [], "x is empty"), ([1, 2], [1], "2 values and y has 1")])
def test_points_that_do_not_fit_are_refused(x, y, said):
    with pytest.raises(ValueError, match=said):
        LossSurface(x=x, y=y)


# ---- the walk ----


def test_the_path_is_gradient_descents():
    figure = Descent(eta=0.05, steps=12)
    shown = frame(figure)
    expected = nn.gradient_descent(ravine_gradient, np.array([-8.0, 2.0]), 0.05, 12)
    assert np.array_equal(shown["path"], expected)
    assert np.allclose(10 ** shown["logs"], [ravine(w) for w in expected])


@pytest.mark.parametrize(
    ("eta", "said"),
    [(0.005, "it creeps"), (0.09, "it arrives"), (0.18, "it arrives, zigzagging"), (0.21, "it explodes")],
)
def test_the_verdict_goes_from_creeping_to_exploding(eta, said):
    assert frame(Descent(), eta=eta)["verdict"] == said


def test_a_step_shows_its_arithmetic():
    assert formula(Descent(w0=(4.0, 1.0), eta=0.1), t=0) == [
        "step 0: w1 = 4.0, w2 = 1.0, loss = 13.0",
        "next w1: 4.0 − 0.1 × 4.0 = 3.6",
        "next w2: 1.0 − 0.1 × 10.0 = 0.0",
    ]


def test_a_walk_uphill_is_drawn_and_compared():
    def uphill(grad, w0, eta, steps):
        path = [w0]
        for _ in range(steps):
            path.append(path[-1] + eta * grad(path[-1]))
        return np.array(path)

    figure = Descent(uphill, w0=(4.0, 1.0), eta=0.1)
    assert frame(figure)["verdict"] == "it explodes"
    assert formula(figure, t=0)[-1] == "your gradient_descent says 4.4, 2.0"


def test_a_path_that_leaves_all_numbers_is_drawn_as_far_as_it_goes():
    shown = frame(Descent(steps=200, eta=20.0, eta_max=20.0))
    assert shown["verdict"] == "it explodes" and "cannot be drawn" in shown["trouble"][0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"grad": ravine_gradient}, "belong together"),
        ({"w0": (1.0,)}, "w0 has 1 numbers"),
        ({"steps": 0}, "steps is 0"),
        ({"eta": 0.0}, "eta is 0.0"),
        ({"eta": 0.5}, "eta is 0.5"),
    ],
)
def test_what_cannot_be_walked_is_refused(given, said):
    with pytest.raises(ValueError, match=said):
        Descent(**given)


# ---- in JupyterLab ----


@pytest.mark.slow
def test_ball_and_place_are_moved_by_mouse_and_keyboard(notebook):
    page = notebook("from annlab.visuals import show_descent, show_loss_surface\nshow_loss_surface()", "show_descent()")
    for cell in (0, 1):
        root = page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".an").first
        root.wait_for()
        root.scroll_into_view_if_needed()
        slider = root.locator("input[type=range]").nth(1)
        before = slider.input_value()
        slider.focus()
        page.keyboard.press("ArrowRight")
        assert float(slider.input_value()) > float(before)
        moved = slider.input_value()
        box = root.locator("svg[aria-label^=Map]").bounding_box()
        page.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + 0.3 * box["height"])
        page.wait_for_function("([node, old]) => node.value !== old", arg=[slider.element_handle(), moved])
