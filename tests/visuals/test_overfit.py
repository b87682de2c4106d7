"""The stored experiment of chapter 12, and the figure that shows it, checked on its frames."""

import json

import numpy as np
import pytest

from annlab import nn
from annlab.visuals.overfit import CURVES, Overfit, bars, row_of, stored, table, values, verdict
from annlab.visuals.words import plain


def frame(figure, **changes):
    return figure.frame(figure.first() | changes)[0]


# ---- what is stored ----


def test_every_depth_width_and_number_was_measured_with_whole_curves():
    looks = stored()["with"]["steps"] // stored()["with"]["every"] + 1
    found = {(row["depth"], row["width"], row["N"]) for row in stored()["rows"]}
    assert found == {(d, w, N) for d in values("depth") for w in values("width") for N in values("N")}
    for row in stored()["rows"]:
        assert all(len(row[name]) == len(row[f"{name}_error"]) == looks for name in CURVES)
        assert min(min(row[name]) for name in CURVES) >= 0
    assert stored()["with"]["seeds"] >= 5 and "benchmarks/overfitting.py" in stored()["made_by"]


def test_a_stored_curve_is_what_the_script_measures():
    from benchmarks import overfitting

    mean = np.mean([overfitting.curves(1, 4, 20, seed) for seed in range(stored()["with"]["seeds"])], axis=0)
    row = row_of(depth=1, width=4, N=20)
    np.testing.assert_allclose(mean[:, :20], [row["training"][:20], row["validation"][:20]], atol=2e-3)


def test_what_the_chapter_says_of_the_numbers_is_so():
    large, small = row_of(depth=3, width=64, N=50), row_of(depth=1, width=4, N=50)
    assert large["training"][-1] < 0.02 < small["training"][-1]
    assert large["validation"][-1] > small["validation"][-1] + 2 * large["validation_error"][-1]
    for depth in values("depth"):
        ends = [row_of(depth=depth, width=32, N=N)["validation"][-1] for N in (50, 150, 500)]
        assert ends == sorted(ends, reverse=True)
    assert min(large["validation"]) < 1.2 * min(small["validation"])
    assert "overfits" in verdict(large) and "near their best" in verdict(row_of(depth=1, width=4, N=500))


# ---- the figure ----


def test_the_stop_is_what_early_stopping_says_of_the_curve_shown():
    for patience in (1, 5, 20):
        shown = frame(Overfit(), depth=1, width=16, N=150, patience=patience)
        assert (shown["best"], shown["stop"]) == nn.early_stopping(row_of(depth=1, width=16, N=150)["validation"], patience)


def test_the_learners_early_stopping_is_asked_and_named():
    shown = frame(Overfit(lambda losses, patience: (3, 7)))
    assert (shown["best"], shown["stop"]) == (3, 7)
    assert plain(shown["formula"][-1]).startswith("stopped after 140 steps, best after 60")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda losses, patience: 3, "returned a single number"),
        (lambda losses, patience: (3, 700), "two looks from 0 to 50"),
        (lambda losses, patience: losses[q], "name 'q' is not defined"),  # noqa: F821
    ],
)
def test_one_that_breaks_leaves_the_curves_in_the_picture(wrong, said):
    shown = frame(Overfit(wrong))
    assert said in shown["trouble"][0] and shown["best"] is None and len(shown["curves"]["validation"]["mean"]) == 51


@pytest.mark.parametrize("over", ["depth", "width", "N"])
def test_the_bars_are_the_ends_of_the_curves(over):
    chosen = {"depth": 2, "width": 8, "N": 50}
    found = bars(chosen, over)
    assert [bar["value"] for bar in found] == values(over)
    for bar in found:
        row = row_of(**(chosen | {over: bar["value"]}))
        assert bar["validation"] == [row["validation"][-1], 2 * row["validation_error"][-1]]
    assert frame(Overfit(), **chosen, over=over)["bars"] == found


def test_the_table_holds_every_network():
    lines = table(50)
    assert len(lines) == 1 + len(values("depth")) * len(values("width"))


@pytest.mark.parametrize("given", [{"depth": 4}, {"width": 3}, {"N": 10}, {"patience": 0}, {"patience": 99}])
def test_what_was_not_measured_is_refused(given):
    with pytest.raises(ValueError, match=f"{next(iter(given))} is"):
        Overfit(**given)


def test_band_and_ceiling(node):
    same = "m.scale([0, 1], [0, 1])"
    assert node(f"m.band([0, 1], [1, 2], [3, 4], {same}, {same})", ("overfit.js",)) == "M0.0 3.0L1.0 4.0L1.0 2.0L0.0 1.0Z"
    tall = [{"training": [0.1, 0.0], "validation": [1.1, 0.2]}]
    assert node(f"m.ceiling({json.dumps(tall)})", ("overfit.js",)) == 1.5


@pytest.mark.slow
def test_depth_width_and_number_are_chosen_by_keyboard(notebook):
    page = notebook("from annlab.visuals import show_overfit\nshow_overfit()")
    root = page.locator(".an").first
    root.wait_for()
    root.scroll_into_view_if_needed()
    for label, value in (("hidden layers", "1"), ("units in each", "4"), ("examples", "500"), ("right: over the", "depth")):
        before = root.get_attribute("data-frame")
        root.get_by_label(label).select_option(value)
        page.wait_for_function("([node, old]) => node.dataset.frame !== old", arg=[root.element_handle(), before])
        assert root.get_by_label(label).input_value() == value
    assert "near their best" in root.inner_text()
