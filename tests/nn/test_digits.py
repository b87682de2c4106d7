"""The digits against scikit-learn's, the references of chapter 15 against plain Python, and the network's accuracy."""

import math
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annlab import nn
from annlab.exercises.capstone import UNSEEN
from annlab.nn import digits

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
labels_of_few = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30)


def rows_of(images):
    return {image.astype(int).tobytes() for image in images}


def kept():
    with np.load(UNSEEN) as file:
        return file["images"].astype(int), file["labels"].astype(int)


# ---- the data ----


def test_what_is_stored_is_what_the_script_makes_of_scikit_learns_digits():
    from digits_split import parted

    for stored, (images, labels) in zip((nn.digits_to_learn(), kept()), parted(), strict=True):
        assert np.array_equal(stored[0], images) and np.array_equal(stored[1], labels)


def test_together_they_are_all_of_scikit_learns_digits_each_once():
    from sklearn.datasets import load_digits

    whole = load_digits()
    images = np.concatenate([nn.digits_to_learn()[0], kept()[0]])
    labels = np.concatenate([nn.digits_to_learn()[1], kept()[1]])
    pairs = sorted((label, image.tobytes()) for image, label in zip(images, labels, strict=True))
    assert pairs == sorted((label, image.astype(int).tobytes()) for image, label in zip(whole.images, whole.target, strict=True))


def test_no_image_that_is_kept_is_among_those_to_learn_from():
    assert rows_of(kept()[0]) & rows_of(nn.digits_to_learn()[0]) == set()
    assert len(kept()[1]) == 360 and set(kept()[1]) == set(range(10))


def test_what_comes_back_is_anew_each_time():
    images, labels = nn.digits_to_learn()
    images[:] = labels[:] = 0
    assert nn.digits_to_learn()[0].max() == 16 and nn.digits_to_learn()[1].max() == 9


# ---- the references ----


def test_a_prepared_pixel_stands_where_it_stood_in_its_image():
    images = np.arange(2 * 64).reshape(2, 8, 8) % 17
    X = nn.prepare(images)
    for n, row, column in [(0, 0, 0), (0, 0, 7), (1, 3, 2), (1, 7, 7)]:
        assert X[n, 8 * row + column] == images[n, row, column] / 16


@given(labels_of_few)
def test_confusion_counts_what_a_loop_counts(pairs):
    expected = [[sum(pair == (i, j) for pair in pairs) for j in range(4)] for i in range(4)]
    y, y_hat = np.array(pairs).T
    assert nn.confusion(y_hat, y, 4).tolist() == expected


@given(st.lists(st.lists(st.floats(-100, 100, allow_subnormal=False), min_size=3, max_size=3), min_size=1, max_size=4))
def test_mean_and_error_are_those_of_the_standard_library(results):
    mean, error = nn.ablate(lambda setting, seed: results[setting][seed], list(range(len(results))), [0, 1, 2])
    for m, e, runs in zip(mean, error, results, strict=True):
        assert m == pytest.approx(statistics.mean(runs), abs=1e-9)
        assert e == pytest.approx(statistics.stdev(runs) / math.sqrt(3), abs=1e-9)


def test_training_leaves_the_callers_list_alone_and_repeats_with_its_seed():
    images, labels = nn.digits_to_learn()
    X, Y, hidden = nn.prepare(images[:40]), nn.one_hot(labels[:40], 10), [5]

    def step(params, grads, state):
        return nn.sgd_step(params, grads, 0.1), state

    one, other = (nn.train_digits(X, Y, hidden, step, 2, np.random.default_rng(3)) for _ in range(2))
    assert hidden == [5] and one[1] == ["relu", "softmax"]
    assert all(np.array_equal(a, b) for p, q in zip(one[0], other[0], strict=True) for a, b in zip(p, q, strict=True))


# ---- the network ----


def test_the_reference_reads_96_of_100_kept_digits_after_less_than_ten_seconds():
    digits.trained.cache_clear()
    started = time.process_time()
    network = digits.trained()
    assert time.process_time() - started < 10
    images, labels = kept()
    assert np.mean(nn.predict_class(nn.predict(nn.prepare(images), *network)) == labels) >= 0.96
    assert np.array_equal(nn.read_digits(images), nn.predict_class(nn.predict(nn.prepare(images), *network)))
