"""Depth by width by number of examples, several seeds: chapter 12's experiment, whole.

    python benchmarks/overfitting.py [--seeds 8] [--out FILE]

Prints a table; with --out it writes the curves to a file. The one that the course shows was made with
--out annlab/visuals/overfit_measured.json. Every network (tanh, a sigmoid at the end) is trained with Adam on all its
examples at once, for the same number of steps; the validation loss is that on 1,000 other examples.
"""

import argparse
import json
import os
from pathlib import Path

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import numpy as np

from annlab import adam_step, backward, binary_cross_entropy, forward, init_network, output_delta, predict

DEPTHS, WIDTHS, SIZES = (1, 2, 3), (2, 4, 8, 16, 32, 64), (20, 50, 150, 500)
VALIDATION, STEPS, EVERY, ETA, NOISE = 1000, 1000, 20, 0.01, 0.35


def moons(N, rng):
    """Return (X, y): two half circles with so much noise that no boundary is always right; y is (N, 1)."""
    y = rng.integers(0, 2, size=N)
    angle = rng.uniform(0, np.pi, size=N)
    bow = np.column_stack([np.cos(angle) + y - 0.5, np.sin(angle) * (1 - 2 * y) + 0.5 * y - 0.25])
    return bow + rng.normal(0, NOISE, size=(N, 2)), y[:, None].astype(float)


def curves(depth, width, N, seed):
    """Return the losses of one run, on the training and on the validation examples, at every EVERY steps."""
    rng = np.random.default_rng([seed, N])  # networks of any size are shown the same examples
    (X, y), (X_val, y_val) = moons(N, rng), moons(VALIDATION, rng)
    activations = ["tanh"] * depth + ["sigmoid"]
    flat = [part for pair in init_network([2, *[width] * depth, 1], rng) for part in pair]
    state, found = None, []
    for t in range(STEPS + 1):
        params = list(zip(flat[::2], flat[1::2], strict=True))
        if t % EVERY == 0:
            found.append([binary_cross_entropy(predict(A, params, activations), z) for A, z in ((X, y), (X_val, y_val))])
        y_hat, cache = forward(X, params, activations)
        grads = backward(output_delta(y_hat, y, "binary_cross_entropy", "sigmoid"), cache, params, activations)
        flat, state = adam_step(flat, [part for pair in grads for part in pair], state, t + 1, ETA, 0.9, 0.999, 1e-8)
    return np.array(found).T


def measure(seeds):
    """Yield a row for every depth, width and N: means and standard errors of both curves, over the seeds."""
    for depth in DEPTHS:
        for width in WIDTHS:
            for N in SIZES:
                runs = np.array([curves(depth, width, N, seed) for seed in range(seeds)])
                mean, error = runs.mean(axis=0).round(4), (runs.std(axis=0, ddof=1) / np.sqrt(seeds)).round(4)
                row = {"depth": depth, "width": width, "N": N}
                for k, name in enumerate(("training", "validation")):
                    row |= {name: mean[k].tolist(), f"{name}_error": error[k].tolist()}
                yield row


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=8, help="runs of every network (default 8)")
    parser.add_argument("--out", type=Path, help="write the curves to this file")
    given, rows = parser.parse_args(), []
    print("depth width   N   training  validation at its best  at the end")
    for row in measure(given.seeds):
        rows.append(row)
        end, best, last = row["training"][-1], min(row["validation"]), row["validation"][-1]
        print(f"{row['depth']:5} {row['width']:5} {row['N']:4} {end:9.3f} {best:23.3f} {last:11.3f}", flush=True)
    if given.out:
        made = f"python benchmarks/overfitting.py --seeds {given.seeds}; numpy {np.__version__}"
        settings = {"steps": STEPS, "every": EVERY, "eta": ETA, "noise": NOISE, "validation": VALIDATION, "seeds": given.seeds}
        given.out.write_text(json.dumps({"made_by": made, "with": settings, "rows": rows}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
