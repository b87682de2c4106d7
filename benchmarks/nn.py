"""The speed of annlab.nn beside its peers: the matrix products alone, scikit-learn's MLP, and torch where it is installed.

    python benchmarks/nn.py

One step (forward, backward, update) of a 64-128-128-10 network with relu and softmax at batch 32 and 1,024, and one
epoch on the 8 x 8 digits at batch 32. Contenders take turns; medians and their ratios to annlab are printed.
Bar: at least level with scikit-learn's MLPClassifier.
"""

import os

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

import statistics
import time
import warnings

import numpy as np
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from annlab import nn

SIZES, ACTIVATIONS, ETA = [64, 128, 128, 10], ["relu", "relu", "softmax"], 0.01
ROUNDS = 31


def annlab_step(X, y):
    Y, state = nn.one_hot(y, 10), [nn.init_network(SIZES, np.random.default_rng(0))]

    def step(rows=slice(None)):
        state[0], _ = nn.train_step(state[0], X[rows], Y[rows], ACTIVATIONS, "cross_entropy", ETA)

    return step


def products_step(X, y):
    """The eight matrix products of a step, and nothing else: what no NumPy network can be faster than."""
    weights = [W for W, _ in nn.init_network(SIZES, np.random.default_rng(0))]

    def step(rows=slice(None)):
        A, inputs = X[rows], []
        for W in weights:
            inputs.append(A)
            A = A @ W.T
        for layer in (2, 1, 0):
            A.T @ inputs[layer]
            if layer:
                A = A @ weights[layer]

    return step


def sklearn_step(X, y):
    model = MLPClassifier(
        SIZES[1:-1], solver="sgd", momentum=0.0, alpha=0.0, learning_rate_init=ETA, batch_size=len(X), shuffle=False
    )
    model.partial_fit(X, y, classes=np.arange(10))

    def step(rows=slice(None)):
        model.batch_size = len(X[rows])
        model.partial_fit(X[rows], y[rows])

    return step


def torch_step(X, y):
    import torch

    torch.set_num_threads(1)
    layers = [torch.nn.Linear(n_in, n_out) for n_in, n_out in zip(SIZES[:-1], SIZES[1:], strict=True)]
    model = torch.nn.Sequential(layers[0], torch.nn.ReLU(), layers[1], torch.nn.ReLU(), layers[2]).double()
    X, y, loss = torch.from_numpy(X), torch.from_numpy(y), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=ETA)

    def step(rows=slice(None)):
        optimizer.zero_grad()
        loss(model(X[rows]), y[rows]).backward()
        optimizer.step()

    return step


PEERS = {"annlab": annlab_step, "matrix products alone": products_step, "scikit-learn": sklearn_step, "torch": torch_step}


def measured(X, y, batches):
    """Return the median seconds of each contender for one pass over the batches."""
    steps = {}
    for name, make in PEERS.items():
        try:
            steps[name] = make(X, y)
        except ImportError:
            print(f"  {name} is not installed and is left out")
    seconds = {name: [] for name in steps}
    for _ in range(ROUNDS):
        for name, step in steps.items():
            started = time.perf_counter()
            for rows in batches:
                step(rows)
            seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(times) for name, times in seconds.items()}


def main():
    warnings.simplefilter("ignore", ConvergenceWarning)
    X, y = load_digits(return_X_y=True)
    X = X / 16.0
    tasks = {
        "one step, batch 32": (X[:32], y[:32], [slice(None)]),
        "one step, batch 1,024": (X[:1024], y[:1024], [slice(None)]),
        "one epoch of digits, batch 32": (X, y, [slice(i, i + 32) for i in range(0, len(X), 32)]),
    }
    for task, (X_task, y_task, batches) in tasks.items():
        print(task)
        medians = measured(X_task, y_task, batches)
        for name, seconds in medians.items():
            print(f"  {name:24}{1000 * seconds:9.3f} ms   {seconds / medians['annlab']:6.2f} x annlab")


if __name__ == "__main__":
    main()
