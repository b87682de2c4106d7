"""What PyTorch says of chapter 14's 3-4-4-1 network: its 41 gradients, and 20 steps of Adam; stored for where it is missing.

    python benchmarks/pytorch_figures.py [--out FILE]

Needs PyTorch. Prints how far annlab's own numbers are from PyTorch's, in units of relative error; with --out it writes what
PyTorch said. The file that the course uses was made with --out annlab/standin_figures.json.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from annlab import adam_step, backward, forward, init_network, output_delta, relative_error
from annlab.nn.pytorch import from_torch, to_torch

ACTIVATIONS = ["relu", "relu", "identity"]
ETA, STEPS = 0.05, 20


def flat(pairs):
    return np.concatenate([np.ravel(part) for pair in pairs for part in pair])


def by_torch(params, X, y):
    """Return the gradients at the start, the losses before each step, and the parameters at the end."""
    model, losses = to_torch(params, ACTIVATIONS), []
    optimizer = torch.optim.Adam(model.parameters(), lr=ETA)
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(torch.tensor(X)), torch.tensor(y))
        loss.backward()
        if step == 0:
            gradients = np.concatenate([p.grad.numpy().ravel() for p in model.parameters()])
        optimizer.step()
        losses.append(loss.item())
    return gradients, np.array(losses), flat(from_torch(model))


def by_annlab(params, X, y):
    now, state, first = [p for pair in params for p in pair], None, None
    for t in range(1, STEPS + 1):
        layers = list(zip(now[::2], now[1::2], strict=True))
        y_hat, cache = forward(X, layers, ACTIVATIONS)
        grads = backward(output_delta(y_hat, y, "mse", "identity"), cache, layers, ACTIVATIONS)
        first = flat(grads) if first is None else first
        now, state = adam_step(now, [g for pair in grads for g in pair], state, t, ETA, 0.9, 0.999, 1e-8)
    return first, np.concatenate([np.ravel(p) for p in now])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, help="write what PyTorch said here, as JSON")
    asked = parser.parse_args()
    rng = np.random.default_rng(14)
    params = init_network([3, 4, 4, 1], rng)
    X, y = rng.normal(size=(20, 3)), rng.normal(size=(20, 1))
    gradients, losses, end = by_torch(params, X, y)
    ours, our_end = by_annlab(params, X, y)
    print(f"PyTorch {torch.__version__}: {gradients.size} gradients, relative error {relative_error(ours, gradients):.1e}; "
          f"after {STEPS} steps of Adam {relative_error(our_end, end):.1e}")
    if asked.out:
        found = {
            "made_by": "python benchmarks/pytorch_figures.py --out annlab/standin_figures.json",
            "with": f"PyTorch {torch.__version__}, NumPy {np.__version__}",
            "params": [[W.tolist(), b.tolist()] for W, b in params],
            **{"X": X.tolist(), "y": y.tolist(), "activations": ACTIVATIONS, "eta": ETA},
            **{"gradients": gradients.tolist(), "losses": losses.tolist(), "after": end.tolist()},
        }
        asked.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
