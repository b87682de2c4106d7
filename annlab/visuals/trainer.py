"""A network in training, one step at a time, on functions that may fail: the engine of the playground, without its picture.

A Run is made of settings and always goes the same way: at step t it is what any other Run of these settings is at t.
"""

from dataclasses import dataclass

import numpy as np

from annlab import nn
from annlab.visuals.calls import Part, kind, whose

REFERENCES = {
    name: getattr(nn, name)
    for name in (
        *("init_zeros", "init_xavier", "init_he", "minibatches", "forward", "output_delta", "backward", "d_l2_penalty"),
        *("sgd_step", "momentum_step", "adagrad_step", "rmsprop_step", "adam_step", "decision_grid"),
    )
}
OPTIMISERS = {  # what each is handed after eta; Adam is handed the number of the step before it
    "sgd_step": (),
    "momentum_step": (0.9,),
    "adagrad_step": (1e-10,),
    "rmsprop_step": (0.9, 1e-8),
    "adam_step": (0.9, 0.999, 1e-8),
}
FRESH = 400  # points that the network never learns from


def parts_of(given):
    """Return a Part for every function of the playground; given: the learner's, by name."""
    unknown = sorted(set(given) - set(REFERENCES))
    if unknown:
        raise ValueError(f"the playground has no use for {', '.join(unknown)}; it takes {', '.join(REFERENCES)}.")
    return {name: Part(name, given.get(name), reference) for name, reference in REFERENCES.items()}


@dataclass(frozen=True)
class Settings:
    """All that decides how a run goes. data: the name of a data set, or "own"."""

    data: str
    noise: float
    hidden: tuple[int, ...]
    activation: str
    init: str
    optimiser: str
    eta: float
    batch: int
    l2: float
    seed: int


class Run:
    """parts: from parts_of.  own: (X, y, output activation, loss) of the learner's own data, or None."""

    def __init__(self, parts, settings, points, own=None):
        self.parts, self.settings, self.t, self.trouble = parts, settings, 0, []
        self.rng = np.random.default_rng(settings.seed)
        self.output, self.loss, self.fresh = "sigmoid", "binary_cross_entropy", None
        if own is None:
            self.X, self.y = nn.toy_data(settings.data, points, settings.noise, self.rng)
            self.fresh = nn.toy_data(settings.data, FRESH, settings.noise, np.random.default_rng([settings.seed, 1]))
        else:
            self.X, self.y, self.output, self.loss = own
        self.sizes = [2, *settings.hidden, 1]
        self.activations = [settings.activation] * len(settings.hidden) + [self.output]
        self.state, self.left, self.epoch = None, [], []
        self.params = self._start()
        self.history = []  # (step, loss on the examples, loss on fresh points), at the end of every epoch
        self._write_down()

    @property
    def halted(self):
        return bool(self.trouble)

    def advance(self, t):
        """Train until step t, or until something breaks."""
        with np.errstate(all="ignore"):
            while self.t < t and not self.halted:
                self._step()

    def ask(self, name, *args, shape=None):
        """Return what the function of that name says, or None with a line of trouble, which ends the run."""
        trouble = []
        value = self.parts[name](trouble, *args, shape=shape)
        for line in trouble[:1]:
            self._halt(line)
        return value

    def says(self, X):
        """Return (what the network says to X, (N, 1), the cache), or None."""
        made = self.ask("forward", X, self.params, self.activations)
        if made is None:
            return None
        if not isinstance(made, (tuple, list)) or len(made) != 2:
            return self._refuse("forward", made, "a pair (y_hat, cache)")
        y_hat = self._array("forward", made[0], (len(X), 1), "y_hat")
        return None if y_hat is None else (y_hat, made[1])

    def grid(self, ask, xlim, ylim, n):
        """Return what the learner's decision_grid makes of ask, (n * n,), or an empty array."""
        made = self.ask("decision_grid", ask, xlim, ylim, n)
        if made is None:
            return np.zeros(0)
        Z = made[2] if isinstance(made, (tuple, list)) and len(made) == 3 else None
        if not isinstance(Z, np.ndarray) or Z.shape != (n, n):
            self._refuse("decision_grid", made if Z is None else Z, f"(xx, yy, Z), each of shape ({n}, {n})")
            return np.zeros(0)
        return self._array("decision_grid", Z, (n, n), "Z").ravel()

    def accuracy(self):
        """Return the share of the examples that are on the right side of 0.5, None where that means nothing."""
        said = self.says(self.X) if self.loss == "binary_cross_entropy" else None
        return None if said is None else float(np.mean((said[0] > 0.5) == (self.y > 0.5)))

    def _start(self):
        params, n_in = [], self.sizes[0]
        for n_out in self.sizes[1:]:
            W = self.ask(self.settings.init, n_out, n_in, self.rng, shape=(n_out, n_in))
            if W is None:
                W = np.zeros((n_out, n_in))
            params.append((W, np.zeros(n_out)))
            n_in = n_out
        return params

    def _step(self):
        if not self.left:
            self.left = self._batches()
        if self.halted:
            return
        X, y = self.left.pop(0)
        grads = self._gradients(X, y)
        stepped = None if grads is None else self._optimised(_flat(grads))
        if stepped is None:
            return
        self.params = list(zip(stepped[::2], stepped[1::2], strict=True))
        self.t += 1
        if not self.left:
            self._write_down()

    def _batches(self):
        made = self.ask("minibatches", self.X, self.y, self.settings.batch, self.rng)
        good = isinstance(made, (list, tuple)) and made and all(isinstance(p, (list, tuple)) and len(p) == 2 for p in made)
        return list(made) if good else self._refuse("minibatches", made, "a list of pairs (X_batch, y_batch)") or []

    def _gradients(self, X, y):
        said = self.says(X)
        if said is None:
            return None
        dZ = self.ask("output_delta", said[0], y, self.loss, self.output, shape=said[0].shape)
        grads = None if dZ is None else self.ask("backward", dZ, said[1], self.params, self.activations)
        if grads is None:
            return None
        grads = self._pairs("backward", grads)
        if grads is None or not self.settings.l2:
            return grads
        more = self.ask("d_l2_penalty", self.params, self.settings.l2)
        more = None if more is None else self._pairs("d_l2_penalty", more)
        return None if more is None else [(a + c, b + d) for (a, b), (c, d) in zip(grads, more, strict=True)]

    def _optimised(self, grads):
        name, flat = self.settings.optimiser, _flat(self.params)
        rest = self.settings.eta, *OPTIMISERS[name]
        if name == "sgd_step":
            made = self.ask(name, flat, grads, *rest)
        else:
            count = (self.t + 1,) if name == "adam_step" else ()
            both = self.ask(name, flat, grads, self.state, *count, *rest)
            if both is not None and (not isinstance(both, (tuple, list)) or len(both) != 2):
                return self._refuse(name, both, "a pair (params, state)")
            made, self.state = (None, None) if both is None else both
        return None if made is None else self._arrays(name, made, flat)

    def _pairs(self, name, given):
        good = isinstance(given, (list, tuple)) and all(isinstance(p, (list, tuple)) and len(p) == 2 for p in given)
        if not good or len(given) != len(self.params):
            return self._refuse(name, given, f"{len(self.params)} pairs (dW, db)")
        flat = self._arrays(name, _flat(given), _flat(self.params))
        return None if flat is None else list(zip(flat[::2], flat[1::2], strict=True))

    def _arrays(self, name, given, like):
        if not isinstance(given, (list, tuple)) or len(given) != len(like):
            return self._refuse(name, given, f"a list of {len(like)} arrays")
        made = [self._array(name, one, other.shape, f"array {i}") for i, (one, other) in enumerate(zip(given, like, strict=True))]
        return None if any(one is None for one in made) else made

    def _array(self, name, value, shape, what):
        try:
            array = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            return self._refuse(name, value, f"an array of shape {shape} for {what}")
        if array.shape != shape:
            return self._refuse(name, array, f"shape {shape} for {what}")
        if not np.isfinite(array).all():
            return self._halt(
                f"{self._whose(name)} returned numbers that are infinite or none at all, in step {self.t + 1}. "
                "A smaller learning rate may keep them in bounds."
            )
        return array

    def _refuse(self, name, value, wanted):
        self._halt(f"{self._whose(name)} returned {kind(value)}; the playground needs {wanted}.")

    def _halt(self, line):
        if not self.halted:  # what comes after the first trouble only follows from it
            self.trouble.append(line)

    def _whose(self, name):
        return f"{whose(self.parts[name].fn)} {name}"

    def _write_down(self):
        losses = []
        for data in ((self.X, self.y), self.fresh):
            said = self.says(data[0]) if data else None
            losses.append(np.nan if said is None else float(nn.LOSSES[self.loss](said[0], data[1])))
        self.history.append((self.t, *losses))


def _flat(pairs):
    return [part for pair in pairs for part in pair]


def code(settings, t, points, own=None):
    """Return Python that makes the same network again: the same numbers, with the course's functions."""
    optimiser = settings.optimiser
    functions = sorted({settings.init, "backward", "forward", "minibatches", "output_delta", optimiser})
    functions += ["d_l2_penalty"] * bool(settings.l2) + ["toy_data"] * (own is None)
    output, loss = ("sigmoid", "binary_cross_entropy") if own is None else own[2:]
    sizes, names = [2, *settings.hidden, 1], [settings.activation] * len(settings.hidden) + [output]
    rest = "".join(f", {value}" for value in (settings.eta, *OPTIMISERS[optimiser]))
    step = {"sgd_step": f"flat = sgd_step(flat, slopes{rest})", "adam_step": f"flat, state = adam_step(flat, slopes, state, t{rest})"}
    lines = [
        "import numpy as np",
        f"from annlab import {', '.join(functions)}",
        "",
        f"rng = np.random.default_rng({settings.seed})",
        "# X and y are your own data, y of shape (N, 1)" if own else f'X, y = toy_data("{settings.data}", {points}, {settings.noise}, rng)',
        f"sizes, activations = {sizes}, {names}".replace("'", '"'),
        f"params = [({settings.init}(n_out, n_in, rng), np.zeros(n_out)) for n_in, n_out in zip(sizes, sizes[1:])]",
        "",
        "t, state, batches = 0, None, []",
        f"while t < {t}:",
        f"    batches = batches or minibatches(X, y, {settings.batch}, rng)",
        "    X_batch, y_batch = batches.pop(0)",
        "    y_hat, cache = forward(X_batch, params, activations)",
        f'    grads = backward(output_delta(y_hat, y_batch, "{loss}", "{output}"), cache, params, activations)',
        *(
            [f"    more = d_l2_penalty(params, {settings.l2})", "    grads = [(a + c, b + d) for (a, b), (c, d) in zip(grads, more)]"]
            if settings.l2
            else []
        ),
        "    flat, slopes = ([part for pair in pairs for part in pair] for pairs in (params, grads))",
        "    t += 1",
        f"    {step.get(optimiser, f'flat, state = {optimiser}(flat, slopes, state{rest})')}",
        "    params = list(zip(flat[::2], flat[1::2]))",
    ]
    return "\n".join(lines)
