"""The playground's frames, its code and its behaviour under functions that fail; the browser's side is in test_playground_lab.py."""

import itertools
import json

import numpy as np
import pytest

from annlab import nn
from annlab.visuals import figure as figures
from annlab.visuals.playground import CELLS, FIRST, LEVELS, MOST_UNITS, POINTS, SMALL, Playground
from annlab.visuals.playground_data import FEATURES, RULES, features

SCRIPTS = Playground.scripts
LARGEST = {"hidden": [MOST_UNITS] * 3, "features": list(FEATURES)}


def frame(figure, **changes):
    return figure.frame(figure.first() | changes)[0]


def run_of(figure, **changes):
    figure.frame(figure.first() | changes)
    return figure._runs[0]


def weights(figure, **changes):
    return [part for pair in run_of(figure, **changes).params for part in pair]


def shades(packed, count):
    """Return the bytes of a map as values from 0 to 1."""
    return np.asarray(packed, dtype="<f4").view(np.uint8)[:count] / LEVELS


def equal(one, other):
    return len(one) == len(other) and all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_it_learns():
    losses = Playground().frame(Playground().first() | {"t": 800})[1]["losses"].reshape(-1, 3)
    assert losses[-1][1] < 0.2 < 0.6 < losses[0][1]


@pytest.mark.parametrize("data", RULES)
def test_it_learns_numbers(data):
    figure = Playground(data=data, features=["x1", "x2", "x1 x2", "sin 3x1"], hidden=[6])
    run = run_of(figure, t=600)
    assert run.loss == "mse" and run.history[-1][1] < 0.4 * run.history[0][1]
    words = frame(figure, t=600)["words"]
    assert "its typical error is 0." in words and "right side" not in words


def test_a_frame_depends_on_nothing_but_its_settings_its_changes_and_its_step():
    figure, changes = Playground(), [[20, "eta", 0.1], [40, "w0_1_0", 2.0, False]]
    straight = weights(figure, t=50, changes=changes)
    for t, others in itertools.product((3, 60, 7, 49), ([], changes, changes[:1])):
        figure.frame(figure.first() | {"t": t, "changes": others})
    assert equal(weights(figure, t=50, changes=changes), straight) and equal(weights(Playground(), t=50, changes=changes), straight)
    assert not equal(weights(figure, t=51, changes=changes), straight)
    assert not equal(weights(figure, t=50, changes=changes, seed=1), straight)
    assert not equal(weights(figure, t=50), straight) and not equal(weights(figure, t=50, changes=changes[:1]), straight)


@pytest.mark.parametrize(
    "changes",
    [
        *([[10, *change]] for change in (("eta", 0.3), ("batch", 30), ("l2", 0.1), ("optimiser", "sgd_step"))),
        *([[10, *change]] for change in (("activations", ["relu", "tanh"]), ("w1_2_3", 1.5, False), ("b2_0", -1.0, True))),
    ],
    ids=lambda changes: changes[0][1],
)
def test_a_change_on_the_way_begins_nothing_anew_and_counts_from_its_step_on(changes):
    figure = Playground()
    before = weights(figure, t=10)
    run = figure._runs[0]
    assert equal(weights(figure, t=9, changes=changes), weights(Playground(), t=9))
    assert run_of(figure, t=10) is run
    changed = run_of(figure, t=10, changes=changes)
    assert changed is run, "the run goes on"
    assert len(changes[0]) == 4 or equal([part for pair in changed.params for part in pair], before)
    assert not equal(weights(figure, t=11, changes=changes), weights(Playground(), t=11))


def test_what_was_changed_can_be_changed_again_at_the_same_step_as_by_a_hand_that_moves():
    figure = Playground()
    run = run_of(figure, t=10)
    for value in (0.5, 1.0, 1.5):
        assert run_of(figure, t=10, changes=[[10, "w0_0_0", value, False]]) is run and run.params[0][0][0, 0] == value
    at_once = weights(Playground(), t=12, changes=[[10, "w0_0_0", 1.5, False]])
    assert equal(weights(figure, t=12, changes=[[10, "w0_0_0", 1.5, False]]), at_once)


def test_a_weight_that_is_held_stays_until_it_is_let_go():
    held = [[5, "w0_1_0", 3.0, True], [5, "b1_0", -2.0, True]]
    run = run_of(Playground(), t=30, changes=held)
    assert run.params[0][0][1, 0] == 3.0 and run.params[1][1][0] == -2.0
    run = run_of(Playground(), t=31, changes=[*held, [30, "w0_1_0", 3.0, False]])
    assert run.params[0][0][1, 0] != 3.0 and run.params[1][1][0] == -2.0


def test_another_optimiser_begins_with_nothing_remembered():
    run = run_of(Playground(optimiser="sgd_step", eta=0.0), t=20, changes=[[20, "optimiser", "adam_step"], [20, "eta", 0.03]])
    fresh = run_of(Playground(), t=0)
    assert equal([p for pair in run.params for p in pair], [p for pair in fresh.params for p in pair])
    run.advance(21, run.changes)
    moved = np.abs(run.params[0][0] - fresh.params[0][0])
    assert moved == pytest.approx(0.03, rel=1e-3), "the first step of Adam is as long as the learning rate"


def test_it_stops_after_the_epochs_it_is_given():
    shown = frame(Playground(stop=4), t=10_000)
    assert shown["stopped"] and shown["epochs"] == 4 and shown["t"] == 4 * POINTS / FIRST["batch"]
    assert not frame(Playground(stop=4), t=59)["stopped"]


def test_a_browser_in_a_hurry_gets_a_picture_on_the_way():
    clock = itertools.count(0, 0.03)
    figure = Playground()
    run = run_of(figure, t=0)
    run.clock = lambda: next(clock)
    run.advance(1000, patience=0.1)
    assert 0 < run.t < 10
    assert frame(figure, t=30)["t"] == 30, "no one else is in a hurry"


def test_two_pictures_in_an_answer_are_those_of_two_answers():
    one, other = Playground(), Playground()
    frame, arrays = one.frame(one.first() | {"t": 6, "by": 2, "code": True})
    singly = [other.frame(other.first() | {"t": t}) for t in (4, 6)]
    before = {name.removeprefix("before "): array for name, array in arrays.items() if name.startswith("before ")}
    assert frame.pop("before") == singly[0][0] and frame.pop("code") and frame == singly[1][0]
    for got, expected in ((before, singly[0][1]), (arrays, singly[1][1])):
        for name in ("map", "units", "losses", "weights"):
            assert np.asarray(got[name]).tobytes() == np.asarray(expected[name]).tobytes()
    assert "points" in before and "points" not in arrays, "what a view has it is not sent again"


def test_an_answer_ends_with_the_picture_that_ends_the_run():
    figure = Playground(stop=1)
    shown, arrays = figure.frame(figure.first() | {"t": 20, "by": 5})
    assert shown["stopped"] and shown["t"] == 15 and "before" not in shown
    assert not any(name.startswith("before") for name in arrays)


def test_the_browser_asks_for_pairs_and_never_for_what_it_has_seen(node):
    assert node("m.ahead(10, 5, 100, 2)", SCRIPTS) == {"t": 20, "by": 5}
    assert node("m.ahead(10, 5, 100, 1)", SCRIPTS) == {"t": 15, "by": 0}
    assert node("m.ahead(90, 20, 100, 2)", SCRIPTS) == {"t": 100, "by": 0}
    assert node('m.earlier({map: 1, "before map": 2, "before weights": 3})', SCRIPTS) == {"map": 2, "weights": 3}


def test_two_views_of_one_figure_do_not_start_each_other_anew():
    figure = Playground()
    one, other = run_of(figure, t=20), run_of(figure, t=20, eta=0.1)
    assert run_of(figure, t=21) is one and run_of(figure, t=21, eta=0.1) is other


def test_each_layer_has_its_own_activation():
    figure = Playground(hidden=[3, 3], activation=["relu", "sigmoid"])
    assert run_of(figure, t=3).activations == ["relu", "sigmoid", "sigmoid"]
    assert "relu and sigmoid" in frame(figure)["words"]


def test_features_are_what_they_are_called():
    X = np.array([[0.5, -2.0]])
    assert features(X, list(FEATURES)) == pytest.approx(np.array([[0.5, -2.0, 0.25, 4.0, -1.0, np.sin(1.5), np.sin(-6.0)]]))
    assert features(X, ["x2^2", "x1"]).tolist() == [[4.0, 0.5]]
    plain, squares = (run_of(Playground(features=names, hidden=[]), t=300).history[-1][1] for names in (["x1", "x2"], ["x1^2", "x2^2"]))
    assert squares < 0.4 * plain, "circles are easy on squares"


def test_the_learners_functions_are_run():
    mirrored = Playground({"forward": lambda X, params, names: nn.forward(-X, params, names)})
    one, other = (shades(f.frame(f.first())[1]["map"], CELLS**2).reshape(CELLS, CELLS) for f in (Playground(), mirrored))
    assert np.array_equal(one, other[::-1, ::-1]) and not np.allclose(one, other)


def test_one_unit_can_be_looked_at_in_large_with_its_formula():
    figure = Playground(hidden=[3, 2])
    (xs, ys), run = np.meshgrid(np.linspace(*figure.lims[0], CELLS), np.linspace(*figure.lims[1], CELLS)), run_of(figure, t=5)
    shown, arrays = figure.frame(figure.first() | {"shown": 4, "t": 5})
    _, cache = nn.forward(np.column_stack([xs.ravel(), ys.ravel()]), run.params, run.activations)
    unit = cache[2][0][:, 1]
    assert shades(arrays["map"], CELLS**2) == pytest.approx(0.5 + 0.5 * unit / np.abs(unit).max(), abs=0.5 / LEVELS + 1e-6)
    assert shown["title"] == "what unit 2 of layer 2 says" and shown["formula"][1] == ["a₂ = tanh(z)"]
    told = [token[1] for token in shown["formula"][0] if not isinstance(token, str)]
    assert told == ["w1_1_0", "w1_1_1", "w1_1_2", "b1_1"]


def test_the_small_maps_are_those_of_the_units_in_order():
    figure = Playground(hidden=[2, 3])
    arrays = figure.frame(figure.first() | {"t": 5})[1]
    output, said = run_of(figure, t=5).says(figure._small)
    assert shades(arrays["units"], 5 * SMALL**2).reshape(5, -1) == pytest.approx(0.5 + 0.5 * (said / np.abs(said).max(axis=0)).T, abs=0.003)
    assert shades(arrays["units"], 6 * SMALL**2)[5 * SMALL**2 :] == pytest.approx(output[:, 0], abs=0.003), "the output is the last"


def test_the_largest_network_is_not_much_to_send():
    figure = Playground(**LARGEST)
    shown, arrays = figure.frame(figure.first() | {"t": 3000, "have": "circles 0.1 0"})
    assert "points" not in arrays, "they are sent once"
    assert sum(len(buffer) for buffer in figures.packed(arrays)[1]) + len(json.dumps(figures.plain(shown))) < 16_000


def test_own_numbers_are_a_regression():
    X = np.random.default_rng(0).normal(size=(60, 2))
    figure = Playground(X=X, y=X[:, 0] * 2 + 1, hidden=[])
    shown, run = frame(figure, t=400), run_of(figure, t=400)
    assert run.loss == "mse" and run.history[-1][1] < 1e-3 and "60 points of your own" in shown["words"]
    assert np.isnan(run.history[-1][2]) and "fresh" not in shown["words"]


def test_the_words_say_where_it_errs():
    figure = Playground(hidden=[], data="circles")
    run = run_of(figure, t=100)
    wrong = (run.says(run.X)[0] > 0.5) != (run.y > 0.5)
    kinds = [int(wrong[run.y == label].sum()) for label in (1, 0)]
    assert f"Wrong are {kinds[0]} of class 1 and {kinds[1]} of class 0." in frame(figure, t=100)["words"] and wrong.any()


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
        ({"data": "moon"}, "data is 'moon'; there are circles, .*, plane"),
        ({"activation": "softmax"}, "activation is 'softmax'"),
        ({"activation": ["tanh"]}, "activation has 1 names for 2 hidden layers"),
        ({"features": []}, r"features is \[\]; it should be some of x1, x2, x1\^2"),
        ({"features": ["x1", "x1"]}, "each once"),
        ({"features": ["x3"]}, "some of x1, x2"),
        ({"hidden": [4, 40]}, "1 to 8 units"),
        ({"eta": -1}, "eta is -1"),
        ({"stop": -1}, "stop is -1"),
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
    choices = Playground(eta=0.05, batch=7, stop=33).setup()["choices"]
    assert [0.05, "0.05"] in choices["eta"] and [7, "7"] in choices["batch"] and [33, "33"] in choices["stop"]
    assert [POINTS, "all"] in choices["batch"]


# ---- the browser's arithmetic ----


def test_units_are_counted_in_the_browser_as_in_python(node):
    sizes = [2, 3, 2, 1]
    found = node(f"{sizes}.flatMap((size, n) => Array.from({{length: size}}, (_, k) => m.unitNumber({sizes}, n, k)))", SCRIPTS)
    assert found == [None, None, 0, 1, 2, 3, 4, -1]
    from annlab.visuals.playground_words import unit_of

    there = node(f"[-1, 0, 1, 2, 3, 4].map((number) => m.placeOf({sizes}, number))", SCRIPTS)
    assert [(p["layer"], p["unit"]) for p in there] == [unit_of(sizes, n) for n in (-1, 0, 1, 2, 3, 4)]


def test_maps_come_as_bytes(node):
    figure = Playground()
    _, arrays = figure.frame(figure.first())
    (buffer,) = figures.packed({"map": arrays["map"]})[1]
    there = node(f"[...m.bytes(m.floats(new DataView(new Uint8Array({list(buffer)}).buffer)), {CELLS**2})]", SCRIPTS)
    assert there == list(np.asarray(arrays["map"]).view(np.uint8)[: CELLS**2])
    assert node("[m.bytes(undefined, 4).length, m.bytes(new Float32Array(0), 4).length]", SCRIPTS) == [0, 0]


def test_weights_come_in_a_row(node):
    figure = Playground(hidden=[3])
    run, flat = run_of(figure), figure.frame(figure.first())[1]["weights"]
    assert len(flat) == nn.count_parameters(run.sizes)
    there = node(f"m.weightsOf(Float32Array.from({flat.tolist()}), {run.sizes})", SCRIPTS)
    for (W, b), (W_there, b_there) in zip(run.params, there, strict=True):
        assert np.allclose(W, W_there) and np.allclose(b, b_there)


def test_the_pictures_of_the_browser(node):
    channels = "map((w) => [w & 255, (w >> 8) & 255, (w >> 16) & 255, w >>> 24])"
    table = node(f"[...m.colours([200, 0, 0], [255, 255, 255], [0, 0, 200])].{channels}", SCRIPTS)
    assert table[0] == [200, 0, 0, 255] and table[255] == [0, 0, 200, 255]
    assert all(v > 230 for v in table[127]) and all(v > 230 for v in table[128])
    words = "[...m.pixels([0, 9, 9, 1, 2, 3, 4], 3, 2, Uint32Array.from({length: 256}, (_, i) => 10 * i))]"
    assert node(words, SCRIPTS) == [30, 40, 10, 20], "rows run from the bottom"
    assert node("m.columns([1, 2, 3, 4, 5, 6])", SCRIPTS) == [[1, 4], [2, 5], [3, 6]]
    assert node("[0, 100, 101, 201, 501, 5000].map((t) => m.roundUp(t, 100))", SCRIPTS) == [100, 100, 200, 500, 1000, 5000]
    places = node("m.unitPlaces([2, 3, 1], 400, 300, 30)", SCRIPTS)
    assert [len(p) for p in places] == [2, 3, 1] and places[2][0][1] == 150 and places[0][0][0] < places[1][0][0] < places[2][0][0]


def test_changes_of_the_same_thing_at_the_same_step_are_one(node):
    changes = [[3, "eta", 0.1], [5, "w0_0_0", 1.0, True]]
    found = node(f'm.withChange({json.dumps(changes)}, [5, "w0_0_0", 2.0, false])', SCRIPTS)
    assert found == [changes[0], [5, "w0_0_0", 2.0, False]]
    assert node(f'm.withChange({json.dumps(changes)}, [6, "eta", 0.3])', SCRIPTS) == [*changes, [6, "eta", 0.3]]
    params = {"eta": 1, "l2": 0, "changes": [*changes, [6, "eta", 0.3]]}
    assert node(f'm.settingsNow({json.dumps(params)}, ["eta", "l2"])', SCRIPTS) == {"eta": 0.3, "l2": 0}
