"""k nearest neighbours beside a network, from 30 to 30,000 examples and 2 to 200 features: chapter 13's experiment, whole.

    python benchmarks/neighbours.py [--rounds 3] [--most 30000] [--out FILE]

Prints a table; with --out it writes what it measured to a file. The one that the course shows was made with
--out annlab/visuals/neighbours_measured.json. Every accuracy is on 1,000 examples that neither method has seen. Times are
processor time in one thread, a prediction in a batch of 200; memory is what must be kept to predict, pickled.
"""

import argparse
import json
import os
import pickle
import platform
import time
from functools import partial
from pathlib import Path

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import numpy as np
import sklearn
from sklearn.neighbors import KNeighborsClassifier

from annlab import adam_step, fit, knn_predict, predict

SIZES = (30, 100, 300, 1000, 3000, 10_000, 30_000)
TEST, TIMED = 1000, 200
KS = (1, 5, 25)
HIDDEN, BATCH, LEAST_STEPS, EPOCHS = 32, 32, 2000, 10


def moons(N, irrelevant, rng):
    """Return (X, y): two half circles that reach into each other, and columns that have nothing to do with y."""
    y = rng.integers(0, 2, size=N)
    angle = rng.uniform(0, np.pi, size=N)
    bow = np.column_stack([np.cos(angle) + y, np.sin(angle) * (1 - 2 * y) + 0.5 * y])
    X = (bow - [0.5, 0.25]) / [0.87, 0.5] + rng.normal(0, 0.25, size=(N, 2))
    return np.hstack([X, rng.normal(size=(N, irrelevant))]), y


def pairs(N, irrelevant, rng):
    """Return (X, y): y is 1 where x1 x2 + x3 x4 + ... + x19 x20 > 0; and columns that have nothing to do with y."""
    X = rng.normal(size=(N, 20 + irrelevant))
    return X, (np.sum(X[:, 0:20:2] * X[:, 1:20:2], axis=1) > 0).astype(int)


CASES = {  # name: (what makes the data, features that count, irrelevant ones)
    "moons": (moons, 2, 0),
    "moons + 18": (moons, 2, 18),
    "moons + 198": (moons, 2, 198),
    "pairs": (pairs, 20, 0),
    "pairs + 180": (pairs, 20, 180),
}


def train_network(X, y, rng):
    """Return params of a d-32-32-1 network, trained with Adam for 10 epochs, and at least 2,000 steps."""
    steps = [0]

    def adam(params, grads, state):
        steps[0] += 1
        return adam_step(params, grads, state, steps[0], 0.003, 0.9, 0.999, 1e-8)

    epochs = max(EPOCHS, round(LEAST_STEPS / max(1, len(X) / BATCH)))
    sizes = [X.shape[1], HIDDEN, HIDDEN, 1]
    return fit(X, y[:, None], sizes, ["relu", "relu", "sigmoid"], "binary_cross_entropy", adam, epochs, BATCH, rng)[0]


def network_labels(params, X):
    return (predict(X, params, ["relu", "relu", "sigmoid"]).ravel() > 0.5).astype(int)


def measure(case, N, seed):
    """Return one row of the table: N training examples of a case, drawn from the seed."""
    make, _, irrelevant = CASES[case]
    rng = np.random.default_rng([seed, N])
    X, y = make(N + N // 4 + TEST, irrelevant, rng)
    (X, X_val, X_test), (y, y_val, y_test) = (np.split(part, [N, N + N // 4]) for part in (X, y))
    fits = {k: KNeighborsClassifier(n_neighbors=k) for k in KS if k < N}
    k = max(fits, key=lambda k: np.mean(fits[k].fit(X, y).predict(X_val) == y_val))
    (params, trained), (peer, fitted) = timed(partial(train_network, X, y, rng)), timed(partial(fits[k].fit, X, y))
    predicts = {
        "knn": lambda rows: knn_predict(X, y, rows, k),
        "sklearn": peer.predict,
        "network": lambda rows: network_labels(params, rows),
    }
    kept = {"knn": (X, y), "sklearn": peer, "network": params}
    labels, seconds = {}, {}
    for name, labels_of in predicts.items():
        labels[name], seconds[name] = timed(partial(labels_of, X_test[:TIMED]), 1 if N * X.shape[1] > 10**6 else 3)
    if np.mean(labels["knn"] == labels["sklearn"]) < 0.99:
        raise AssertionError(f"annlab and scikit-learn predict different labels: {case}, {N}")
    return {
        "case": case,
        "N": N,
        "d": X.shape[1],
        "seed": seed,
        "k": k,
        "accuracy": {"knn": mean(peer.predict(X_test) == y_test), "network": mean(network_labels(params, X_test) == y_test)},
        "microseconds": {name: round(each / TIMED * 1e6, 2) for name, each in seconds.items()},
        "bytes": {name: len(pickle.dumps(each)) for name, each in kept.items()},
        "train_seconds": {"knn": 0.0, "sklearn": round(fitted, 5), "network": round(trained, 3)},
    }


def mean(truths):
    return round(float(np.mean(truths)), 4)


def timed(call, times=1):
    """Return what the call returns, and the shortest processor time that it took."""
    spent = []
    for _ in range(times):
        started = time.process_time()
        value = call()
        spent.append(time.process_time() - started)
    return value, min(spent)


def show(row):
    accuracy, micro, kept = row["accuracy"], row["microseconds"], row["bytes"]
    print(
        f"{row['case']:14} N {row['N']:6} d {row['d']:4} seed {row['seed']} k {row['k']:2}   "
        f"accuracy: k-NN {accuracy['knn']:.3f} network {accuracy['network']:.3f}   "
        f"us each: k-NN {micro['knn']:9.1f} scikit-learn {micro['sklearn']:8.1f} network {micro['network']:6.1f}   "
        f"kB: k-NN {kept['knn'] / 1e3:8.1f} scikit-learn {kept['sklearn'] / 1e3:8.1f} network {kept['network'] / 1e3:5.1f}   "
        f"training {row['train_seconds']['network']:6.2f} s",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="seeds")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="examples")
    parser.add_argument("--out", type=Path, help="write the result here, as JSON")
    asked = parser.parse_args()
    rows = []
    for case in CASES:
        for N in (size for size in SIZES if size <= asked.most):
            rows += [measure(case, N, seed) for seed in range(asked.rounds)]
            show(rows[-1])
    if asked.out:
        about = {
            "made_by": "python benchmarks/neighbours.py --out annlab/visuals/neighbours_measured.json",
            "with": f"Python {platform.python_version()}, NumPy {np.__version__}, scikit-learn {sklearn.__version__}, one thread",
        }
        lines = ",\n".join(json.dumps(row) for row in rows)
        asked.out.write_text(json.dumps(about)[:-1] + ', "rows": [\n' + lines + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
