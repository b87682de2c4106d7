"""Asking the learner's functions of a training network: every answer is looked at before it is used.

The first answer that is none ends the asking, with a line on what came from where and when, and one on what to do about it.
What a right answer would be is not known here.
"""

import time

import numpy as np

from annlab import nn
from annlab.visuals.calls import Part, kind, whose
from annlab.visuals.playground_data import features

REFERENCES = {
    name: getattr(nn, name)
    for name in (
        *("init_zeros", "init_xavier", "init_he", "minibatches", "forward", "output_delta", "backward", "d_l2_penalty"),
        *("sgd_step", "momentum_step", "adagrad_step", "rmsprop_step", "adam_step", "decision_grid"),
    )
}
SLOW = 0.1  # seconds for one call that the eye notices
MEND = "Mend it, then run its cell and this one again."
LOOK = "Nothing was learned by then, so look at its formula: a division by 0, the logarithm of 0, the exponential of a large number."
GROWN = "Weights that grow without bound end so: take a smaller learning rate and press Reset. Otherwise look at its formula."


def parts_of(given):
    """Return a Part for every function of the playground; given: the learner's, by name."""
    unknown = sorted(set(given) - set(REFERENCES))
    if unknown:
        raise ValueError(f"the playground has no use for {', '.join(unknown)}; it takes {', '.join(REFERENCES)}.")
    return {name: Part(name, given.get(name), reference, insists=True) for name, reference in REFERENCES.items()}


class Asking:
    """parts: from parts_of.  clock: gives seconds.  A subclass has settings, sizes, params, activations and t."""

    def __init__(self, parts, clock=time.perf_counter):
        self.parts, self.clock = parts, clock
        self.trouble = []
        self.doing = "when the network was made"
        self.slow = {}  # {name: seconds} of functions that took long twice in a row
        self._late, self._asked = set(), 0.0

    @property
    def halted(self):
        return bool(self.trouble)

    def ask(self, name, *args, shape=None):
        """Return what the function of that name says, or None with lines of trouble, which end the run."""
        trouble, begun, outside = [], self.clock(), self._asked
        value = self.parts[name](trouble, *args, shape=shape)
        all_, inside = self.clock() - begun, self._asked - outside
        self._asked, took = outside + all_, all_ - inside  # one function may ask another
        if took > SLOW and name in self._late:  # twice in a row: one late answer may be the machine's fault
            self.slow.setdefault(name, took)
        (self._late.add if took > SLOW else self._late.discard)(name)
        for line in trouble[:1]:
            self._halt(line)
        return value

    def says(self, points):
        """Return (what the network says to points of the plane (N, 2), as (N, 1), what its hidden units say, as (N, units)), or None."""
        made = self.forward(features(points, self.settings.features))
        if made is None:
            return None
        y_hat, cache = made
        hidden = self._hidden(cache, len(points))
        return None if hidden is None else (y_hat, hidden)

    def grid(self, ask, xlim, ylim, n):
        """Return what the learner's decision_grid makes of ask, (n * n,), or an empty array."""
        made = self.ask("decision_grid", ask, xlim, ylim, n)
        if made is None:
            return np.zeros(0)
        Z = made[2] if isinstance(made, (tuple, list)) and len(made) == 3 else None
        if not isinstance(Z, np.ndarray) or Z.shape != (n, n):
            self.refuse("decision_grid", made if Z is None else Z, f"(xx, yy, Z), each of shape ({n}, {n})")
            return np.zeros(0)
        Z = self.array("decision_grid", Z, (n, n), "Z")
        return np.zeros(0) if Z is None else Z.ravel()

    def forward(self, X):
        """Return (y_hat, cache) of the learner's forward on rows of features, or None."""
        made = self.ask("forward", X, self.params, self.activations)
        if made is None:
            return None
        if not isinstance(made, (tuple, list)) or len(made) != 2:
            return self.refuse("forward", made, "a pair (y_hat, cache)")
        y_hat = self.array("forward", made[0], (len(X), 1), "y_hat")
        return None if y_hat is None else (y_hat, made[1])

    def _hidden(self, cache, n):
        good = isinstance(cache, (list, tuple)) and all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in cache)
        if not good or len(cache) != len(self.params):
            return self.refuse("forward", cache, f"a cache of {len(self.params)} pairs (A_prev, Z)")
        read = [self.array("forward", pair[0], (n, size), "A_prev") for pair, size in zip(cache[1:], self.sizes[1:-1], strict=True)]
        return None if any(one is None for one in read) else np.hstack([np.zeros((n, 0)), *read])

    def pairs(self, name, given):
        good = isinstance(given, (list, tuple)) and all(isinstance(p, (list, tuple)) and len(p) == 2 for p in given)
        if not good or len(given) != len(self.params):
            return self.refuse(name, given, f"{len(self.params)} pairs (dW, db)")
        made = self.arrays(name, flat(given), flat(self.params))
        return None if made is None else list(zip(made[::2], made[1::2], strict=True))

    def arrays(self, name, given, like):
        if not isinstance(given, (list, tuple)) or len(given) != len(like):
            return self.refuse(name, given, f"a list of {len(like)} arrays")
        made = [self.array(name, one, other.shape, f"array {i}") for i, (one, other) in enumerate(zip(given, like, strict=True))]
        return None if any(one is None for one in made) else made

    def array(self, name, value, shape, what):
        try:
            array = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            return self.refuse(name, value, f"an array of shape {shape} for {what}")
        if array.shape != shape:
            return self.refuse(name, array, f"shape {shape} for {what}")
        if not np.isfinite(array).all():
            bad = array[~np.isfinite(array)].flat[0]
            advice = MEND if name == "decision_grid" else GROWN if self.t else LOOK
            return self._halt(f"{self._whose(name)} returned {bad} for {what}.", advice)
        return array

    def refuse(self, name, value, wanted):
        self._halt(f"{self._whose(name)} returned {kind(value)}; the playground needs {wanted}.")

    def _halt(self, line, advice=MEND):
        if not self.halted:  # what comes after the first trouble only follows from it
            self.trouble += [line, f"It happened {self.doing}. {advice}"]

    def _whose(self, name):
        return f"{whose(self.parts[name].fn)} {name}"


def flat(pairs):
    return [part for pair in pairs for part in pair]
