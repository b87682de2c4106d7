"""A network in training, one step at a time, on functions that may fail: the engine of the playground, without its picture.

A Run is made of settings and of the changes made while it went, and always goes the same way: at step t it is what any other Run
of these settings and changes is at t.
"""

import time
from dataclasses import dataclass, replace

import numpy as np

from annlab import nn
from annlab.visuals.asking import Asking, flat
from annlab.visuals.playground_data import drawn, ending, features

OPTIMISERS = {  # what each is handed after eta; Adam is handed the number of the step before it
    "sgd_step": (),
    "momentum_step": (0.9,),
    "adagrad_step": (1e-10,),
    "rmsprop_step": (0.9, 1e-8),
    "adam_step": (0.9, 0.999, 1e-8),
}
AT_ANY_TIME = ("activations", "optimiser", "eta", "batch", "l2")  # what may change while it trains
FRESH = 400  # points that the network never learns from


@dataclass(frozen=True)
class Settings:
    """All that decides how a run begins. data: the name of a data set, or "own". activations: one a hidden layer."""

    data: str
    noise: float
    features: tuple[str, ...]
    hidden: tuple[int, ...]
    activations: tuple[str, ...]
    init: str
    optimiser: str
    eta: float
    batch: int
    l2: float
    seed: int


def place_of(key):
    """Return (layer, unit, from) of a weight "w0_1_2", or (layer, unit, None) of a bias "b0_1"."""
    layer, unit, *rest = (int(part) for part in key[1:].split("_"))
    return layer, unit, rest[0] if key[0] == "w" else None


class Run(Asking):
    """parts: from parts_of.  own: (X, y), the learner's own data, or None.  clock: gives seconds."""

    def __init__(self, parts, settings, points, own=None, clock=time.perf_counter):
        super().__init__(parts, clock)
        self.settings, self.t, self.epochs = settings, 0, 0
        self.now = settings  # with the changes made so far
        self.held = {}  # weights and biases that someone holds on to: {key: value}
        self.changes = []  # those that were made, as advance is given them
        self.rng = np.random.default_rng(settings.seed)
        self.fresh = None
        if own is None:
            self.X, self.y = drawn(settings.data, points, settings.noise, self.rng)
            self.fresh = drawn(settings.data, FRESH, settings.noise, np.random.default_rng([settings.seed, 1]))
        else:
            self.X, self.y = own
        self.output, self.loss = ending(settings.data, self.y if own else None)
        self.inputs = features(self.X, settings.features)
        self.sizes = [len(settings.features), *settings.hidden, 1]
        self.state, self.taken, self.left = None, 0, []  # taken: steps of this optimiser
        self.params = self._start()
        self.history = []  # (step, loss on the examples, loss on fresh points), at the end of every epoch
        self._write_down()

    @property
    def activations(self):
        return [*self.now.activations, self.output]

    def advance(self, t, changes=(), stop=0, patience=np.inf):
        """Train until step t, until the end of epoch `stop` (0: none), until something breaks, or for so many seconds.

        changes : (step, setting, value), made before that step, or (step, key of a weight or bias, value, whether it is held)
        """
        begun, due = self.clock(), {}
        for step, *change in changes:
            due.setdefault(step, []).append(change)
        with np.errstate(all="ignore"):
            while True:
                for change in due.get(self.t, ()):
                    self._change(*change)
                if self.t >= t or (stop and self.epochs >= stop) or self.halted or self.clock() - begun > patience:
                    break
                self._step()
        self.changes = [change for change in changes if change[0] <= self.t]

    def fits(self, settings, t, changes):
        """Return whether this run can go on to step t under these changes: nothing that it has done would have been otherwise."""
        if self.settings != settings or self.t > t:
            return False
        past, wanted = ([c for c in some if c[0] < self.t] for some in (self.changes, changes))
        here, there = ({c[1] for c in some if c[0] == self.t} for some in (self.changes, changes))
        return past == wanted and here <= there

    def losses(self, said=None):
        """Return the losses on the examples and on fresh points (nan where there are none).  said: to everywhere(), if known."""
        said = self.says(self.everywhere()) if said is None else said
        if said is None:
            return np.nan, np.nan
        measure, n = nn.LOSSES[self.loss], len(self.X)
        return float(measure(said[0][:n], self.y)), float(measure(said[0][n:], self.fresh[1])) if self.fresh else np.nan

    def everywhere(self):
        """Return the points on which a loss is measured: the examples, then the fresh ones."""
        return np.vstack([self.X, self.fresh[0]]) if self.fresh else self.X

    def _start(self):
        params, n_in = [], self.sizes[0]
        for n_out in self.sizes[1:]:
            W = self.ask(self.settings.init, n_out, n_in, self.rng, shape=(n_out, n_in))
            if W is None or self.halted:
                W = np.zeros((n_out, n_in))
            params.append((W, np.zeros(n_out)))
            n_in = n_out
        return params

    def _change(self, key, value, held=False):
        if key in AT_ANY_TIME:
            self.now = replace(self.now, **{key: tuple(value) if key == "activations" else value})
            if key == "optimiser":
                self.state, self.taken = None, 0  # each remembers something else
            if key == "batch":
                self.left = []  # the examples are dealt anew
            return
        self.held.pop(key, None)
        self.held |= {key: float(value)} if held else {}
        self._set(key, float(value))

    def _set(self, key, value):
        layer, unit, source = place_of(key)
        W, b = (part.copy() for part in self.params[layer])
        (b if source is None else W)[unit if source is None else (unit, source)] = value
        self.params[layer] = (W, b)

    def _step(self):
        self.doing = f"in step {self.t + 1}"
        if not self.left:
            self.left = self._batches()
        if self.halted:
            return
        X, y = self.left.pop(0)
        grads = self._gradients(X, y)
        stepped = None if grads is None else self._optimised(flat(grads))
        if stepped is None:
            return
        self.params = list(zip(stepped[::2], stepped[1::2], strict=True))
        for key, value in self.held.items():
            self._set(key, value)
        self.t, self.taken = self.t + 1, self.taken + 1
        if not self.left:
            self.epochs += 1
            self._write_down()

    def _batches(self):
        made = self.ask("minibatches", self.inputs, self.y, self.now.batch, self.rng)
        if made is None:
            return []
        pairs = list(made) if isinstance(made, (list, tuple)) else []
        if pairs and all(isinstance(pair, (list, tuple)) and self._deals(*pair) for pair in pairs):
            return pairs
        wanted = f"a list of pairs (X_batch, y_batch), of shapes (n, {self.sizes[0]}) and (n, 1)"
        return self.refuse("minibatches", made, wanted) or []

    def _deals(self, *pair):
        shapes = [np.shape(part) for part in pair if isinstance(part, np.ndarray)]
        return len(pair) == 2 and len(shapes) == 2 and shapes == [(len(pair[0]), self.sizes[0]), (len(pair[0]), 1)]

    def _gradients(self, X, y):
        said = self.forward(X)
        if said is None:
            return None
        dZ = self.ask("output_delta", said[0], y, self.loss, self.output, shape=said[0].shape)
        grads = None if dZ is None or self.halted else self.ask("backward", dZ, said[1], self.params, self.activations)
        if grads is None:
            return None
        grads = self.pairs("backward", grads)
        if grads is None or not self.now.l2:
            return grads
        more = self.ask("d_l2_penalty", self.params, self.now.l2)
        more = None if more is None else self.pairs("d_l2_penalty", more)
        return None if more is None else [(a + c, b + d) for (a, b), (c, d) in zip(grads, more, strict=True)]

    def _optimised(self, grads):
        name, before = self.now.optimiser, flat(self.params)
        rest = self.now.eta, *OPTIMISERS[name]
        if name == "sgd_step":
            made = self.ask(name, before, grads, *rest)
        else:
            count = (self.taken + 1,) if name == "adam_step" else ()
            both = self.ask(name, before, grads, self.state, *count, *rest)
            if both is not None and (not isinstance(both, (tuple, list)) or len(both) != 2):
                return self.refuse(name, both, "a pair (params, state)")
            made, self.state = (None, None) if both is None else both
        return None if made is None else self.arrays(name, made, before)

    def _write_down(self):
        self.history.append((self.t, *self.losses()))
