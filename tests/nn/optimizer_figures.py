"""Twenty steps of torch.optim's five optimisers on fixed gradients, kept in optimizer_figures.json for machines without torch.

    python tests/nn/optimizer_figures.py

writes the file anew; test_optimizers.py holds annlab's steps against it, and against torch itself where that is installed.
"""

import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_suffix(".json")
STEPS = 20
SETTINGS = {
    "sgd": {"eta": 0.1},
    "momentum": {"eta": 0.1, "beta": 0.9},
    "adagrad": {"eta": 0.1, "eps": 1e-10},
    "rmsprop": {"eta": 0.01, "rho": 0.99, "eps": 1e-8},
    "adam": {"eta": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
}


def start():
    """Return (params, grads): three arrays, and 20 lists of their gradients, zero, tiny and ordinary, two equal epochs."""
    rng = np.random.default_rng(10)
    shapes = [(2, 2), (2,), (1, 2)]
    params = [rng.normal(size=s) for s in shapes]
    epoch = [[rng.normal(size=s) * rng.choice([0.0, 1e-12, 1e-8, 1e-4, 1.0, 10.0], size=s) for s in shapes] for _ in range(STEPS // 2)]
    epoch[0] = [np.zeros(s) for s in shapes]
    return params, epoch + epoch


def torch_runs():
    """Return for every optimiser the params after each of torch's steps."""
    import torch

    def run(make):
        params, grads = start()
        params = [torch.tensor(p, requires_grad=True) for p in params]
        optimizer, after = make(params), []
        for gradients in grads:
            for p, g in zip(params, gradients, strict=True):
                p.grad = torch.tensor(g)
            optimizer.step()
            after.append([p.detach().numpy().copy() for p in params])
        return after

    optim, s = torch.optim, SETTINGS
    return {
        "sgd": run(lambda p: optim.SGD(p, lr=s["sgd"]["eta"])),
        "momentum": run(lambda p: optim.SGD(p, lr=s["momentum"]["eta"], momentum=s["momentum"]["beta"])),
        "adagrad": run(lambda p: optim.Adagrad(p, lr=s["adagrad"]["eta"], eps=s["adagrad"]["eps"])),
        "rmsprop": run(lambda p: optim.RMSprop(p, lr=s["rmsprop"]["eta"], alpha=s["rmsprop"]["rho"], eps=s["rmsprop"]["eps"])),
        "adam": run(
            lambda p: optim.Adam(p, lr=s["adam"]["eta"], betas=(s["adam"]["beta1"], s["adam"]["beta2"]), eps=s["adam"]["eps"])
        ),
    }


def stored_runs():
    """Return what the file holds: torch's version, and the runs as lists."""
    return json.loads(FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    import torch

    runs = {name: [[p.tolist() for p in params] for params in run] for name, run in torch_runs().items()}
    FILE.write_text(json.dumps({"torch": torch.__version__, "runs": runs}) + "\n", encoding="utf-8")
