"""Parts scikit-learn's digits into those to learn from and those that the checks keep, once and for all.

    python benchmarks/digits_split.py

The rows are shuffled with a stored seed; the last 360 go to the checks. It writes the two files that are
committed with annlab, byte for byte the same each time. tests/nn/test_digits.py holds them against scikit-learn's.
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

PACKAGE = Path(__file__).parents[1] / "annlab"
SEED, UNSEEN = 15, 360
LEARN, KEPT = PACKAGE / "nn" / "digits_to_learn.npz", PACKAGE / "exercises" / "digits_unseen.npz"


def parted():
    """Return ((images, labels) to learn from, (images, labels) kept), as they are stored."""
    data = load_digits()
    order = np.random.default_rng(SEED).permutation(len(data.target))
    images, labels = data.images[order].astype(np.uint8), data.target[order].astype(np.uint8)
    return (images[:-UNSEEN], labels[:-UNSEEN]), (images[-UNSEEN:], labels[-UNSEEN:])


if __name__ == "__main__":
    for path, (images, labels) in zip((LEARN, KEPT), parted(), strict=True):
        np.savez_compressed(path, images=images, labels=labels)
        print(path.relative_to(PACKAGE.parent), len(labels), "digits,", path.stat().st_size, "bytes")
