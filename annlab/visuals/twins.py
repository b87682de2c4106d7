"""One network, trained twice: by annlab's own loop in NumPy, and by the learner's torch_fit; two curves that should be one."""

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part, whose
from annlab.visuals.figure import Figure
from annlab.visuals.words import number

ACTIVATIONS = ["relu", "relu", "identity"]
STEPS = 60
SEEDS = 8
ETAS = (-3.0, 0.0)  # as powers of ten
ALIKE = 1e-6


def problem():
    """Return (X, y): 40 examples of 3 features, and a bent function of them."""
    X = np.random.default_rng(0).normal(size=(40, 3))
    return X, (np.tanh(X[:, :1]) * X[:, 1:2] + 0.5 * X[:, 2:])


class Twins(Figure):
    """torch_fit: the learner's, or None for annlab's."""

    scripts = ("twins.js",)
    size = (6.4, 4.0)

    def __init__(self, torch_fit=None):
        self.part = Part("torch_fit", torch_fit, nn.torch_fit)
        self.X, self.y = problem()

    def setup(self):
        return {
            "title": "Twins: 3-4-4-1 in NumPy and in PyTorch",
            "sliders": [
                {"key": "log", "label": "log₁₀ eta", "name": "learning rate eta, as a power of ten",
                 "min": ETAS[0], "max": ETAS[1], "step": 0.1, "hue": "phi"},
                {"key": "seed", "label": "start", "name": "number of the random start", "min": 0, "max": SEEDS, "step": 1, "hue": "weight"},
            ],
            "steps": STEPS,
            "ylim": [-3.0, 1.5],
        }

    def first(self):
        return {"log": -1.5, "seed": 1}

    def frame(self, params):
        eta, start, trouble = 10.0 ** float(params["log"]), self._start(params["seed"]), []
        ours = in_numpy(start, self.X, self.y, eta, STEPS)
        value = self.part(trouble, start, ACTIVATIONS, self.X, self.y, eta, STEPS)
        theirs = losses_of(value)
        if theirs is None and not trouble:
            trouble.append(f"{whose(self.part.fn)} torch_fit should return (params, losses), losses of shape ({STEPS},).")
        apart = None if theirs is None else float(np.abs(theirs - ours).max())
        say = verdict(apart, ours, theirs)
        frame = {
            "shown_by": [self.part.shown_by()],
            "trouble": trouble,
            "ours": powers_of_ten(ours),
            "theirs": None if theirs is None else powers_of_ten(theirs),
            "say": say,
            "formula": [[f"eta = {number(eta, 3)}"], [f"loss at first: NumPy {number(ours[0], 4)}{_also(theirs, 0)}"],
                        [f"loss before step {STEPS}: NumPy {number(ours[-1], 4)}{_also(theirs, -1)}"]],
        }
        frame["words"] = (
            f"Two curves of the loss over {STEPS} steps of Adam, with eta = {number(eta, 3)}: one by NumPy, from {number(ours[0], 3)} to "
            f"{number(ours[-1], 3)}, one by {whose(self.part.fn)} torch_fit. {say}."
        )
        return frame, {}

    def draw(self, canvas, params):
        frame, axes = self.frame(params)[0], canvas.subplots()
        axes.plot(frame["ours"], color=palette.WEIGHT, linewidth=4, label="NumPy")
        if frame["theirs"] is not None:
            axes.plot(frame["theirs"], "o", color=palette.SUM, markersize=4, label="torch_fit")
        axes.set(title=frame["say"], xlabel="step", ylabel="loss, as a power of ten", ylim=self.setup()["ylim"])
        axes.grid(color=palette.GRID)
        axes.legend()

    def _start(self, seed):
        return nn.init_network([3, 4, 4, 1], np.random.default_rng(int(np.clip(round(seed), 0, SEEDS))))


def in_numpy(params, X, y, eta, steps):
    """Return the losses before each of so many steps of Adam, by chapters 05 to 10."""
    flat, state, losses = [p for pair in params for p in pair], None, []
    for t in range(1, steps + 1):
        now = list(zip(flat[::2], flat[1::2], strict=True))
        y_hat, cache = nn.forward(X, now, ACTIVATIONS)
        losses.append(nn.mse(y_hat, y))
        grads = nn.backward(nn.output_delta(y_hat, y, "mse", "identity"), cache, now, ACTIVATIONS)
        flat, state = nn.adam_step(flat, [g for pair in grads for g in pair], state, t, eta, 0.9, 0.999, 1e-8)
    return np.array(losses)


def losses_of(value):
    """Return the losses in what a torch_fit returned, or None."""
    try:
        losses = np.asarray(value[1], dtype=float)
    except (TypeError, ValueError, IndexError, KeyError, RuntimeError):
        return None
    return losses if losses.shape == (STEPS,) and np.isfinite(losses).all() else None


def verdict(apart, ours, theirs):
    if apart is None:
        return "Only NumPy's curve is there"
    if apart <= ALIKE * max(1.0, float(np.abs(ours).max())):
        return f"One curve: at most {apart:.0e} apart"
    first = int(np.argmax(np.abs(theirs - ours) > ALIKE))
    return f"Two curves: they differ from step {first} on, by at most {number(apart, 4)}"


def powers_of_ten(losses):
    return np.log10(np.maximum(losses, 1e-12))


def _also(theirs, i):
    return "" if theirs is None else f", torch_fit {number(theirs[i], 4)}"


def show_twins(torch_fit=None):
    """Show a network trained by NumPy and by torch_fit, with sliders for the learning rate and the start.

    torch_fit : torch_fit(params, activations, X, y, eta, steps) -> (params, losses)
    """
    from annlab.visuals.widget import show

    return show(Twins(torch_fit))
