"""The neighbours in the plane and the stored experiment, checked on their frames."""

import numpy as np
import pytest

from annlab import nn
from annlab.visuals.experiment import NAMES, PANELS, Experiment, averaged, cases, stored, table
from annlab.visuals.neighbours import CELLS, Neighbours, islands, widened
from annlab.visuals.words import plain


def frame(figure, **changes):
    return figure.frame(figure.first() | changes)[0]


def field(figure, **changes):
    return figure.frame(figure.first() | changes)[1]["field"].reshape(CELLS, CELLS)


# ---- neighbours ----


def test_lines_lead_to_the_nearest_and_their_votes_are_counted():
    figure = Neighbours(X=[[0, 0], [1, 0], [0, 2], [5, 5]], y=[1, 1, 0, 0], k=3)
    shown = frame(figure, x1=0.25, x2=0.0)
    assert list(shown["near"]) == [0, 1, 2] and shown["label"] == 1
    assert shown["say"] == "2 of 3 votes for class 1; the label is 1"
    assert plain(shown["formula"][0]) == "nearest: 0.25 (class 1), 0.75 (class 1), 2.02 (class 0)"


def test_the_shading_is_what_the_learner_predicts():
    def always_one(X_train, y_train, X, k):
        return np.ones(len(X))

    assert field(Neighbours(knn_predict=always_one)).all()
    figure = Neighbours()
    ones = field(figure, k=1)
    x1 = np.linspace(*figure.xlim, 2 * CELLS + 1)[1::2]
    x2 = np.linspace(*figure.ylim, 2 * CELLS + 1)[1::2]
    place = np.array([[x1[4], x2[20]]])
    assert ones[20, 4] == nn.knn_predict(figure.X, figure.labels, place, 1)[0]


def test_a_small_k_leaves_islands_and_all_neighbours_leave_none():
    figure = Neighbours()
    assert "in 2 pieces" in frame(figure, k=1)["words"] or islands(field(figure, k=1) < 0.5) > 1
    assert np.ptp(field(figure, k=23)) <= 1 and len(np.unique(field(figure, k=24))) == 1


def test_irrelevant_features_lead_to_neighbours_that_are_not_near():
    figure = Neighbours()
    near, noisy = (frame(figure, k=3, m=m)["near"] for m in (0, 40))
    place = np.array([[figure.first()["x1"], figure.first()["x2"]]])
    distances = nn.pairwise_distances(place, figure.X)[0]
    assert distances[noisy].mean() > 1.5 * distances[near].mean()
    assert widened(place, 2).tolist() == [[*place[0], 0.0, 0.0]]


def test_a_wrong_distance_is_drawn_and_a_failing_one_named():
    shown = frame(Neighbours(lambda A, B: -nn.pairwise_distances(A, B)))
    assert set(shown["near"]) != set(frame(Neighbours())["near"])
    failed = frame(Neighbours(lambda A, B: A - q))  # noqa: F821  (the learner's slip)
    assert failed["near"] is None and "name 'q' is not defined" in failed["trouble"][0]


def test_islands_share_sides_not_corners():
    assert islands(np.array([[1, 0, 1], [0, 1, 1]], dtype=bool)) == 2
    assert islands(np.zeros((2, 2), dtype=bool)) == 0


@pytest.mark.parametrize("k", [0, 5])
def test_k_lies_between_one_and_all(k):
    with pytest.raises(ValueError, match="it lies from 1 to 4"):
        Neighbours(X=[[0, 0], [1, 0], [0, 2], [5, 5]], y=[1, 1, 0, 0], k=k)


# ---- the experiment ----


def test_the_curves_are_the_stored_means():
    shown, rows = frame(Experiment(), case=2, at=6), stored()["rows"]
    same = [row["accuracy"]["network"] for row in rows if row["case"] == cases()[2] and row["N"] == 30_000]
    assert len(same) == 3 and shown["curves"][0]["network"][-1] == pytest.approx(np.mean(same))
    assert 10 ** shown["curves"][1]["knn"][-1] == pytest.approx(averaged(cases()[2])[1]["microseconds"]["knn"][-1])
    assert set(shown["curves"][0]) <= set(NAMES) and len(shown["curves"]) == len(PANELS)


def test_it_says_that_its_numbers_are_stored_and_what_made_them():
    assert "Stored numbers, made by: python benchmarks/neighbours.py" in frame(Experiment())["words"]


def test_the_table_has_a_line_for_every_case_and_size():
    lines = table()
    assert len(lines) == 2 + sum(len(averaged(case)[0]) for case in cases())
    assert lines[-1].split()[:5] == ["pairs", "+", "180", "200", "30000"]


def test_a_case_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="there are 5, from 0: moons"):
        Experiment(case=5)
