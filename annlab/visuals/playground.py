"""The playground: a network in training, its output and every hidden unit drawn as maps, on the learner's functions.

The browser asks for the picture after so many steps, and pausing is not asking. A frame is a function of the settings, of the
changes made on the way and of the number of steps alone; the runs that gave the last ones are kept, so that the next is a few steps
away.
"""

import numpy as np

from annlab.visuals import palette, trainer
from annlab.visuals.asking import REFERENCES, parts_of
from annlab.visuals.figure import Figure
from annlab.visuals.playground_code import code
from annlab.visuals.playground_data import CLASSES, FEATURES, RULES, features, limits, own_data
from annlab.visuals.playground_words import advice, describe, formula, heading, scale

POINTS = 150
CELLS, SMALL = 50, 16  # of the large map and of a unit's, along each side
MOST_LAYERS, MOST_UNITS, MOST_STEPS = 3, 8, 100_000
MOST_SENT = 100  # losses
PATIENCE = 0.1  # seconds of training for one picture, where the browser is in a hurry
LEVELS = 255  # a map goes to the browser as bytes: 0 is its lowest colour, LEVELS its highest, which is as fine as a screen
CHOICES = {
    "noise": {n: str(n) for n in (0.0, 0.05, 0.1, 0.2, 0.3)},
    "init": {"init_xavier": "Xavier", "init_he": "He", "init_zeros": "zeros"},
    "activation": {"tanh": "tanh", "relu": "ReLU", "sigmoid": "sigmoid", "softplus": "softplus", "identity": "identity"},
    "optimiser": {
        **{"adam_step": "Adam", "sgd_step": "SGD", "momentum_step": "momentum"},
        **{"adagrad_step": "AdaGrad", "rmsprop_step": "RMSProp"},
    },
    "eta": {n: str(n) for n in (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)},
    "batch": {1: "1", 5: "5", 10: "10", 30: "30", 150: "all"},
    "l2": {0.0: "none", 0.001: "0.001", 0.003: "0.003", 0.01: "0.01", 0.03: "0.03", 0.1: "0.1"},
    "speed": {1: "1 step", 5: "5 steps", 20: "20 steps", 100: "100 steps"},
    "stop": {0: "never", **{n: f"{n} epoch{'s' * (n > 1)}" for n in (1, 10, 50, 100, 500)}},
}
FIRST = {
    **{"data": "circles", "noise": 0.1, "features": ["x1", "x2"], "hidden": [4, 4], "activation": "tanh", "init": "init_xavier"},
    **{"optimiser": "adam_step", "eta": 0.03, "batch": 10, "l2": 0.0, "seed": 0, "speed": 1, "stop": 0, "shown": -1},
}
KEPT = 2  # runs: two views of one figure must not start each other's over and over


class Playground(Figure):
    """given: the learner's functions by name.  X, y: own data.  settings: what to open with, as in FIRST."""

    scripts = ("plane.js", "picker.js", "netplan.js", *(f"playground{part}.js" for part in ("_parts", "_controls", "_net", "_unit", "")))
    size = (9.5, 4.2)

    def __init__(self, given=None, X=None, y=None, **settings):
        self.parts = parts_of({name: fn for name, fn in (given or {}).items() if fn is not None})
        self.own = None if X is None and y is None else own_data(X, y)
        strange = sorted(set(settings) - set(FIRST))
        if strange:
            raise ValueError(f"the playground has no setting {', '.join(strange)}; there are {', '.join(FIRST)}.")
        opens = FIRST | ({"data": "own"} if self.own else {}) | settings
        opens["hidden"], names = list(opens["hidden"]), opens.pop("activation")
        opens["activations"] = [names] * len(opens["hidden"]) if isinstance(names, str) else list(names)
        _require(opens, self.own)
        self.opens = opens | {"t": 0, "changes": [], "code": False, "hurry": False, "have": ""}
        self.lims = limits(self.own)
        self.slow = {}  # {name: seconds} of functions that someone waits for
        self._runs = []
        self._small = np.column_stack([a.ravel() for a in np.meshgrid(*(np.linspace(*lim, SMALL) for lim in self.lims))])

    def setup(self):
        shown = {"data": {"own": "your own"} if self.own else {name: name for name in (*CLASSES, *RULES)}, **CHOICES}
        choices = {key: [[value, label] for value, label in options.items()] for key, options in shown.items()}
        for key, options in choices.items():
            if key in self.opens and self.opens[key] not in [value for value, _ in options]:
                options.append([self.opens[key], str(self.opens[key])])
        maps = _shaded(features(self._small, FEATURES).T)
        return {
            "title": "The playground",
            "choices": choices,
            "features": [[name, label, list(_bytes(row))] for (name, (label, _)), row in zip(FEATURES.items(), maps, strict=True)],
            **{"classes": list(CLASSES), "own": bool(self.own), "live": trainer.AT_ANY_TIME},
            **{"most_layers": MOST_LAYERS, "most_units": MOST_UNITS, "most_steps": MOST_STEPS},
            **{"cells": CELLS, "small": SMALL, "xlim": self.lims[0], "ylim": self.lims[1]},
        }

    def first(self):
        return {key: list(value) if isinstance(value, list) else value for key, value in self.opens.items()}

    def frame(self, params):
        """Return (frame, arrays) after t steps; where `by` is not 0, with `before`: the picture that many steps earlier."""
        by = params.get("by")
        if not by:
            return self._picture(params)
        frame, arrays = self._picture(params | {"t": params["t"] - by, "code": False})
        if frame["t"] != params["t"] - by or frame["halted"] or frame["stopped"] or frame["pause"]:
            return frame, arrays
        later, more = self._picture(params | {"have": frame["points"]})
        return later | {"before": frame}, more | {f"before {name}": array for name, array in arrays.items()}

    def _picture(self, params):
        run = self._at(params)
        shown, maps = int(params["shown"]), {}
        large, units, losses, answers, most = self._look(run, shown)
        words = describe(run, losses, answers, CHOICES)
        newly = {name: took for name, took in run.slow.items() if name not in self.slow}
        self.slow |= newly
        key = f"{run.settings.data} {run.settings.noise} {run.settings.seed}"
        if params.get("have") != key:
            maps["points"] = np.column_stack([run.X, run.y])[:400].ravel()
        frame = {
            "shown_by": self._shown_by(run),
            "trouble": [*run.trouble, *advice(self.slow, self.parts)],
            **{"t": run.t, "epochs": run.epochs, "halted": run.halted, "pause": bool(newly)},
            "stopped": bool(params["stop"] and run.epochs >= params["stop"]),
            **{"sizes": run.sizes, "title": heading(run, shown), "scale": scale(run, shown, most), "formula": formula(run, shown)},
            **{"points": key, "kind": run.output, "line": words.split(". ", 1)[1], "say": f"step {run.t}", "words": words},
        }
        if params.get("code"):
            yours = [name for name, part in self.parts.items() if part.fn is not REFERENCES[name]]
            frame["code"] = code(run, POINTS, yours)
        history = run.history[:: max(1, -(-len(run.history) // MOST_SENT))] + [(run.t, *losses)]
        maps |= {"map": _packed(large), "units": _packed(units), "losses": np.array(history, dtype=float).ravel()}
        maps["weights"] = np.concatenate([part.ravel() for pair in run.params for part in pair])
        return frame, maps

    def draw(self, canvas, params):
        run = self._at(params)
        said, _, losses, *_ = self._look(run, int(params["shown"]))
        left, right = canvas.subplots(1, 2)
        if len(said):
            box = (*self.lims[0], *self.lims[1])
            left.imshow(said.reshape(CELLS, CELLS), origin="lower", extent=box, cmap="RdBu", vmin=0, vmax=1, alpha=0.5)
        for label, marker, colour in ((1, "o", palette.ONE), (0, "s", palette.ZERO)):
            some = (run.y.ravel() > np.mean(run.y)) == bool(label)
            left.plot(*run.X[some].T, marker, color=colour, markersize=3, linestyle="")
        left.set(xlabel="x1", ylabel="x2", aspect="equal", title=heading(run, int(params["shown"])))
        t, *curves = np.array([*run.history, (run.t, *losses)], dtype=float).T
        for values, label, style in zip(curves, ("examples", "fresh points"), ("-", "--"), strict=True):
            right.plot(t, values, style, marker="." if run.t == 0 else "", color=palette.SUM, label=label)
        right.set(xlabel="step", ylabel="loss", title=f"after step {run.t}")
        right.legend()

    def _at(self, params):
        """Return the run of these settings and changes, at step t or, in a hurry, on the way there."""
        changes = [tuple(change) for change in params["changes"]]
        lists = {key: tuple(params[key]) for key in ("features", "hidden", "activations")}
        same = {key: params[key] for key in ("data", "noise", "init", "optimiser", "eta", "batch", "l2", "seed")}
        settings = trainer.Settings(**same, **lists)
        t = min(max(int(params["t"]), 0), MOST_STEPS)
        fitting = [run for run in self._runs if run.fits(settings, t, changes)]
        if fitting:
            run = max(fitting, key=lambda run: run.t)
        else:
            _require(params, self.own)
            run = trainer.Run(self.parts, settings, POINTS, self.own)
        self._runs = [run, *(kept for kept in self._runs if kept is not run)][:KEPT]
        run.advance(t, changes, params["stop"], PATIENCE if params.get("hurry") else np.inf)
        return run

    def _look(self, run, shown):
        """Return (large map, small maps, losses, answers, most): what is seen.

        The large map is the output's, or that of hidden unit number `shown`; the small ones are all units', the output's last.
        answers: to the examples, None where the network cannot be asked.  most: the largest value on the large map.
        """
        run.doing = f"when the picture after step {run.t} was drawn"
        nothing = np.zeros(0), np.zeros(0), (np.nan, np.nan), None, 0.0
        grid = self._small
        said = run.says(np.vstack([grid, run.everywhere()]))
        if said is None:
            return nothing
        losses = run.losses([said[0][len(grid) :]])
        large = run.grid(lambda points: _unit(run.says(points), shown), *self.lims, CELLS)
        units = np.append(_shaded(said[1][: len(grid)].T), self._shades(run, said[0][: len(grid), 0], -1))
        answers = said[0][len(grid) :][: len(run.X), 0]
        return self._shades(run, large, shown), units, losses, answers, np.abs(large).max(initial=0.0)

    def _shades(self, run, values, shown):
        if not len(values):
            return values
        if 0 <= shown < sum(run.sizes[1:-1]):
            return _shaded(values[None])[0]
        if run.output == "sigmoid":
            return np.clip(values, 0, 1)
        low, high = float(run.y.min()), float(run.y.max())
        return np.clip((values - low) / ((high - low) or 1.0), 0, 1)

    def _shown_by(self, run):
        s = run.now
        used = [s.init, "minibatches", "forward", "output_delta", "backward", *["d_l2_penalty"] * bool(s.l2), s.optimiser, "decision_grid"]
        shown = [self.parts[name].shown_by() for name in used]
        yours = [name for name in shown if not name.startswith("annlab's") or "(" in name]
        rest = len(shown) - len(yours)
        return [*yours, *([f"annlab's {'other ' * bool(yours)}functions ({rest})"] if rest else [])]


def _unit(said, shown):
    """Return what the output, or unit number `shown` counted over all hidden layers, says: (N,)."""
    if said is None:
        raise ValueError("the network could not be asked")
    return said[1][:, shown] if 0 <= shown < said[1].shape[1] else said[0][:, 0]


def _shaded(rows):
    """Return each row between 0 and 1, 0.5 standing for 0."""
    most = np.abs(rows).max(axis=1, keepdims=True, initial=0.0)
    return 0.5 + 0.5 * rows / np.where(most > 0, most, 1.0)


def _bytes(shades):
    """Return values from 0 to 1 as whole numbers from 0 to LEVELS, one byte each."""
    return np.round(LEVELS * np.asarray(shades)).astype(np.uint8)


def _packed(shades):
    """Return the bytes of shades, four of them in the place of each 32-bit float that goes to the browser."""
    flat = _bytes(shades)
    return np.pad(flat, (0, -len(flat) % 4)).view("<f4")


def _require(params, own):
    """Raise ValueError for settings that the playground does not have."""
    known = {**{key: list(CHOICES[key]) for key in ("init", "optimiser")}, "data": ["own"] if own else [*CLASSES, *RULES]}
    for key, values in known.items():
        if params[key] not in values:
            raise ValueError(f"{key} is {params[key]!r}; there are {', '.join(values)}.")
    hidden, names = list(params["hidden"]), list(params["activations"])
    if len(hidden) > MOST_LAYERS or not all(isinstance(n, (int, np.integer)) and 1 <= n <= MOST_UNITS for n in hidden):
        raise ValueError(f"hidden is {hidden}; up to {MOST_LAYERS} layers of 1 to {MOST_UNITS} units can be drawn, as in [4, 4].")
    if len(names) != len(hidden):
        raise ValueError(f"activation has {len(names)} names for {len(hidden)} hidden layers; one for each is needed, or one for all.")
    for name in names:
        if name not in CHOICES["activation"]:
            raise ValueError(f"activation is {name!r}; there are {', '.join(CHOICES['activation'])}.")
    chosen = list(params["features"])
    if not chosen or len(set(chosen)) < len(chosen) or not set(chosen) <= set(FEATURES):
        raise ValueError(f"features is {chosen}; it should be some of {', '.join(FEATURES)}, each once.")
    for key, low in (("eta", 0), ("batch", 1), ("l2", 0), ("noise", 0), ("stop", 0)):
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
    settings : what to open with, such as data="spirals", features=["x1", "x2", "x1 x2"], hidden=[8, 8], activation="relu" (or one for
    each hidden layer), optimiser="sgd_step", eta=0.1, batch=10, l2=0.01, stop=50 (epochs)
    """
    from annlab.visuals.widget import show

    given = {name: value for name, value in locals().items() if name in REFERENCES}
    return show(Playground(given, X, y, **settings))
