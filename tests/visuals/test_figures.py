"""What holds for every figure: plain frames, a drawing, words, and a life that no function can end."""

import base64
import json

import numpy as np
import pytest

from annlab import visuals
from annlab.visuals import figure as figures
from annlab.visuals import widget


def nonsense(*args, **kwargs):
    return "nonsense"


def raises(*args, **kwargs):
    raise KeyError("no")


def nan(*args, **kwargs):
    return float("nan")


def test_the_frame_is_plain_and_small(figure):
    frame, arrays = figure.frame(figure.first())
    json.dumps(figures.plain(frame), allow_nan=False)
    json.dumps(figures.plain(figure.setup()), allow_nan=False)
    assert sum(np.asarray(a).size * 4 for a in arrays.values()) <= 20_000


def test_the_frame_is_pure(figure):
    params = figures.plain(figure.first())
    before = json.dumps(params)
    one, two = widget.safely(figure, params), widget.safely(figure, params)
    assert json.dumps(one[0]) == json.dumps(two[0]) and json.dumps(params) == before


def test_every_figure_has_words_and_a_picture(figure):
    words = figure.words(figure.first())
    assert len(words) > 80 and words.endswith(".") and "nan" not in words and "None" not in words
    assert base64.b64decode(figures.png(figure, dpi=30)).startswith(b"\x89PNG")
    import matplotlib.pyplot

    assert matplotlib.pyplot.get_fignums() == []


def test_sliders_name_themselves_and_hold_their_first_value(figure):
    first = figure.first()
    for spec in (s for kind in ("sliders", "specs", "inputs") for s in figure.setup().get(kind, [])):
        assert spec["min"] <= first[spec["key"]] <= spec["max"], spec
        assert spec["name"] and spec["label"] and spec["step"] > 0


TAKES = {  # how each figure is given one function
    "show_line_and_sigmoid": [{"line": None}, {"neuron": None}],
    "show_neuron": [{"neuron": None}, {"phi": None}],
    "show_perceptron": [{"perceptron": None}],
    "show_perceptron_steps": [{"perceptron_update": None}],
    "show_activation": [{"f": None}],
    "show_layer": [{"dense": None}, {"phi": None}],
    "show_network": [{"forward": None}],
    "show_loss_surface": [{"loss": None}],
    "show_descent": [{"gradient_descent": None}],
    "show_graph": [{"local_gradients": None}, {"backward_graph": None}],
    "show_backprop": [{"backward": None}, {"output_delta": None}],
    "show_film": [{"predict": None}],
    "show_playground": [{"forward": None}, {"init_xavier": None}, {"decision_grid": None}],
    "show_neighbours": [{"pairwise_distances": None}, {"knn_predict": None}],
    "show_twins": [{"torch_fit": None}],
    "show_race": [{"sgd_step": None}, {"adam_step": None}],
    "show_overfit": [{"early_stopping": None}],
    "show_digit": [{"read_digits": None}, {"prepare": None}],
}


@pytest.mark.parametrize("bad", [nonsense, raises, nan])
@pytest.mark.parametrize(("name", "slot"), [(n, s) for n, slots in TAKES.items() for s in slots])
def test_a_bad_function_stops_no_figure_and_is_named(name, slot, bad):
    live = getattr(visuals, name)(**dict.fromkeys(slot, bad))
    frame = live.state["frame"]
    assert not frame.get("failed") and frame["words"]
    assert frame["trouble"] and "your " in frame["trouble"][0], frame["trouble"]
    assert any(name.startswith("your") for name in frame["shown_by"])
    live.figure.draw(figures.blank(live.figure.size), live.figure.first())


def test_every_figure_that_takes_functions_is_tried_with_bad_ones():
    without = {"show_broadcasting", "show_neuron_parts", "show_experiment"}
    assert set(visuals.__all__) == set(TAKES) | without, "a new figure goes into TAKES, or into without if it takes no function"
