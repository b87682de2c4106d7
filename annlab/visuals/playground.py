"""The playground: a network in training, its output and every hidden unit drawn as maps, on the learner's functions.

The browser asks for the picture after so many steps, and pausing is not asking. A frame is a function of the settings and
the number of steps alone; the run that gave the last one is kept, so that the next is a few steps away.
"""

import numpy as np

from annlab.visuals import palette, trainer
from annlab.visuals.calls import kind
from annlab.visuals.figure import Figure
from annlab.visuals.words import counted, number

POINTS = 150
CELLS, SMALL = 40, 12  # of the large map and of a unit's, along each side
MOST_LAYERS, MOST_UNITS, MOST_STEPS = 3, 8, 100_000
MOST_SENT = 200  # losses
DATA = ("circles", "xor", "moons", "spirals")
CHOICES = {
    "noise": {n: str(n) for n in (0.0, 0.05, 0.1, 0.2, 0.3)},
    "activation": {"tanh": "tanh", "relu": "ReLU", "sigmoid": "sigmoid", "softplus": "softplus", "identity": "identity"},
    "init": {"init_xavier": "Xavier", "init_he": "He", "init_zeros": "zeros"},
    "optimiser": {
        **{"adam_step": "Adam", "sgd_step": "SGD", "momentum_step": "momentum"},
        **{"adagrad_step": "AdaGrad", "rmsprop_step": "RMSProp"},
    },
    "eta": {n: str(n) for n in (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)},
    "batch": {1: "1", 5: "5", 10: "10", 30: "30", 150: "all"},
    "l2": {0.0: "none", 0.001: "0.001", 0.003: "0.003", 0.01: "0.01", 0.03: "0.03", 0.1: "0.1"},
    "speed": {1: "1 step", 5: "5 steps", 20: "20 steps", 100: "100 steps"},
}
FIRST = {
    **{"data": "circles", "noise": 0.1, "hidden": [4, 4], "activation": "tanh", "init": "init_xavier", "optimiser": "adam_step"},
    **{"eta": 0.03, "batch": 10, "l2": 0.0, "seed": 0, "speed": 1, "t": 0, "shown": -1, "code": False},
}


class Playground(Figure):
    """given: the learner's functions by name.  X, y: own data.  settings: what to open with, as in FIRST."""

    scripts = ("plane.js", "picker.js", "playground.js")
    size = (9.5, 4.2)

    def __init__(self, given=None, X=None, y=None, **settings):
        self.parts = trainer.parts_of({name: fn for name, fn in (given or {}).items() if fn is not None})
        self.own = None if X is None and y is None else own_data(X, y)
        self.opens = FIRST | ({"data": "own"} if self.own else {}) | settings
        _require(self.opens, self.own)
        self._run = None
        points = self.own[0] if self.own else np.array([[-1.8, -1.8], [1.8, 1.8]])
        middle, reach = (points.max(axis=0) + points.min(axis=0)) / 2, float(np.ptp(points, axis=0).max()) / 2 * (1.1 if self.own else 1)
        self.lims = [(float(m - (reach or 1.0)), float(m + (reach or 1.0))) for m in middle]

    def setup(self):
        shown = {"data": {"own": "your own"} if self.own else {name: name for name in DATA}, **CHOICES}
        if self.own:
            shown.pop("noise")
        choices = [[key, [[value, label] for value, label in options.items()]] for key, options in shown.items()]
        for key, options in choices:
            if self.opens[key] not in [value for value, _ in options]:
                options.append([self.opens[key], str(self.opens[key])])
        return {
            "title": "The playground",
            "choices": choices,
            **{"most_layers": MOST_LAYERS, "most_units": MOST_UNITS, "most_steps": MOST_STEPS},
            **{"cells": CELLS, "small": SMALL, "xlim": self.lims[0], "ylim": self.lims[1]},
        }

    def first(self):
        return {**self.opens, "hidden": list(self.opens["hidden"])}

    def frame(self, params):
        run = self._at(params)
        said, units = self._maps(run, int(params["shown"]))
        losses = np.array(run.history[:: max(1, -(-len(run.history) // MOST_SENT))] + run.history[-1:], dtype=float)
        words = self.describe(run)
        frame = {
            "shown_by": self._shown_by(run),
            "trouble": list(run.trouble),
            "t": run.t,
            "halted": run.halted,
            "sizes": run.sizes,
            "weights": [[np.round(W, 3), np.round(b, 3)] for W, b in run.params],
            "line": words.split(". ", 1)[1],
            "say": f"step {run.t}",
            "words": words,
        }
        if params.get("code"):
            frame["code"] = trainer.code(run.settings, run.t, POINTS, self.own)
        points = np.column_stack([run.X, run.y])[:400]
        return frame, {"map": said, "units": units, "points": points.ravel(), "losses": losses.ravel()}

    def describe(self, run):
        """Return the text twin: what is trained on what, and how far it is."""
        s, (_, on_examples, on_fresh) = run.settings, run.history[-1]
        what = f"{counted(len(run.X), 'point')} of your own" if self.own else f"{counted(len(run.X), 'point')} of {s.data}"
        layers = "-".join(map(str, run.sizes))
        name = CHOICES["optimiser"][s.optimiser]
        text = f"A network {layers} with {s.activation} learns {what}, with {name} and a learning rate of {s.eta:g}. "
        text += f"After {counted(run.t, 'step')}"
        if not np.isfinite(on_examples):
            return text + " it says nothing that can be drawn."
        text += f" its loss is {number(on_examples, 3)}" + (f", and {number(on_fresh, 3)} on fresh points" if run.fresh else "")
        share = run.accuracy()
        return text + ("." if share is None else f"; {share:.0%} of the points are on the right side.")

    def draw(self, canvas, params):
        run = self._at(params)
        said, _ = self._maps(run, -1)
        left, right = canvas.subplots(1, 2)
        if len(said):
            left.imshow(
                said.reshape(CELLS, CELLS), origin="lower", extent=(*self.lims[0], *self.lims[1]), cmap="RdBu", vmin=0, vmax=1, alpha=0.5
            )
        for label, marker, colour in ((1, "o", palette.ONE), (0, "s", palette.ZERO)):
            some = (run.y.ravel() > np.mean(run.y)) == bool(label)
            left.plot(*run.X[some].T, marker, color=colour, markersize=3, linestyle="")
        left.set(xlabel="x1", ylabel="x2", aspect="equal", title="what the network says")
        t, *losses = np.array(run.history, dtype=float).T
        for values, label, style in zip(losses, ("examples", "fresh points"), ("-", "--"), strict=True):
            right.plot(t, values, style, marker="." if len(t) == 1 else "", color=palette.SUM, label=label)
        right.set(xlabel="step", ylabel="loss", title=f"after {counted(run.t, 'step')}")
        right.legend()

    def _at(self, params):
        """Return the run of these settings at step t."""
        settings = trainer.Settings(
            **{key: params[key] for key in ("data", "noise", "activation", "init", "optimiser", "eta", "batch", "l2", "seed")},
            hidden=tuple(int(n) for n in params["hidden"]),
        )
        t = min(max(int(params["t"]), 0), MOST_STEPS)
        kept = self._run
        if kept is None or kept.settings != settings or (kept.t > t):
            _require(params, self.own)
            kept = self._run = trainer.Run(self.parts, settings, POINTS, self.own)
        kept.advance(t)
        return kept

    def _maps(self, run, shown):
        """Return the large map, of the output or of unit number `shown`, and the small ones of all hidden units."""
        small = run.says(np.column_stack([a.ravel() for a in np.meshgrid(*(np.linspace(*lim, SMALL) for lim in self.lims))]))
        if small is None:
            return np.zeros(0), np.zeros(0)
        large = run.grid(lambda points: _unit(run.says(points), shown), *self.lims, CELLS)
        hidden = [_shade(np.asarray(read).T).ravel() for read, _ in list(small[1])[1:]]
        return self._shades(run, large, shown), np.concatenate(hidden or [np.zeros(0)])

    def _shades(self, run, values, shown):
        if not len(values):
            return values
        if shown >= 0:
            return _shade(values[None])[0]
        if run.output == "sigmoid":
            return values
        low, high = float(run.y.min()), float(run.y.max())
        return (values - low) / ((high - low) or 1.0)

    def _shown_by(self, run):
        s = run.settings
        used = [s.init, "minibatches", "forward", "output_delta", "backward", *["d_l2_penalty"] * bool(s.l2), s.optimiser, "decision_grid"]
        shown = [self.parts[name].shown_by() for name in used]
        yours = [name for name in shown if not name.startswith("annlab's") or "(" in name]
        rest = len(shown) - len(yours)
        return [*yours, *([f"annlab's {'other ' * bool(yours)}functions ({rest})"] if rest else [])]


def _unit(said, shown):
    """Return what the output, or unit number `shown` counted over all hidden layers, says: (N,)."""
    if said is None:
        raise ValueError("the network could not be asked")
    if shown >= 0:
        units = np.hstack([np.asarray(read) for read, _ in list(said[1])[1:]] or [said[0]])
        if shown < units.shape[1]:
            return units[:, shown]
    return said[0][:, 0]


def _shade(rows):
    """Return each row between 0 and 1, 0.5 standing for 0."""
    most = np.abs(rows).max(axis=1, keepdims=True)
    return 0.5 + 0.5 * rows / np.where(most > 0, most, 1.0)


def own_data(X, y):
    """Return (X, y, output activation, loss) of the learner's arrays: classes 0 and 1, or any numbers."""
    try:
        X, y = (np.array([] if given is None else given, dtype=float) for given in (X, y))
    except (TypeError, ValueError):
        raise ValueError("X and y come together: X of shape (N, 2), y with a number for each row.") from None
    if X.ndim != 2 or X.shape[1] != 2 or not len(X):
        raise ValueError(f"X is {kind(X)}; the playground needs points in the plane, shape (N, 2).")
    if not y.size:
        raise ValueError("X came without y. The playground needs a number for each row: 0 and 1 for classes, or any others.")
    if y.size != len(X):
        raise ValueError(f"X has {len(X)} rows and y {y.size} numbers; each point needs one.")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("X and y hold numbers that are infinite or none at all. np.isfinite finds them.")
    classes = set(np.unique(y)) <= {0.0, 1.0}
    return X, y.reshape(-1, 1), *(("sigmoid", "binary_cross_entropy") if classes else ("identity", "mse"))


def _require(params, own):
    """Raise ValueError for settings that the playground does not have."""
    known = {**{key: list(CHOICES[key]) for key in ("activation", "init", "optimiser")}, "data": ["own"] if own else list(DATA)}
    for key, values in known.items():
        if params[key] not in values:
            raise ValueError(f"{key} is {params[key]!r}; there are {', '.join(values)}.")
    strange = sorted(set(params) - set(FIRST))
    if strange:
        raise ValueError(f"the playground has no setting {', '.join(strange)}; there are {', '.join(FIRST)}.")
    hidden = list(params["hidden"])
    if len(hidden) > MOST_LAYERS or not all(isinstance(n, (int, np.integer)) and 1 <= n <= MOST_UNITS for n in hidden):
        raise ValueError(f"hidden is {hidden}; up to {MOST_LAYERS} layers of 1 to {MOST_UNITS} units can be drawn, as in [4, 4].")
    for key, low in (("eta", 0), ("batch", 1), ("l2", 0), ("noise", 0)):
        if not np.isfinite(params[key]) or params[key] < low:
            raise ValueError(f"{key} is {params[key]}; it should be at least {low}.")


def show_playground(
    init_zeros=None,
    init_xavier=None,
    init_he=None,
    minibatches=None,
    forward=None,
    output_delta=None,
    backward=None,
    d_l2_penalty=None,
    sgd_step=None,
    momentum_step=None,
    adagrad_step=None,
    rmsprop_step=None,
    adam_step=None,
    decision_grid=None,
    X=None,
    y=None,
    **settings,
):
    """Show a network while it trains: its output, every hidden unit, its weights and its losses, to play with.

    the functions : yours, as in the lessons; annlab's where None    X : own points, (N, 2)    y : (N,), 0 and 1 or any numbers
    settings : what to open with, such as data="spirals", hidden=[8, 8], activation="relu", optimiser="sgd_step", eta=0.1
    """
    from annlab.visuals.widget import show

    given = {name: value for name, value in locals().items() if name in trainer.REFERENCES}
    return show(Playground(given, X, y, **settings))

