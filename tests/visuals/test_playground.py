"""The playground, checked on its frames; at the end, in a real JupyterLab."""

import json

import numpy as np
import pytest

from annlab import nn
from annlab.visuals import figure as figures
from annlab.visuals.playground import CELLS, FIRST, MOST_UNITS, POINTS, Playground
from annlab.visuals.trainer import OPTIMISERS

SCRIPTS = ("plane.js", "picker.js", "playground.js")


def frame(figure, **changes):
    return figure.frame(figure.first() | changes)[0]


def weights(figure, **changes):
    figure.frame(figure.first() | changes)
    return [part for pair in figure._run.params for part in pair]


def equal(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_it_learns():
    losses = figures.plain(Playground().frame(FIRST | {"t": 800})[1]["losses"].reshape(-1, 3))
    assert losses[-1][1] < 0.2 < 0.6 < losses[0][1]


def test_a_frame_depends_on_nothing_but_its_settings_and_its_step():
    figure = Playground()
    straight = weights(figure, t=50)
    for t in (3, 60, 7, 49):
        figure.frame(figure.first() | {"t": t})
    assert equal(weights(figure, t=50), straight) and equal(weights(Playground(), t=50), straight)
    assert not equal(weights(figure, t=51), straight)
    assert not equal(weights(figure, t=50, seed=1), straight)


@pytest.mark.parametrize("optimiser", list(OPTIMISERS))
@pytest.mark.parametrize("changes", [{}, {"l2": 0.01, "hidden": [], "data": "moons", "batch": 150}], ids=["plain", "regularised"])
def test_the_code_makes_the_same_network_again(optimiser, changes):
    figure = Playground(optimiser=optimiser, **changes)
    made = {}
    exec(frame(figure, t=37, code=True)["code"], made)
    assert equal([part for pair in made["params"] for part in pair], weights(figure, t=37))


def test_the_code_for_own_data_takes_them_as_they_are():
    X, y = np.random.default_rng(0).normal(size=(20, 2)), np.arange(20) % 2
    figure = Playground(X=X, y=y)
    made = {"X": X, "y": y[:, None]}
    exec(frame(figure, t=9, code=True)["code"], made)
    assert equal([part for pair in made["params"] for part in pair], weights(figure, t=9))


@pytest.mark.parametrize("name", ["init_xavier", "minibatches", "forward", "output_delta", "backward", "adam_step", "decision_grid"])
@pytest.mark.parametrize("fault", ["raises", "nonsense"])
def test_a_function_that_breaks_halts_the_run_and_is_named_with_its_line(name, fault):
    def broken(*args):
        if fault == "raises":
            return undefined_name  # noqa: F821
        return "nonsense"

    figure = Playground({name: broken})
    shown = frame(figure, t=5)
    assert shown["halted"] and shown["t"] == (5 if name == "decision_grid" else 0) and len(shown["trouble"]) == 1
    assert f"your {name}" in shown["trouble"][0]
    if fault == "raises":
        assert "return undefined_name" in shown["trouble"][0]
    assert frame(figure, t=6)["trouble"] == shown["trouble"] and shown["words"].endswith(".")


def test_one_that_breaks_later_halts_there_and_keeps_what_was_learned():
    def sgd_step(params, grads, eta, calls=[]):  # noqa: B006  (a learner's slip)
        calls.append(1)
        return [p - eta * g for p, g in zip(params, grads, strict=True)] if len(calls) <= 20 else params[0]

    figure = Playground({"sgd_step": sgd_step}, optimiser="sgd_step")
    shown, arrays = figure.frame(figure.first() | {"t": 100})
    assert shown["halted"] and shown["t"] == 20 and "your sgd_step" in shown["trouble"][0]
    assert len(arrays["map"]) == CELLS**2 and np.isfinite(arrays["map"]).all()


def test_numbers_that_explode_halt_with_a_word_on_the_learning_rate():
    X = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    figure = Playground(X=1000 * X, y=[5.0, -3.0, 2.5], optimiser="sgd_step", activation="identity", eta=1.0)
    shown = frame(figure, t=200)
    assert shown["halted"] and "smaller learning rate" in shown["trouble"][0]
    json.dumps(figures.plain(shown), allow_nan=False)


def test_functions_that_are_not_written_are_replaced_and_named():
    def init_xavier(n_out, n_in, rng):
        raise NotImplementedError

    def decision_grid(predict, xlim, ylim, n):
        return nn.decision_grid(predict, xlim, ylim, n)

    shown = frame(Playground({"init_xavier": init_xavier, "decision_grid": decision_grid}), t=3)
    assert shown["shown_by"] == ["annlab's init_xavier (yours is not written yet)", "your decision_grid", "annlab's other functions (5)"]
    assert not shown["halted"]


def test_the_learners_functions_are_run():
    mirrored = Playground({"forward": lambda X, params, names: nn.forward(-X, params, names)})
    one, other = (figure.frame(figure.first())[1]["map"].reshape(CELLS, CELLS) for figure in (Playground(), mirrored))
    assert np.allclose(one, other[::-1, ::-1]) and not np.allclose(one, other)


def test_one_unit_can_be_looked_at_in_large():
    figure = Playground(hidden=[3, 2])
    params, (xs, ys) = figure.first(), np.meshgrid(np.linspace(*figure.lims[0], CELLS), np.linspace(*figure.lims[1], CELLS))
    large = figure.frame(params | {"shown": 4, "t": 5})[1]["map"]
    _, cache = nn.forward(np.column_stack([xs.ravel(), ys.ravel()]), figure._run.params, figure._run.activations)
    unit = cache[2][0][:, 1]
    assert large == pytest.approx(0.5 + 0.5 * unit / np.abs(unit).max())


def test_the_largest_network_is_not_much_to_send():
    _, arrays = Playground(hidden=[MOST_UNITS] * 3).frame(FIRST | {"hidden": [MOST_UNITS] * 3, "t": 3000})
    assert sum(np.asarray(a).size * 4 for a in arrays.values()) < 25_000


def test_own_numbers_are_a_regression():
    X = np.random.default_rng(0).normal(size=(60, 2))
    figure = Playground(X=X, y=X[:, 0] * 2 + 1, hidden=[])
    shown = frame(figure, t=400)
    assert figure._run.loss == "mse" and figure._run.history[-1][1] < 1e-3 and "60 points of your own" in shown["words"]
    assert "right side" not in shown["words"]


@pytest.mark.parametrize(
    ("X", "y", "said"),
    [
        ([[1, 2, 3]], [1], r"an array of shape \(1, 3\)"),
        ([[1, 2], [3, 4]], [1], "2 rows and y 1 numbers"),
        ([[1, 2]], None, "X came without y"),
        (None, [1, 0], "X is an array of shape"),
        ([[1, 2], [3]], [1, 0], "X and y come together"),
        ([[1, np.nan]], [1], "infinite or none at all"),
    ],
)
def test_own_data_that_cannot_be_drawn_are_refused(X, y, said):
    with pytest.raises(ValueError, match=said):
        Playground(X=X, y=y)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"data": "moon"}, "data is 'moon'; there are circles"),
        ({"activation": "softmax"}, "activation is 'softmax'"),
        ({"hidden": [4, 40]}, "1 to 8 units"),
        ({"eta": -1}, "eta is -1"),
        ({"rate": 1}, "no setting rate"),
    ],
)
def test_settings_that_it_does_not_have_are_refused(settings, said):
    with pytest.raises(ValueError, match=said):
        Playground(**settings)


def test_a_function_that_it_does_not_use_is_refused():
    with pytest.raises(ValueError, match="no use for fit"):
        Playground({"fit": nn.fit})


def test_a_setting_of_ones_own_is_among_the_choices():
    choices = dict(Playground(eta=0.05, batch=7).setup()["choices"])
    assert [0.05, "0.05"] in choices["eta"] and [7, "7"] in choices["batch"]
    assert [POINTS, "all"] in choices["batch"]


def test_units_are_counted_in_the_browser_as_in_python(node):
    sizes = [2, 3, 2, 1]
    found = node(f"{sizes}.flatMap((size, n) => Array.from({{length: size}}, (_, k) => m.unitNumber({sizes}, n, k)))", SCRIPTS)
    assert found == [None, None, 0, 1, 2, 3, 4, -1]


def test_the_pictures_of_the_browser(node):
    assert node("[...m.pixels([0, 1, 1, 0, 0.5, 1, 0, 0], 4, 2, [0, 0, 200], [100, 0, 0])]", SCRIPTS) == [
        *(100, 0, 0, 255, 100, 0, 0, 255),
        *(50, 0, 100, 255, 0, 0, 200, 255),
    ]
    assert node("m.columns([1, 2, 3, 4, 5, 6])", SCRIPTS) == [[1, 4], [2, 5], [3, 6]]
    assert node("[0, 100, 101, 201, 501, 5000].map((t) => m.roundUp(t, 100))", SCRIPTS) == [100, 100, 200, 500, 1000, 5000]
    places = node("m.unitPlaces([2, 3, 1], 400, 300, 30)", SCRIPTS)
    assert [len(p) for p in places] == [2, 3, 1] and places[2][0][1] == 150 and places[0][0][0] < places[1][0][0] < places[2][0][0]


@pytest.mark.slow
def test_it_plays_pauses_steps_and_stops_where_a_function_breaks(notebook):
    breaks = "\n".join(
        [
            "from annlab import backward as right",
            "calls = []",
            "def backward(*args):",
            "    calls.append(1)",
            "    return right(*args) if len(calls) < 40 else broken_here",
            "show_playground(backward=backward)",
        ]
    )
    page = notebook("from annlab.visuals import show_playground\nshow_playground()", breaks)
    root = page.locator(".an").first
    root.wait_for()
    step = root.locator("output").first
    root.get_by_role("button", name="One step").click()
    page.wait_for_function("(node) => node.textContent === 'step 1'", arg=step.element_handle())
    root.get_by_role("button", name="Play").click()
    page.wait_for_function("(node) => Number(node.textContent.slice(5)) > 20", arg=step.element_handle())
    root.get_by_role("button", name="Pause").click()
    paused = int(root.get_attribute("data-frame"))
    root.get_by_role("button", name="layer 1, unit 2").click()
    root.locator(".an-plot-title", has_text="layer 1, unit 2").wait_for()
    assert int(root.get_attribute("data-frame")) <= paused + 3  # two that were under way, and the unit's own
    root.get_by_label("data").select_option("spirals")
    page.wait_for_function("(node) => node.textContent === 'step 0'", arg=step.element_handle())

    second = page.locator(".an").nth(1)
    second.scroll_into_view_if_needed()
    second.get_by_role("button", name="Play").click()
    second.get_by_role("alert").wait_for()
    said = second.get_by_role("alert").inner_text()
    assert "your backward stopped: NameError" in said and "broken_here" in said
    second.get_by_role("button", name="Play").wait_for()
    assert second.locator("output").first.inner_text() == "step 39"
