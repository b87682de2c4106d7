"""The race of five optimisers, checked on its frames."""

import json

import numpy as np
import pytest

from annlab import nn
from annlab.visuals.race import RUNNERS, STEPS, Race, height, slope, turn
from annlab.visuals.words import plain

KEYS = list(RUNNERS)


def paths(figure, **changes):
    arrays = figure.frame(figure.first() | changes)[1]
    return dict(zip(KEYS, arrays["paths"].reshape(len(KEYS), STEPS + 1, 2), strict=True))


def logs(figure, **changes):
    arrays = figure.frame(figure.first() | changes)[1]
    return dict(zip(KEYS, arrays["logs"].reshape(len(KEYS), STEPS + 1), strict=True))


@pytest.mark.parametrize("tilt", [0, 17, 45])
def test_the_slope_is_that_of_the_height(tilt):
    w = np.array([1.5, -0.5])
    assert slope(w, tilt) == pytest.approx(nn.numerical_gradient(lambda v: height(v, tilt), w), rel=1e-6)


def test_adams_path_is_made_of_adams_steps():
    found, w, state = paths(Race(), tilt=20)["adam"], turn(20) @ np.array([-8.0, 2.0]), None
    for t in range(1, STEPS + 1):
        (w,), state = nn.adam_step([w], [slope(w, 20)], state, t, RUNNERS["adam"].eta, 0.9, 0.999, 1e-8)
        assert found[t] == pytest.approx(w, rel=1e-9)


def test_turning_the_ravine_changes_those_that_scale_each_coordinate_and_no_others():
    straight, askew = logs(Race(), tilt=0), logs(Race(), tilt=45)
    same = {key for key in KEYS if np.allclose(straight[key], askew[key], atol=1e-6)}
    assert same == {"sgd", "momentum"}


def test_the_learners_steps_are_run_and_named():
    def sgd_step(params, grads, eta):
        return [p + eta * g for p, g in zip(params, grads, strict=True)]

    figure = Race({"sgd": sgd_step})
    assert logs(figure)["sgd"][5] > logs(figure)["sgd"][0]
    assert figure.frame(figure.first())[0]["shown_by"][:2] == ["your sgd_step", "annlab's momentum_step"]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (lambda params, grads, state, eta, beta: params, "returned a list of 1; the race needs a pair"),
        (lambda params, grads, state, eta, beta: (params[0], state), "a list of one array of two numbers"),
        (lambda params, grads, state, eta, beta: ([p * q for p in params], state), "name 'q' is not defined"),  # noqa: F821
    ],
)
def test_one_that_breaks_is_left_behind_and_the_others_run(step, said):
    figure = Race({"momentum": step})
    frame = figure.frame(figure.first())[0]
    assert said in frame["trouble"][0] and len(frame["trouble"]) == 1
    assert "Lost: momentum" in frame["words"] and plain(frame["formula"][-1]) == "5. momentum  lost"
    assert np.isfinite(paths(figure)["adam"]).all() and np.isnan(paths(figure)["momentum"][1:]).all()


def test_one_that_explodes_is_drawn_until_it_is_lost():
    assert logs(Race(), sgd=0.05)["sgd"][STEPS] > 2
    found = paths(Race({"sgd": lambda params, grads, eta: [p * 1e300 for p in params]}))["sgd"]
    assert np.isfinite(found[1]).all() and np.isnan(found[2:]).all()


def test_the_standings_are_those_of_the_step_asked_for():
    figure = Race()
    for t in (0, 10, STEPS):
        frame = figure.frame(figure.first() | {"t": t})[0]
        final = {key: log[t] for key, log in logs(figure).items()}
        assert [row[1][1] for row in frame["formula"][1:]] == sorted(KEYS, key=lambda k: final[k])
        assert f"Loss after {t} steps" in frame["words"]


@pytest.mark.parametrize("start", [(1.0,), (1.0, 2.0, 3.0), (50.0, 0.0)])
def test_a_start_that_is_off_the_map_is_refused(start):
    with pytest.raises(ValueError, match="start is"):
        Race(start=start)


def test_a_press_on_the_map_is_a_place_in_the_ravine(node):
    for tilt, place in ((0, [3, -2]), (30, [1, 4]), (45, [-8, 2])):
        found = node(f"m.inRavine({json.dumps(place)}, {tilt})", ("plane.js", "surface.js", "race.js"))
        assert found == pytest.approx((turn(tilt).T @ np.array(place, dtype=float)).tolist())


def test_a_runners_numbers_are_cut_out_of_the_flat_array(node):
    scripts = ("plane.js", "surface.js", "race.js")
    assert node("m.part([1, 2, 3, 4, 5, 6, 7, 8], 1, 2, 2)", scripts) == [[5, 6], [7, 8]]
    assert node("m.part([1, 2, 3, 4], 0, 2, 1)", scripts) == [1, 2]
