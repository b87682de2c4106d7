import pytest

from annlab.visuals.words import bracketed, counted, indexed, listed, number, plain, sum_tokens


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.8, "0.8"), (2, "2.0"), (-0.4, "−0.4"), (0.125, "0.12"), (-0.001, "0.0"), (0, "0.0"), (-10.5, "−10.5"), (100, "100.0")],
)
def test_numbers_have_one_decimal_at_least_and_a_true_minus(value, text):
    assert number(value) == text


def test_the_formula_is_the_one_on_paper():
    tokens = ["z = ", *sum_tokens([0.8, -0.4], [1.5, 2.0], 0.1, ["w0", "w1"], ["x0", "x1"])]
    assert plain(tokens) == "z = 0.8 × 1.5 + (−0.4) × 2.0 + 0.1"
    assert [t[1] for t in tokens if not isinstance(t, str)] == ["w0", "x0", "w1", "x1", "b"]


def test_small_words():
    assert bracketed(-1) == "(−1.0)" and bracketed(1) == "1.0"
    assert indexed("w", 0) == "w₁" and indexed("x", 11) == "x₁₂"
    assert counted(1, "point") == "1 point" and counted(0, "point") == "0 points"
    assert listed(["a"]) == "a" and listed(["a", "b", "c"]) == "a, b and c"
