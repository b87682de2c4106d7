"""Chapter 11: where weights start, the whole training loop, what was learned as a map, and six runs that went wrong."""

import itertools

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.checking.compare import describe
from annlab.checking.values import close, show
from annlab.exercises.chapter import Chapter
from annlab.nn import LOSSES, backward, forward, minibatches, output_delta

# ---- where weights start: judged by mean and spread, since any order of draws and any shape of the curve will do ----

STATISTICS_FROM = 2_000  # entries: smaller tables are not judged by their spread


def _normal(variance):
    """Return an init whose weights are normal, of variance(n_out, n_in)."""
    return lambda o, i, rng: rng.normal(0, np.sqrt(variance(o, i)), (o, i))


def _even(limit):
    """Return an init whose weights are even between -limit(n_out, n_in) and limit."""
    return lambda o, i, rng: rng.uniform(-1, 1, (o, i)) * limit(o, i)


def _made_of(init, change):
    return lambda o, i, rng: change(init(o, i, rng), rng)


def _compare_weights(expected, got, n_out, n_in, rng):
    distinct, right = (len(np.unique(W)) / W.size for W in (got, expected))
    if abs(distinct - right) > 0.01:
        again = got.size - len(np.unique(got))
        are = "is a repetition" if again == 1 else "are repetitions"
        return f"{again} of the {got.size} weights {are}; each is drawn anew."
    if got.size < STATISTICS_FROM:
        return None
    n, spread, wanted = min(len(np.unique(W)) for W in (got, expected)), got.std(), expected.std()
    if not abs(got.mean() - expected.mean()) <= 9 / np.sqrt(n) * max(spread, wanted):
        return f"the weights have the mean {got.mean():.3g}; about {expected.mean():.3g} is right."
    if not abs(spread - wanted) <= 6 / np.sqrt(n) * max(spread, wanted):
        return f"the weights have the variance {spread**2:.3g}; about {wanted**2:.3g} is right."
    return None


def _shape_and_rng(n_out, n_in):
    return lambda rng: (n_out, n_in, np.random.default_rng(int(rng.integers(2**31))))


def _common(one, other):
    return float(np.sum(np.asarray(one) == np.asarray(other)))


def _pair(f, one, other):
    return f(3, 2, np.random.default_rng(one)), f(3, 2, np.random.default_rng(other))


SHAPES = [
    Drawn("the shape (n_out, n_in)", _shape_and_rng(3, 2)),
    Drawn("a single unit", _shape_and_rng(1, 4)),
    Drawn("a single input", _shape_and_rng(4, 1)),
]
SPREADS = [
    Drawn("many inputs, few units", _shape_and_rng(40, 400), weight=2),
    Drawn("few inputs, many units", _shape_and_rng(400, 40), weight=2),
    Drawn("one input, many units", _shape_and_rng(3000, 1)),
]
INIT_LAWS = [
    Law("Two generators with the same seed give the same weights", lambda f, rng: (lambda s: _pair(f, s, s))(int(rng.integers(2**31)))),
    Law(
        "Two generators with different seeds give other weights",
        lambda f, rng: (lambda s: (_common(*_pair(f, s, s + 1)), 0.0))(int(rng.integers(2**31))),
    ),
    Law("A generator that is used again gives other weights", lambda f, rng: (_common(f(3, 2, rng), f(3, 2, rng)), 0.0)),
]
_WITH_PAIR = "W alone is asked for. The biases come from elsewhere, and start at 0."
_ROOT = "rng.normal takes the standard deviation, which is the root of the variance."


def _mistakes_of_form(init):
    """Return the mistakes that every start can have; init: the right one."""
    return [
        Mistake(
            "W has the shape (n_in, n_out)",
            lambda o, i, rng: init(o, i, rng).reshape(i, o),
            "Row k holds the weights into unit k: n_out rows of n_in numbers. n_out comes first here, also among the arguments.",
        ),
        Mistake("a pair (W, b) is returned", lambda o, i, rng: (init(o, i, rng), np.zeros(o)), _WITH_PAIR),
        Mistake(
            "W has one more column, for the bias",
            lambda o, i, rng: np.hstack([init(o, i, rng), np.zeros((o, 1))]),
            "The biases have a place of their own. W has a column for each input, and no more.",
        ),
        Mistake(
            "W is one long row",
            lambda o, i, rng: init(o, i, rng).ravel(),
            "A table is asked for: hand NumPy the size (n_out, n_in), in brackets.",
        ),
        Mistake(
            "there is one number for each unit, and not one for each of its inputs",
            lambda o, i, rng: init(o, i, rng)[:, 0],
            "Each of the n_out units has n_in weights: size (n_out, n_in).",
        ),
        Mistake(
            "there is one row of weights, and not one for each unit",
            lambda o, i, rng: init(1, i, rng)[0],
            "Each of the n_out units has a row of its own: size (n_out, n_in).",
        ),
        Mistake(
            "W is a list of lists",
            lambda o, i, rng: init(o, i, rng).tolist(),
            "NumPy's own functions make arrays at once: np.zeros((n_out, n_in)), rng.normal(..., size=(n_out, n_in)).",
        ),
    ]


def _mistakes_of_chance(init, variance, formula):
    """Return the mistakes that every random start can have; variance: of (n_out, n_in); formula: the same in words."""

    def spread(o, i):
        return np.sqrt(variance(o, i))

    return [
        *_mistakes_of_form(init),
        Mistake(
            "the variance is given where NumPy asks for the standard deviation",
            _normal(lambda o, i: variance(o, i) ** 2),
            f"{_ROOT} What is the root of {formula}?",
        ),
        Mistake(
            "the weights are divided by the standard deviation instead of multiplied with it",
            _normal(lambda o, i: 1 / variance(o, i)),
            "The more inputs a unit has, the smaller each weight must be. Yours grow.",
        ),
        Mistake(
            "the weights are not scaled: their variance is 1, however many inputs there are",
            _normal(lambda o, i: 1.0),
            f"A standard normal number has variance 1. Which factor makes it {formula}?",
        ),
        Mistake(
            "the weights are all made small, by 0.01, however many inputs there are",
            _normal(lambda o, i: 1e-4),
            "How small is right depends on the size of the layer. Put the formula in the place of 0.01.",
        ),
        Mistake(
            "the variance is 1 / (n_in + n_out)",
            _normal(lambda o, i: 1 / (i + o)),
            f"A factor of 2 is missing: {formula} is asked for.",
        ),
        Mistake("the variance is 1 / n_in", _normal(lambda o, i: 1 / i), f"That is the start of chapter 05. Here it is {formula}."),
        Mistake(
            "the variance is 2 / n_out",
            _normal(lambda o, i: 2 / o),
            "The first argument is n_out, the second n_in. A sum runs over the inputs, so n_in must be in it.",
        ),
        Mistake(
            "the variance is 1 / n_out",
            _normal(lambda o, i: 1 / o),
            f"The first argument is n_out, the second n_in. {formula} is asked for.",
        ),
        Mistake(
            "the weights are even between minus and plus the standard deviation",
            _even(spread),
            "An even draw between -a and a has the variance a**2 / 3. Which a gives the right one? Or draw from rng.normal.",
        ),
        Mistake(
            f"the root is taken of one part of {formula} only, and not of the 2",
            _normal(lambda o, i: 2 * variance(o, i)),
            "The 2 stands under the root as well. Mind the brackets.",
        ),
        Mistake(
            f"the root is taken of the 2 only, and not of all of {formula}",
            _normal(lambda o, i: variance(o, i) ** 2 / 2),
            "The whole fraction stands under the root. Mind the brackets.",
        ),
        Mistake(
            "the limits of the even form are given to rng.normal as its standard deviation",
            _normal(lambda o, i: 3 * variance(o, i)),
            "The root with the 6 belongs to rng.uniform. rng.normal takes the standard deviation, with the 2.",
        ),
        Mistake(
            "the weights come from 0 to 1, evenly, and are scaled then",
            lambda o, i, rng: rng.random((o, i)) * spread(o, i),
            "rng.random never goes below 0, and half the weights should. rng.normal draws around 0.",
        ),
        Mistake(
            "no weight is negative",
            _made_of(init, lambda W, rng: np.abs(W)),
            "Weights that pull down are as welcome as those that push up. Leave the signs alone.",
        ),
        Mistake(
            "the standard deviation stands in the place of the mean",
            lambda o, i, rng: rng.normal(spread(o, i), size=(o, i)),
            "rng.normal takes the mean first: rng.normal(0, ...), or name it, scale=...",
        ),
        Mistake(
            "the mean is missing: the standard deviation stands in its place, and the size in that of the deviation",
            lambda o, i, rng: rng.normal(spread(o, i), (o, i)),
            "rng.normal takes the mean first, then the standard deviation, then the size: rng.normal(0, ..., (n_out, n_in)).",
        ),
        Mistake(
            "a single number is drawn",
            lambda o, i, rng: float(rng.normal(0, spread(o, i))),
            "rng.normal draws one number unless it is told the size, as a third argument: (n_out, n_in).",
        ),
        Mistake(
            "the standard deviation itself is returned, and nothing is drawn",
            lambda o, i, rng: float(spread(o, i)),
            "That is how widely the weights spread. Draw a table of them: rng.normal(0, ..., (n_out, n_in)).",
        ),
        Mistake(
            "the variance is squared, where its root is asked for",
            _normal(lambda o, i: variance(o, i) ** 4),
            f"{_ROOT} A root is np.sqrt(...), or ** 0.5.",
        ),
        Mistake(
            "all weights are one and the same number",
            lambda o, i, rng: np.full((o, i), rng.normal(0, spread(o, i))),
            "rng.normal draws a single number unless it is told a size: size=(n_out, n_in).",
        ),
        Mistake(
            "all units have the same weights",
            lambda o, i, rng: np.tile(init(1, i, rng), (o, 1)),
            "Units that start alike stay alike. Draw n_out rows, not one row n_out times: size=(n_out, n_in).",
        ),
        Mistake(
            "all weights are 0",
            lambda o, i, rng: np.zeros((o, i)),
            "With zeros the units of a layer stay alike. This is the start that tells them apart: draw from rng.",
        ),
        Mistake(
            "the numbers do not come from rng: np.random's own generator, or a new one, is used",
            lambda o, i, rng: init(o, i, np.random.default_rng()),
            "The argument rng is the only source of chance here: rng.normal(...). np.random.randn and default_rng() know nothing of it.",
        ),
        Mistake(
            "the numbers come from a fixed seed, and every layer is the same",
            lambda o, i, rng: init(o, i, np.random.default_rng(0)),
            "Whoever calls you decides about the seed, by the rng that is handed in. Use that one: rng.normal(...).",
        ),
    ]


def _by_loop(spread):
    def init(n_out, n_in, rng):
        W = np.zeros((n_out, n_in))
        for k in range(n_out):
            for j in range(n_in):
                W[k, j] = spread(n_out, n_in) * rng.normal()
        return W

    return init


def _in_styles(variance):
    """Return right starts of this variance in other styles: another order of draws, a loop, an even distribution."""
    return [
        lambda o, i, rng: rng.standard_normal((o, i)) * variance(o, i) ** 0.5,
        lambda o, i, rng: rng.normal(scale=np.sqrt(variance(o, i)), size=(i, o)).T,
        _by_loop(lambda o, i: np.sqrt(variance(o, i))),
        _even(lambda o, i: np.sqrt(3 * variance(o, i))),
    ]


init_zeros = Exercise(
    reference=nn.init_zeros,
    points=1,
    cases=[*SHAPES, Drawn("as many units as inputs", _shape_and_rng(3, 3))],
    mistakes=[
        *_mistakes_of_form(nn.init_zeros),
        Mistake("all weights are 1", lambda o, i, rng: np.ones((o, i)), "np.ones makes ones. Which function makes zeros?"),
        Mistake(
            "the weights are small random numbers, not zeros",
            lambda o, i, rng: 0.01 * rng.normal(size=(o, i)),
            "Exactly 0 is asked for this time, to see what comes of it. rng stays unused.",
        ),
        Mistake(
            "the table is square",
            lambda o, i, rng: np.zeros((o, o)),
            "n_out rows, and n_in columns: which of the two numbers have you used twice?",
        ),
        Mistake(
            "the two sizes are handed to np.zeros as two arguments",
            lambda o, i, rng: np.zeros(o, i),
            "np.zeros takes one argument, the shape, as a pair: mind the double brackets.",
        ),
        Mistake(
            "the number 0 is returned",
            lambda o, i, rng: 0.0,
            "A table of zeros is asked for, n_out rows of n_in.",
        ),
    ],
    accepted=[
        lambda o, i, rng: 0.0 * rng.normal(size=(o, i)),
        lambda o, i, rng: np.array([[0] * i for _ in range(o)]),
        lambda o, i, rng: np.full([o, i], 0.0),
    ],
    hints=[
        "A table with n_out rows and n_in columns, all 0. rng is not needed; it is there so that all starts are called alike.",
        "np.zeros takes the shape as one argument, a pair in brackets.",
        "return np.zeros((n_out, n_in))",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 8.4",
)

_XAVIER, _HE = (lambda o, i: 2 / (i + o)), (lambda o, i: 2 / i)

init_xavier = Exercise(
    reference=nn.init_xavier,
    points=1,
    cases=[*SHAPES, *SPREADS],
    laws=INIT_LAWS,
    mistakes=[
        *_mistakes_of_chance(nn.init_xavier, _XAVIER, "2 / (n_in + n_out)"),
        Mistake(
            "brackets are missing: 2 / n_in + n_out",
            _normal(lambda o, i: 2 / i + o),
            "Python divides first, and adds n_out afterwards. Below the line stands the whole sum: 2 / (n_in + n_out).",
        ),
        Mistake("the variance is 2 / n_in", _normal(_HE), "That is He's start. Xavier's looks at both sides: n_in + n_out."),
        Mistake(
            "the variance is 2 / (n_in n_out)",
            _normal(lambda o, i: 2 / (i * o)),
            "Below the line stands the sum of the two numbers, not their product.",
        ),
    ],
    accepted=_in_styles(_XAVIER),
    hints=[
        "rng.normal(mean, standard deviation, size=(rows, columns)) draws a table. The standard deviation is the root of the variance.",
        "The variance is 2 / (n_in + n_out). Mind the brackets.",
        "rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_out, n_in))",
    ],
    source="Glorot and Bengio (2010), eq. 12",
    compare=_compare_weights,
)

init_he = Exercise(
    reference=nn.init_he,
    points=1,
    cases=[*SHAPES, *SPREADS],
    laws=INIT_LAWS,
    mistakes=[
        *_mistakes_of_chance(nn.init_he, _HE, "2 / n_in"),
        Mistake(
            "the variance is 2 / (n_in + n_out)",
            _normal(_XAVIER),
            "That is Xavier's start. He's looks at the inputs alone, n_in, since relu lets half of the sums through.",
        ),
        Mistake(
            "n_in and n_out have changed places among the arguments",
            lambda o, i, rng: nn.init_he(i, o, rng),
            "The first argument is n_out, the second n_in: init_he(n_out, n_in, rng).",
        ),
        Mistake("the variance is 1 / (2 n_in)", _normal(lambda o, i: 0.5 / i), "The 2 stands above the line: 2 / n_in."),
        Mistake(
            "Xavier's weights are doubled",
            lambda o, i, rng: 2 * nn.init_xavier(o, i, rng),
            "Weights twice as large have four times the variance, and n_out is still in it. Draw anew: the variance is 2 / n_in.",
        ),
        Mistake(
            "relu is applied to the weights",
            lambda o, i, rng: np.maximum(nn.init_he(o, i, rng), 0.0),
            "relu belongs to what the units say. He's weights are for such units; half of them are negative.",
        ),
    ],
    accepted=_in_styles(_HE),
    hints=[
        "As init_xavier, with another variance.",
        "The variance is 2 / n_in, and rng.normal takes its root.",
        "rng.normal(0, np.sqrt(2 / n_in), size=(n_out, n_in))",
    ],
    source="He et al. (2015), eq. 10",
    compare=_compare_weights,
)

# ---- the loop: judged by optimisers that leave nothing to chance, and by what reaches them ----


def _held(params, grads, state):
    """Refuse what no optimiser takes: anything but two lists of arrays, shape by shape the same."""
    for name, given in (("params", params), ("grads", grads)):
        if not isinstance(given, (list, tuple)) or not all(isinstance(a, np.ndarray) for a in given):
            raise ValueError(f"an optimiser takes lists of arrays; {name} is {describe(given)[:80]}")
    if [p.shape for p in params] != [g.shape for g in grads]:
        raise ValueError(f"params have the shapes {[p.shape for p in params]}, grads {[g.shape for g in grads]}; they must be the same")
    if isinstance(state, (list, dict, tuple)) and not state:
        raise ValueError(f"state is None at the first call, and then what the last call gave back; here it is {state!r}")


def half_step(params, grads, state):
    """Step by half the gradient."""
    _held(params, grads, state)
    return [p - 0.5 * g for p, g in zip(params, grads, strict=True)], state


def whole_step(params, grads, state):
    """Step by the whole gradient."""
    _held(params, grads, state)
    return [p - g for p, g in zip(params, grads, strict=True)], state


def count_up(params, grads, state):
    """Set every number to an eighth of how often this was called."""
    _held(params, grads, state)
    calls = 1 if state is None else state + 1
    return [np.full(p.shape, calls / 8) for p in params], calls


def from_half(params, grads, state):
    """Set every number to 0.5 at the first call; step by half the gradient from then on."""
    _held(params, grads, state)
    if state is None:
        return [np.full(p.shape, 0.5) for p in params], 1
    return [p - 0.5 * g for p, g in zip(params, grads, strict=True)], 1


def with_momentum(params, grads, state):
    """Set every number to 0.25 at the first call; step with a velocity from then on."""
    _held(params, grads, state)
    if state is None:
        return [np.full(p.shape, 0.25) for p in params], [np.zeros(p.shape) for p in params]
    velocity = [0.5 * v + g for v, g in zip(state, grads, strict=True)]
    return [p - 0.25 * v for p, v in zip(params, velocity, strict=True)], velocity


def gather(params, grads, state):
    """Set every number to 0, and those that have no slope to the sum of the squares of all largest slopes so far."""
    _held(params, grads, state)
    total = (state or 0.0) + max(float(np.max(g**2)) for g in grads)
    return [np.where(g == 0, total, 0.0) if g.ndim > 1 else np.zeros(p.shape) for p, g in zip(params, grads, strict=True)], total


def stand_still(params, grads, state):
    """Change nothing."""
    return list(params), state


def _after_each_epoch(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    """Return the loss of all examples at the end of each epoch, another sense that "mean training loss" may have."""
    return _loop(entry=lambda batches, at_end: at_end)(X, y, sizes, names, loss, optimizer, epochs, B, rng)[1]


def _compare_fits(expected, got, *args):
    """Compare all but the first entry of the history, which depends on the draw of the weights."""
    args = (*args[:-1], np.random.default_rng(0))  # the case's own generator stays where it is
    for place, (right, yours) in enumerate(zip(expected[0], got[0], strict=True)):
        for name, r, g in zip("Wb", right, yours, strict=True):
            if not close(r, g):
                return f"after the last epoch, {name} of params[{place}] is {_shown(g, r)}; {_shown(r, g)} is right."
    rest, yours = expected[1][1:], got[1][1:]
    if not np.isfinite(got[1][0]):
        return f"history begins with {got[1][0]}."
    if close(rest, yours):
        return None
    also = [nn.fit(*args)[1][1:], _after_each_epoch(*args)[1:]]
    if any(close(rest, one) for one in also) and any(close(one, yours) for one in also):
        return None
    return f"your history goes on, after its first entry, with {show(yours)}; {show(rest)} is right."


def _shown(array, other) -> str:
    """Return an array, or where it is large its first entry that differs from another's."""
    if array.size <= 6:
        return show(array)
    return show(float(array[next(i for i in np.ndindex(array.shape) if not close(other[i], array[i]))])) + " somewhere"


def _flat(pairs):
    return [part for pair in pairs for part in pair]


def _paired(flat):
    return list(zip(flat[::2], flat[1::2], strict=True))


def _mean_of(batches, at_end):
    return float(sum(loss * size for loss, size in batches) / sum(size for _, size in batches))


def _mean_or_0(batches, at_end):
    return _mean_of(batches, at_end) if batches else 0.0


def _best_of_all(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    """Return the parameters of the epoch with the lowest loss."""
    params, state, history, best = nn.init_network(sizes, rng), None, [], None
    for _ in range(epochs):
        seen = []
        for X_batch, y_batch in minibatches(X, y, B, rng):
            y_hat, cache = forward(X_batch, params, names)
            seen.append((LOSSES[loss](y_hat, y_batch), len(y_batch)))
            grads = backward(_delta(y_hat, y_batch, loss, names), cache, params, names)
            flat, state = optimizer(_flat(params), _flat(grads), state)
            params = _paired(flat)
        history.append(_mean_of(seen, None))
        best = params if history[-1] == min(history) else best
    return best, history


def _delta(y_hat, y, loss, names):
    return output_delta(y_hat, y, loss, names[-1])


def _loop(
    start=nn.init_network,
    rounds=lambda epochs: epochs,
    batches=minibatches,
    shown=lambda X, X_batch: X_batch,
    cost=lambda loss: LOSSES[loss],
    delta=_delta,
    step=lambda optimizer, params, grads, state: optimizer(_flat(params), _flat(grads), state),
    kept=lambda state, epoch_begins: state,
    entry=_mean_of,
    give=lambda params, history: (params, history),
):
    """Return a training loop with one thing changed.

    shown: the examples that forward is handed    kept: the state that a step is handed
    step: (optimizer, params, grads, state) -> (flat params, state)
    entry: (list of (loss, size) of the batches, loss of all at the end) -> what goes into the history
    """

    def fit(X, y, sizes, names, loss, optimizer, epochs, B, rng):
        params, state, history = start(sizes, rng), None, []
        for _ in range(rounds(epochs)):
            seen = []
            for place, (X_batch, y_batch) in enumerate(batches(X, y, B, rng)):
                y_hat, cache = forward(shown(X, X_batch), params, names)
                seen.append((cost(loss)(y_hat, y_batch), len(y_batch)))
                grads = backward(delta(y_hat, y_batch, loss, names), cache, params, names)
                flat, state = step(optimizer, params, grads, kept(state, place == 0))
                params = _paired(flat)
            history.append(entry(seen, float(LOSSES[loss](forward(X, params, names)[0], y))))
        return give(params, history)

    return fit


def _once_an_epoch(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    """Step outside of the inner loop: with the last batch alone."""
    params, state, history = nn.init_network(sizes, rng), None, []
    for _ in range(epochs):
        seen = []
        for X_batch, y_batch in minibatches(X, y, B, rng):
            y_hat, cache = forward(X_batch, params, names)
            seen.append((LOSSES[loss](y_hat, y_batch), len(y_batch)))
            grads = backward(_delta(y_hat, y_batch, loss, names), cache, params, names)
        flat, state = optimizer(_flat(params), _flat(grads), state)
        params = _paired(flat)
        history.append(_mean_of(seen, None))
    return params, history


def _shuffled_once(X, y, *rest):
    made = []

    def batches(X, y, B, rng):
        made[:] = made or minibatches(X, y, B, rng)
        return made

    return _loop(batches=batches)(X, y, *rest)


def _seeded_by_epoch(X, y, *rest):
    epochs = itertools.count()
    return _loop(batches=lambda X, y, B, rng: minibatches(X, y, B, np.random.default_rng(next(epochs))))(X, y, *rest)


def _always_anew(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    history = []
    for _ in range(epochs):
        params, losses = nn.fit(X, y, sizes, names, loss, optimizer, 1, B, rng)
        history += losses
    return params, history


def _with_new_start(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    state, history = None, []
    for _ in range(epochs):
        params, seen = nn.init_network(sizes, rng), []
        for X_batch, y_batch in minibatches(X, y, B, rng):
            y_hat, cache = forward(X_batch, params, names)
            seen.append((LOSSES[loss](y_hat, y_batch), len(y_batch)))
            grads = backward(_delta(y_hat, y_batch, loss, names), cache, params, names)
            flat, state = optimizer(_flat(params), _flat(grads), state)
            params = _paired(flat)
        history.append(_mean_of(seen, None))
    return params, history


def _losing_the_name(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    params = nn.init_network(sizes, rng)
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, B, rng):
            params, loss = nn.train_step(params, X_batch, y_batch, names, loss, 0.1)
    return params, [loss]


def _adam_of_the_cell(optimizer, params, grads, state):
    t, memory = (0, None) if state is None else state
    flat, memory = nn.adam_step(_flat(params), _flat(grads), memory, t + 1, 0.02, 0.9, 0.999, 1e-8)
    return flat, (t + 1, memory)


def _pairing(paired):
    """Return a training loop with paired(flat params) for params, which nothing but the next batch looks at."""

    def fit(X, y, sizes, names, loss, optimizer, epochs, B, rng):
        params, state, history = nn.init_network(sizes, rng), None, []
        for _ in range(epochs):
            seen = []
            for X_batch, y_batch in minibatches(X, y, B, rng):
                y_hat, cache = forward(X_batch, params, names)
                grads = backward(_delta(y_hat, y_batch, loss, names), cache, params, names)
                seen.append((LOSSES[loss](y_hat, y_batch), len(y_batch)))
                flat, state = optimizer(_flat(params), _flat(grads), state)
                params = paired(flat)
            history.append(_mean_of(seen, None))
        return params, history

    return fit


def _in_halves(flat):
    half = len(flat) // 2
    return list(zip(flat[:half], flat[half:], strict=True))


def _with_train_step(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    params, history = nn.init_network(sizes, rng), []
    for _ in range(epochs):
        seen = []
        for X_batch, y_batch in minibatches(X, y, B, rng):
            params, cost = nn.train_step(params, X_batch, y_batch, names, loss, 0.1)
            seen.append((cost, len(y_batch)))
        history.append(_mean_of(seen, None))
    return params, history


def _weights_alone(optimizer, params, grads, state):
    Ws, state = optimizer([W for W, _ in params], [dW for dW, _ in grads], state)
    return [part for W, (_, b) in zip(Ws, params, strict=True) for part in (W, b)], state


def _with_whole_state(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    whole = []

    def wrapped(params, grads, state):
        whole[:] = [optimizer(params, grads, whole[0] if whole else None)]
        return whole[0]

    return nn.fit(X, y, sizes, names, loss, wrapped, epochs, B, rng)


def _weights_first(optimizer, params, grads, state):
    """All W and then all b, in one list: another right order."""
    L = len(params)
    in_order, slopes = ([p[0] for p in pairs] + [p[1] for p in pairs] for pairs in (params, grads))
    flat, state = optimizer(in_order, slopes, state)
    return [part for pair in zip(flat[:L], flat[L:], strict=True) for part in pair], state


def _layer_by_layer(optimizer, params, grads, state):
    """One optimiser's state for all layers, each handed to the next."""
    flat = []
    for pair, slopes in zip(params, grads, strict=True):
        stepped, state = optimizer(list(pair), list(slopes), state)
        flat += stepped
    return flat, state


def _loss_later(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    """Each batch's loss, after its step."""
    params, state, history = nn.init_network(sizes, rng), None, []
    for _ in range(epochs):
        seen = []
        for X_batch, y_batch in minibatches(X, y, B, rng):
            y_hat, cache = forward(X_batch, params, names)
            grads = backward(_delta(y_hat, y_batch, loss, names), cache, params, names)
            flat, state = optimizer(_flat(params), _flat(grads), state)
            params = _paired(flat)
            seen.append((LOSSES[loss](forward(X_batch, params, names)[0], y_batch), len(y_batch)))
        history.append(_mean_of(seen, None))
    return params, history


def _loss_before(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    """The loss of all examples at the beginning of each epoch."""
    params, history = _loop(entry=lambda seen, at_end: at_end)(X, y, sizes, names, loss, optimizer, epochs, B, rng)
    return params, [history[0], *history[:-1]]


def _sorted_into(give):
    return _loop(give=give)


def _shuffling_in_place(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    def batches(X, y, B, rng):
        order = rng.permutation(len(X))
        X[:], y[:] = X[order], y[order]
        return [(X[k : k + B], y[k : k + B]) for k in range(0, len(X), B)]

    return _loop(batches=batches)(X, y, sizes, names, loss, optimizer, epochs, B, rng)


def _drawn_batches(X, y, B, rng):
    pieces = [rng.integers(0, len(X), len(X[k : k + B])) for k in range(0, len(X), B)]
    return [(X[piece], y[piece]) for piece in pieces]


def _in_order(X, y, B, rng=None):
    return [(X[k : k + B], y[k : k + B]) for k in range(0, len(X), B)]


def _whole_batches(X, y, B, rng):
    return [pair for pair in minibatches(X, y, B, rng) if len(pair[0]) == min(B, len(X))]


def _batches_shuffled(X, y, B, rng):
    made = _in_order(X, y, B)
    return [made[i] for i in rng.permutation(len(made))]


def _counted_batches(X, y, B, rng):
    return [(X[piece], y[piece]) for piece in np.array_split(rng.permutation(len(X)), min(B, len(X)))]


def _summed(y_hat, y, loss, names):
    return y_hat - y


def _at_random_seed(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    return nn.fit(X, y, sizes, names, loss, optimizer, epochs, B, np.random.default_rng())


def _at_fixed_seed(X, y, sizes, names, loss, optimizer, epochs, B, rng):
    return nn.fit(X, y, sizes, names, loss, optimizer, epochs, B, np.random.default_rng(0))


# The laws watch the batches from inside: with all inputs 0 and all parameters 0, the gradient of a network with an
# output for each example is not 0 exactly at the examples of the batch.


def _watched(f, N, batch_size, epochs, rng):
    """Return the examples of every batch that reaches the optimiser, by their numbers."""
    seen = []

    def watch(params, grads, state):
        gradient = np.concatenate([np.ravel(g) for g in grads]).reshape(-1, N).sum(axis=0)
        seen.append([int(i) for i in np.flatnonzero(gradient)])
        return [np.zeros(np.shape(p)) for p in params], state

    f(np.zeros((N, 1)), np.eye(N), [1, N], ["identity"], "mse", watch, epochs, batch_size, rng)
    return seen


PAIRS = list(itertools.combinations(range(4), 2))
EPOCHS = 40  # of 4 examples in twos: that a right answer misses one of the pairs has a chance of 3 in 10 million


RUNS = 24  # that a right answer misses one of four examples in the first batch: 2 in 10 million


def _partners(batches):
    return sorted({tuple(batch) for batch in batches})


def _met(batches):
    return sorted({i for batch in batches for i in batch})


def _members(f, rng):
    batches = _watched(f, 7, 3, 3, rng)
    return [len(batch) for batch in batches], sorted(i for batch in batches for i in batch)


_BLOB = np.array([[0.5, -1.0], [1.5, 0.25], [-0.75, 2.0], [-1.0, -0.5], [0.25, 0.75]])
_SIDE = np.array([[1.0], [0.0], [1.0], [0.0], [1.0]])


def _start(f, rng, sizes=(2, 3, 1)):
    """Return the weights of the first layer as they are drawn."""
    names = ["tanh"] * (len(sizes) - 2) + ["sigmoid"]
    params, _ = f(_BLOB, _SIDE, list(sizes), names, "binary_cross_entropy", stand_still, 1, 5, rng)
    return np.asarray(params[0][0])


def _run(f, seed):
    return f(_BLOB, _SIDE, [2, 3, 1], ["tanh", "sigmoid"], "binary_cross_entropy", half_step, 3, 2, np.random.default_rng(seed))


_CORNERS = np.array([[1.0, 1.0, 1.0], [1.0, -1.0, -1.0], [-1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]])


def _problem(X, y, sizes, names, loss, optimizer, epochs, batch_size):
    """Return a draw for a case: these arguments, and a generator."""
    X, y = np.array(X), np.array(y)
    return lambda rng: (X.copy(), y.copy(), sizes, names, loss, optimizer, epochs, batch_size, _generator(rng))


def _generator(rng):
    return np.random.default_rng(int(rng.integers(2**31)))


def _some_regression(rng):
    d, K, N = (int(n) for n in rng.integers([1, 1, 4], [4, 3, 7]))
    y = rng.normal(size=(N, K))
    return rng.normal(size=(N, d)), y, [d, 3, K], ["tanh", "identity"], "mse", from_half, 4, N, _generator(rng)


_TARGETS = _CORNERS @ [[2.0], [-1.0], [0.5]] + 0.25
_TWO = _CORNERS @ [[2.0, 0.0], [-1.0, 1.0], [0.5, 3.0]] + [0.25, -2.0]

fit = Exercise(
    reference=nn.fit,
    points=3,
    cases=[
        Drawn("one linear layer, solved by its first step", _problem(_CORNERS, _TARGETS, [3, 1], ["identity"], "mse", half_step, 3, 4)),
        Drawn("two outputs", _problem(_CORNERS, _TWO, [3, 2], ["identity"], "mse", whole_step, 2, 4)),
        Drawn("a single epoch", _problem(_CORNERS, _TARGETS, [3, 1], ["identity"], "mse", half_step, 1, 4)),
        Drawn(
            "batches of two, the last one short",
            _problem(np.full((5, 2), 2), np.full((5, 1), 3), [2, 2, 1], ["identity", "identity"], "mse", count_up, 3, 2),
            weight=2,
        ),
        Drawn("batches of two, each example another", _problem(np.zeros((5, 1)), np.eye(5), [1, 5], ["identity"], "mse", gather, 2, 2)),
        Drawn("a batch larger than the data", _problem(np.ones((3, 1)), np.zeros((3, 2)), [1, 2], ["sigmoid"], "mse", count_up, 4, 10)),
        Drawn("batches of one", _problem(np.ones((2, 1)), np.zeros((2, 1)), [1, 2, 1], ["tanh", "identity"], "mse", with_momentum, 3, 1)),
        Drawn(
            "a yes or no, with a hidden layer",
            _problem(_BLOB, _SIDE, [2, 3, 1], ["tanh", "sigmoid"], "binary_cross_entropy", from_half, 4, 5),
            weight=2,
        ),
        Drawn(
            "three classes, with two hidden layers",
            _problem(_BLOB, np.eye(3)[[0, 1, 2, 0, 2]], [2, 2, 2, 3], ["relu", "tanh", "softmax"], "cross_entropy", from_half, 3, 5),
        ),
        Drawn("a sigmoid with the mean squared error", _problem(_BLOB, _SIDE, [2, 2, 1], ["softplus", "sigmoid"], "mse", from_half, 4, 8)),
        Drawn("a random regression", _some_regression),
    ],
    laws=[
        Law(
            "Two generators with the same seed give the same run",
            lambda f, rng: (lambda seed: (_run(f, seed), _run(f, seed)))(int(rng.integers(2**31))),
        ),
        Law(
            "Two generators with different seeds start from different weights",
            lambda f, rng: (lambda s: (_common(*(_start(f, np.random.default_rng(s + k)) for k in (0, 1))), 0.0))(int(rng.integers(2**31))),
        ),
        Law("The units of the hidden layer start with different weights", lambda f, rng: (len(np.unique(_start(f, rng), axis=0)), 3)),
        Law(
            "In 3 epochs of 7 examples in threes, every epoch has batches of 3, 3 and 1, and each example comes 3 times",
            lambda f, rng: (_members(f, rng), ([3, 3, 1] * 3, sorted([*range(7)] * 3))),
        ),
        Law(
            f"In the course of {EPOCHS} epochs each of four examples shares its batch of two with each other one",
            lambda f, rng: (_partners(_watched(f, 4, 2, EPOCHS, rng)), PAIRS),
        ),
        Law(
            f"In the course of {RUNS} runs of one epoch each of four examples comes in the first batch at some time",
            lambda f, rng: (_met([_watched(f, 4, 2, 1, rng)[0] for _ in range(RUNS)]), [0, 1, 2, 3]),
        ),
        Law(
            f"In the course of {RUNS} epochs each of four examples comes in the first batch at some time",
            lambda f, rng: (_met(_watched(f, 4, 2, RUNS, rng)[::2]), [0, 1, 2, 3]),
        ),
    ],
    mistakes=[
        Mistake(
            "the optimiser's state is not handed on: it is None at every step",
            _loop(kept=lambda state, epoch_begins: None),
            "The optimiser returns two things. Keep both, and hand the state back at the next step.",
        ),
        Mistake(
            "the state begins anew in every epoch",
            _loop(kept=lambda state, epoch_begins: None if epoch_begins else state),
            "state = None stands before both loops, once for the whole training.",
        ),
        Mistake(
            "the network begins anew in every epoch",
            _always_anew,
            "Print params[0][0] at the beginning of each epoch. The start stands before both loops.",
        ),
        Mistake(
            "the network begins anew in every epoch, and the state goes on",
            _with_new_start,
            "Print params[0][0] at the beginning of each epoch. The start stands before both loops.",
        ),
        Mistake(
            "what the optimiser returns is not used, and the parameters stay as they were",
            _loop(step=lambda opt, params, grads, state: (_flat(params), opt(_flat(params), _flat(grads), state)[1])),
            "The optimiser changes nothing in place. Its first result are the new parameters: pair them up again.",
        ),
        Mistake(
            "a step is made once an epoch, with the gradient of the last batch",
            _once_an_epoch,
            "Count the calls of the optimiser: one for each batch. How far is the line indented?",
        ),
        Mistake(
            "batch_size is not used: all examples make one batch",
            _loop(batches=lambda X, y, B, rng: minibatches(X, y, len(X), rng)),
            "Five examples in twos are three steps an epoch. minibatches gives the batches.",
        ),
        Mistake(
            "batch_size is taken for the number of batches",
            _loop(batches=_counted_batches),
            "batch_size is how many examples a batch holds; minibatches(X, y, batch_size, rng) does it.",
        ),
        Mistake(
            "the short last batch is dropped",
            _loop(batches=_whole_batches),
            "Five examples in twos are three steps an epoch, and the third has one example.",
        ),
        Mistake(
            "every batch that is short is dropped, even if it is the only one",
            _loop(batches=lambda X, y, B, rng: [pair for pair in minibatches(X, y, B, rng) if len(pair[0]) == B], entry=_mean_or_0),
            "Five examples in twos are three steps an epoch, and the third has one example. It counts like the others.",
        ),
        Mistake(
            "the last batch is always dropped, short or not",
            _loop(batches=lambda X, y, B, rng: minibatches(X, y, B, rng)[:-1] or minibatches(X, y, B, rng)),
            "Count the steps of an epoch: each batch makes one, the last too.",
        ),
        Mistake(
            "only the first batch of each epoch is used",
            _loop(batches=lambda X, y, B, rng: minibatches(X, y, B, rng)[:1]),
            "Every batch of the epoch makes a step. Is there a break, or an index [0]?",
        ),
        Mistake(
            "the examples are never shuffled, or always in the same way",
            _loop(batches=_in_order),
            "Which examples share a batch should change from epoch to epoch: minibatches shuffles.",
        ),
        Mistake(
            "the batches are made once, before the epochs, and used again and again",
            _shuffled_once,
            "Call minibatches inside the loop over the epochs, so that each epoch has batches of its own.",
        ),
        Mistake(
            "the batches are shuffled, but not the examples in them",
            _loop(batches=_batches_shuffled),
            "The same neighbours share a batch in every epoch. Shuffle the examples; minibatches does.",
        ),
        Mistake(
            "batches are drawn with repetition",
            _loop(batches=_drawn_batches),
            "In an epoch every example comes exactly once. minibatches sees to it.",
        ),
        Mistake(
            "X and y are shuffled apart",
            _loop(batches=lambda X, y, B, rng: _in_order(rng.permutation(X), rng.permutation(y), B)),
            "A row of X belongs to its row of y. One order for both.",
        ),
        Mistake(
            "the caller's own X and y are shuffled",
            _shuffling_in_place,
            "X[:] = ... and rng.shuffle(X) change what was handed in. minibatches makes new arrays.",
        ),
        Mistake(
            "there is one epoch too few",
            _loop(rounds=lambda epochs: epochs - 1),
            "range(epochs) runs epochs times. Where does your range begin or end?",
        ),
        Mistake(
            "there is one epoch too many",
            _loop(rounds=lambda epochs: epochs + 1),
            "range(epochs) runs epochs times. Where does your range begin or end?",
        ),
        Mistake(
            "training ends after the first epoch",
            _loop(rounds=lambda epochs: 1),
            "Does the return stand inside the loop over the epochs?",
        ),
        Mistake(
            "the history has an entry for each batch",
            lambda *args: (lambda result: (result[0], [loss for epoch in result[1] for loss in epoch]))(
                _loop(entry=lambda batches, _: [loss for loss, _ in batches])(*args)
            ),
            "One number for each epoch: the mean over all its examples.",
        ),
        Mistake(
            "the history adds the losses up",
            _loop(entry=lambda batches, _: float(sum(loss for loss, _ in batches))),
            "With more batches your number grows, though the network is no worse. A mean is asked for.",
        ),
        Mistake(
            "the history adds the losses up, each times its batch's size, and does not divide",
            _loop(entry=lambda batches, _: float(sum(loss * size for loss, size in batches))),
            "Divide by the number of examples at the end of the epoch.",
        ),
        Mistake(
            "every batch counts the same in the history, also the short one",
            _loop(entry=lambda batches, _: float(np.mean([loss for loss, _ in batches]))),
            "A batch of one example has as much say as a batch of two. Weigh each loss with its batch's size, and divide by N.",
        ),
        Mistake(
            "the losses are weighed with the batches' sizes and divided by the number of batches",
            _loop(entry=lambda batches, _: float(sum(loss * size for loss, size in batches) / len(batches))),
            "Where the weights add up to N, the sum is to be divided by N.",
        ),
        Mistake(
            "each loss is weighed with batch_size, also that of a batch which is shorter",
            lambda *args: _loop(
                entry=lambda batches, _: float(sum(loss for loss, _ in batches) * args[7] / sum(size for _, size in batches))
            )(*args),
            "The last batch may hold fewer. Weigh each loss with the number of examples it is the mean of: len(X_batch).",
        ),
        Mistake(
            "the losses are added up and divided by the number of examples",
            _loop(entry=lambda batches, _: float(sum(loss for loss, _ in batches) / sum(size for _, size in batches))),
            "Each batch's loss is a mean already. Multiply it with the batch's size first.",
        ),
        Mistake(
            "the history holds the last batch's loss",
            _loop(entry=lambda batches, _: float(batches[-1][0])),
            "Gather the losses of all batches of the epoch, and take their mean at its end.",
        ),
        Mistake(
            "the history holds the first batch's loss",
            _loop(entry=lambda batches, _: float(batches[0][0])),
            "Gather the losses of all batches of the epoch, and take their mean at its end.",
        ),
        Mistake(
            "the total is not set back to 0 at the beginning of an epoch",
            lambda *args: (lambda result: (result[0], [float(h) for h in np.cumsum(result[1])]))(nn.fit(*args)),
            "Your numbers grow from epoch to epoch. Set the total to 0 inside the loop over the epochs.",
        ),
        Mistake(
            "each batch's loss is taken after its step",
            _loss_later,
            "forward has been run before the step already: take the loss of that y_hat.",
        ),
        Mistake(
            "the history holds the loss of all examples at the beginning of each epoch",
            _loss_before,
            "Then the last epoch leaves no trace in it. Gather the losses of the batches, each before its step.",
        ),
        Mistake(
            "the history always holds the mean squared error, whatever loss is asked for",
            _loop(cost=lambda loss: LOSSES["mse"]),
            "loss is a name. LOSSES[loss] is the function of that name.",
        ),
        Mistake(
            "the gradient is always that of the mean squared error",
            _loop(delta=lambda y_hat, y, loss, names: output_delta(y_hat, y, "mse", names[-1])),
            "output_delta takes the name of the loss: hand on the one that you were given.",
        ),
        Mistake(
            "y_hat - y is taken for dZ, without the loss's 1/N",
            _loop(delta=_summed),
            "output_delta(y_hat, y, loss, activation) knows the right dZ for every loss, its 1/N included.",
        ),
        Mistake(
            "(y_hat - y) / N is taken for dZ, whatever the loss",
            _loop(delta=lambda y_hat, y, loss, names: (y_hat - y) / len(y)),
            "That holds for two pairs of loss and activation only. output_delta knows all of them.",
        ),
        Mistake(
            "the activation of the first layer is handed to output_delta",
            _loop(delta=lambda y_hat, y, loss, names: output_delta(y_hat, y, loss, names[0])),
            "The output is made by the last layer: activations[-1].",
        ),
        Mistake(
            "the gradients are divided by the batch's size once more",
            _loop(delta=lambda y_hat, y, loss, names: _delta(y_hat, y, loss, names) / len(y)),
            "dZ already holds the loss's 1/N. Leave the gradients as backward gives them.",
        ),
        Mistake(
            "the gradients have the wrong sign",
            _loop(step=lambda opt, params, grads, state: opt(_flat(params), [-g for g in _flat(grads)], state)),
            "The optimiser takes the gradient as it is, and goes downhill by itself.",
        ),
        Mistake(
            "params and grads have changed places in the optimiser's arguments",
            _loop(step=lambda opt, params, grads, state: opt(_flat(grads), _flat(params), state)),
            "The order is `optimizer(params, grads, state)`.",
        ),
        Mistake(
            "the optimiser is handed the pairs (W, b), not a flat list of arrays",
            _loop(step=lambda opt, params, grads, state: opt(params, grads, state)),
            "An optimiser knows no layers. Make one list of arrays, W1, b1, W2, b2 and so on, for params and for grads.",
        ),
        Mistake(
            "the state begins as an empty list or dict instead of None",
            _loop(kept=lambda state, epoch_begins: {} if state is None else state),
            "What is in the state is the optimiser's business. Before its first step it is None.",
        ),
        Mistake(
            "only the weights are trained, and never the biases",
            _loop(step=_weights_alone),
            "backward gives pairs (dW, db). Both belong into the list that the optimiser is handed.",
        ),
        Mistake(
            "the optimiser is called once for each layer, and the state runs through all of them",
            _loop(step=_layer_by_layer),
            "One call for each batch, with all arrays of all layers in one list: the state belongs to the whole list.",
        ),
        Mistake(
            "the optimiser is not used at all, but a step of one's own",
            _with_train_step,
            "train_step of chapter 09 is plain gradient descent. Here the step is made by the function that is handed in.",
        ),
        Mistake(
            "adam of the cell above is called, whatever optimiser is handed in",
            _loop(step=_adam_of_the_cell),
            "The argument is called `optimizer`: `flat, state = optimizer(...)`. Then the same loop serves every one of them.",
        ),
        Mistake(
            "the name loss is given to a number, and the next batch asks for a loss of that name",
            _losing_the_name,
            "Call the number otherwise. And train_step makes plain steps of its own: here the optimiser makes them.",
        ),
        Mistake(
            "forward is handed all of X, not the batch",
            _loop(shown=lambda X, X_batch: X),
            "Each step looks at one batch: forward(X_batch, ...), to be compared with y_batch.",
        ),
        Mistake(
            "the parameters stay one flat list after the step",
            _pairing(lambda flat: flat),
            "forward takes pairs (W, b). Make them again after each step: list(zip(flat[::2], flat[1::2])).",
        ),
        Mistake(
            "zip is kept as it is, and is used up after one walk",
            _pairing(lambda flat: zip(flat[::2], flat[1::2], strict=True)),
            "forward walks through it, and nothing is left for backward. Make a list: list(zip(...)).",
        ),
        Mistake(
            "the flat list is cut in halves, and not into every second",
            _pairing(_in_halves),
            "In the flat list stand W1, b1, W2, b2: every second from 0 is a W, every second from 1 a b. flat[::2], flat[1::2].",
        ),
        Mistake(
            "the start comes from a fixed seed, and only the batches from rng",
            _loop(start=lambda sizes, rng: nn.init_network(sizes, np.random.default_rng(0))),
            "Whoever calls you decides about the seed, for the weights too: init_network(layer_sizes, rng).",
        ),
        Mistake(
            "all weights start with one and the same number",
            _loop(start=lambda sizes, rng: [(np.ones_like(W), b) for W, b in nn.init_network(sizes, rng)]),
            "With equal weights, be they 0 or 1, the hidden units never come to differ. init_network(layer_sizes, rng) draws weights.",
        ),
        Mistake(
            "the numbers do not come from rng, but from np.random or a new generator",
            _at_random_seed,
            "Hand the rng that you were given on, to init_network and to minibatches.",
        ),
        Mistake(
            "the numbers come from a fixed seed, and every run is the same",
            _at_fixed_seed,
            "Whoever calls you decides about the seed, by the rng that is handed in. Use that one.",
        ),
        Mistake(
            "each epoch is shuffled by a seed of its own, and not by rng",
            _seeded_by_epoch,
            "Hand rng itself to minibatches: it goes on by itself from epoch to epoch.",
        ),
        Mistake(
            "the parameters of the best epoch are returned, not those at the end",
            _best_of_all,
            "That is called early stopping, and comes in the next chapter. Return the parameters as the last step has left them.",
        ),
        Mistake(
            "all that the optimiser returns is taken for the state",
            _with_whole_state,
            "The optimiser returns two things: take them apart, flat, state = ...",
        ),
        Mistake(
            "the gradients are handed over in reverse order",
            _loop(step=lambda opt, params, grads, state: opt(_flat(params), _flat(grads[::-1]), state)),
            "backward gives the first layer's gradients first already.",
        ),
        Mistake(
            "three things are returned",
            _sorted_into(lambda params, history: (params, history, None)),
            "Two things are asked for: return params, history.",
        ),
        Mistake(
            "a dict is returned",
            _sorted_into(lambda params, history: {"params": params, "history": history}),
            "Two things are asked for, without names: return params, history.",
        ),
        Mistake(
            "the history holds pairs, such as (epoch, loss)",
            _sorted_into(lambda params, history: (params, list(enumerate(history)))),
            "One number for each epoch is asked for. Its place in the list says which epoch it is.",
        ),
        Mistake(
            "the history is missing",
            _sorted_into(lambda params, history: params),
            "Two things are asked for: return params, history.",
        ),
        Mistake(
            "history and params have changed places",
            _sorted_into(lambda params, history: (history, params)),
            "The parameters first: return params, history.",
        ),
        Mistake(
            "the parameters come back as one flat list",
            _sorted_into(lambda params, history: (_flat(params), history)),
            "Make pairs again: list(zip(flat[::2], flat[1::2])) takes every second array from 0 and from 1.",
        ),
        Mistake(
            "the last loss is returned instead of the whole history",
            _sorted_into(lambda params, history: (params, history[-1])),
            "One number for each epoch, in a list.",
        ),
    ],
    accepted=[
        _loop(),
        _loop(entry=lambda batches, at_end: at_end),
        _loop(start=lambda sizes, rng: [(nn.init_he(o, i, rng), np.zeros(o)) for i, o in itertools.pairwise(sizes)]),
        lambda *args: (lambda result: ([list(pair) for pair in result[0]], np.array(result[1])))(nn.fit(*args)),
        _loop(step=_weights_first),
    ],
    hints=[
        "Two loops: over the epochs, and in it over minibatches(X, y, batch_size, rng). Before both: params, state = None, an empty "
        "history.",
        "For each batch: forward, the loss, output_delta, backward, and one call of the optimiser. It takes flat lists: "
        "[part for pair in params for part in pair] makes one of pairs, list(zip(flat[::2], flat[1::2])) makes pairs again.",
        "total += LOSSES[loss](y_hat, y_batch) * len(X_batch) in each batch, history.append(total / len(X)) after the last one. "
        "`flat, state = optimizer(flat_params, flat_grads, state)`, with flat_grads made of "
        "backward(output_delta(y_hat, y_batch, loss, activations[-1]), cache, params, activations).",
    ],
    source="Goodfellow et al., Deep Learning (2016), algorithm 8.1",
    compare=_compare_fits,
)


# ---- what a network says, all over the plane ----


def tilted(X):
    """Return x + 10 y of every point."""
    return X[:, 0] + 10 * X[:, 1]


def tilted_by_twos(X):
    """Return x + 10 y of every two numbers that stand next to each other, whatever the shape."""
    numbers = np.ravel(X)
    return numbers[::2] + 10 * numbers[1::2]


def ring(X):
    """Return 1 for a point in the circle of radius 1, and 0 for others."""
    return np.where(np.sum(np.asarray(X) ** 2, axis=1) < 1, 1, 0)


def wave(X):
    """Return sin(x) times y squared of every point."""
    return np.sin(X[:, 0]) * X[:, 1] ** 2


def _grid(columns=None, indexing="xy", count=lambda n: n, give=None, shaped=None, steps=np.linspace):
    """Return a decision_grid with one thing changed."""

    def run(predict, xlim, ylim, n):
        xx, yy = np.meshgrid(steps(*xlim, count(n)), steps(*ylim, count(n)), indexing=indexing)
        points = columns(xx, yy) if columns else np.column_stack([xx.ravel(), yy.ravel()])
        Z = predict(points)
        Z = shaped(Z, xx) if shaped else np.reshape(Z, xx.shape)
        return give(xx, yy, Z) if give else (xx, yy, Z)

    return run


def _with_limits(change):
    return lambda predict, xlim, ylim, n: nn.decision_grid(predict, *change(xlim, ylim), n)


def _steps_of(xlim, n):
    return np.arange(xlim[0], xlim[1], (xlim[1] - xlim[0]) / n)


def _on(predict, xs, ys):
    xx, yy = np.meshgrid(xs, ys)
    return xx, yy, np.reshape(predict(np.column_stack([xx.ravel(), yy.ravel()])), xx.shape)


def _grid_by_loop(predict, xlim, ylim, n):
    xs, ys = np.linspace(xlim[0], xlim[1], n), np.linspace(ylim[0], ylim[1], n)
    xx, yy, Z = np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n))
    for row in range(n):
        for column in range(n):
            xx[row, column], yy[row, column] = xs[column], ys[row]
            Z[row, column] = predict(np.array([[xs[column], ys[row]]]))[0]
    return xx, yy, Z


def _point_by_point(predict, xlim, ylim, n):
    xx, yy = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))
    Z = np.zeros((n, n))
    for place in np.ndindex(Z.shape):
        Z[place] = predict(np.array([xx[place], yy[place]]))
    return xx, yy, Z


def _grid_by_rows(predict, xlim, ylim, n):
    ys, xs = np.mgrid[ylim[0] : ylim[1] : n * 1j, xlim[0] : xlim[1] : n * 1j]
    return xs, ys, np.array([predict(np.stack([x, y], axis=-1)) for x, y in zip(xs, ys, strict=True)])


def _corner_values(f, rng):
    x, y = np.sort(rng.normal(size=2)), np.sort(rng.normal(size=2))
    _, _, Z = f(tilted, (x[0], x[1]), (y[0], y[1]), 4)
    return np.asarray(Z)[[0, 0, -1, -1], [0, -1, 0, -1]], tilted(np.array([[x[0], y[0]], [x[1], y[0]], [x[0], y[1]], [x[1], y[1]]]))


decision_grid = Exercise(
    reference=nn.decision_grid,
    points=2,
    cases=[
        Case("two points along each side", tilted, (0, 1), (0, 2), 2),
        Case("limits with a minus", tilted, (-2.0, 1.0), (3.0, 4.5), 4),
        Case("a ring of whole numbers", ring, (-1.5, 1.5), (-2.0, 2.0), 5),
        Case("a wave", wave, (0.0, 3.0), (-1.0, 1.0), 7),
        Case("beside the origin", tilted_by_twos, (2.0, 3.0), (5.0, 7.0), 3),
    ],
    laws=[Law("At the corners of the grid Z is what predict says there", _corner_values)],
    mistakes=[
        Mistake(
            "the columns of the points have changed places: y stands first",
            _grid(columns=lambda xx, yy: np.column_stack([yy.ravel(), xx.ravel()])),
            "predict takes rows (x, y). Which of xx and yy is the first column?",
        ),
        Mistake(
            "x grows down the rows, and y along a row",
            _grid(indexing="ij"),
            'np.meshgrid(xs, ys) as it is lets x grow along a row; indexing="ij" turns it round.',
        ),
        Mistake(
            "Z is transposed, or folded column by column",
            _grid(shaped=lambda Z, xx: np.reshape(Z, xx.shape).T),
            "Compare Z[0, -1] with predict at (xx[0, -1], yy[0, -1]). Is there a .T too many, or an order=\"F\"?",
        ),
        Mistake(
            "Z is one long row",
            _grid(shaped=lambda Z, xx: np.asarray(Z)),
            "Fold it: Z.reshape(xx.shape).",
        ),
        Mistake(
            "Z is a column",
            _grid(shaped=lambda Z, xx: np.reshape(Z, (-1, 1))),
            "Fold it: Z.reshape(xx.shape).",
        ),
        Mistake(
            "predict is asked once for each row of xx, as if that were a point",
            _grid(columns=lambda xx, yy: np.hstack([xx, yy])),
            "Each point is a row of two numbers: ravel makes one long row of xx and of yy, column_stack puts them side by side.",
        ),
        Mistake(
            "the points are the columns: predict is handed an array of two rows",
            _grid(columns=lambda xx, yy: np.array([xx.ravel(), yy.ravel()])),
            "Examples are rows: (M, 2), not (2, M). np.column_stack puts the two side by side.",
        ),
        Mistake(
            "x stands in both columns of the points",
            _grid(columns=lambda xx, yy: np.column_stack([xx.ravel(), xx.ravel()])),
            "predict takes rows (x, y): the second column is made of yy.",
        ),
        Mistake(
            "only the points on the diagonal are asked for",
            lambda predict, xlim, ylim, n: (
                *np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n)),
                predict(np.column_stack([np.linspace(*xlim, n), np.linspace(*ylim, n)])),
            ),
            "n places along each side make n * n points. np.meshgrid puts each x together with each y.",
        ),
        Mistake(
            "the upper end is left out",
            lambda predict, xlim, ylim, n: _on(predict, _steps_of(xlim, n), _steps_of(ylim, n)),
            "The grid reaches from the lowest to the highest value, both included: np.linspace(low, high, n).",
        ),
        Mistake(
            "there is one point too few along each side",
            _grid(count=lambda n: n - 1),
            "np.linspace(low, high, n) makes n points, the ends among them.",
        ),
        Mistake(
            "n is taken for the distance between two points",
            lambda predict, xlim, ylim, n: _on(predict, np.arange(*xlim, n), np.arange(*ylim, n)),
            "np.arange takes the size of a step; np.linspace the number of points.",
        ),
        Mistake(
            "the pair of limits is handed to np.linspace whole, with n for the end",
            lambda predict, xlim, ylim, n: _on(predict, np.linspace(xlim, n).ravel(), np.linspace(ylim, n).ravel()),
            "np.linspace takes three numbers, low, high and n: np.linspace(xlim[0], xlim[1], n).",
        ),
        Mistake(
            "no tables are made: n points on the diagonal are all",
            lambda predict, xlim, ylim, n: (lambda xs, ys: (xs, ys, predict(np.column_stack([xs, ys]))))(
                np.linspace(*xlim, n), np.linspace(*ylim, n)
            ),
            "n places along each side make n * n points: xx, yy = np.meshgrid(xs, ys) puts each x together with each y.",
        ),
        Mistake(
            "predict is handed a single point (x, y), not rows of points",
            _point_by_point,
            "predict takes a table of points, (M, 2): all of them at once, or one in double brackets, [[x, y]].",
        ),
        Mistake(
            "the two tables are laid on each other and cut into pairs, so that a pair holds two x or two y",
            _grid(columns=lambda xx, yy: np.array([xx, yy]).reshape(-1, 2)),
            "Print the first rows of your points: each should be an x with its y. np.column_stack([xx.ravel(), yy.ravel()]) does it.",
        ),
        Mistake(
            "all x and then all y are handed to predict, in one long row",
            _grid(columns=lambda xx, yy: np.hstack([xx.ravel(), yy.ravel()])),
            "Points are rows of two numbers. np.hstack puts long rows behind each other, np.column_stack side by side.",
        ),
        Mistake(
            "predict is handed x and y as two arguments",
            lambda predict, xlim, ylim, n: predict(*np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))),
            "predict takes one argument, an array with a row (x, y) for each point.",
        ),
        Mistake(
            "Z is upside down",
            _grid(shaped=lambda Z, xx: np.reshape(Z, xx.shape)[::-1]),
            "Row 0 of Z belongs to row 0 of yy, the lowest y. Leave the order as it is; contourf draws it the right way up.",
        ),
        Mistake(
            "there is one point too many along each side",
            _grid(count=lambda n: n + 1),
            "np.linspace(low, high, n) makes n points, the ends among them.",
        ),
        Mistake(
            "there are n points in all, or another number, and not n along each side",
            _grid(count=lambda n: n * n),
            "Z is (n, n): n points along each side.",
        ),
        Mistake(
            "the number of points is fixed, whatever n is",
            _grid(count=lambda n: 50),
            "n is an argument. Where does your code use it?",
        ),
        Mistake(
            "xlim is used for both directions",
            _with_limits(lambda xlim, ylim: (xlim, xlim)),
            "y has limits of its own.",
        ),
        Mistake(
            "ylim is used for both directions",
            _with_limits(lambda xlim, ylim: (ylim, ylim)),
            "x has limits of its own.",
        ),
        Mistake(
            "xlim and ylim have changed places",
            _with_limits(lambda xlim, ylim: (ylim, xlim)),
            "The first of the two is for x.",
        ),
        Mistake(
            "the grid always reaches from 0 to the upper limit",
            _with_limits(lambda xlim, ylim: ((0, xlim[1]), (0, ylim[1]))),
            "Both numbers of a limit count: np.linspace(xlim[0], xlim[1], n).",
        ),
        Mistake(
            "the first row is the highest y, not the lowest",
            _with_limits(lambda xlim, ylim: (xlim, ylim[::-1])),
            "y grows down the rows, from the lowest. matplotlib's contourf looks at yy, and draws it the right way up.",
        ),
        Mistake(
            "Z is turned into yes and no",
            _grid(shaped=lambda Z, xx: np.where(np.reshape(Z, xx.shape) > 0.5, 1.0, 0.0)),
            "Hand back what predict says. Whoever draws decides where the boundary is.",
        ),
        Mistake("only Z is returned", _grid(give=lambda xx, yy, Z: Z), "Three things are asked for: return xx, yy, Z."),
        Mistake(
            "Z comes first",
            _grid(give=lambda xx, yy, Z: (Z, xx, yy)),
            "The order is xx, yy, Z, as contourf takes them.",
        ),
        Mistake(
            "xx and yy have changed places in what is returned",
            _grid(give=lambda xx, yy, Z: (yy, xx, Z)),
            "The order is xx, yy, Z.",
        ),
        Mistake(
            "xx and yy are the places along the sides, not the whole grid",
            _grid(give=lambda xx, yy, Z: (xx[0], yy[:, 0], Z)),
            "Return the tables that np.meshgrid makes: each (n, n).",
        ),
        Mistake(
            "xx and yy are still one long row each",
            _grid(give=lambda xx, yy, Z: (xx.ravel(), yy.ravel(), Z)),
            "Keep the tables, and ravel copies of them for predict.",
        ),
        Mistake(
            "the points are returned in the place of xx and yy",
            _grid(give=lambda xx, yy, Z: (np.column_stack([xx.ravel(), yy.ravel()]), Z)),
            "Three tables are asked for: return xx, yy, Z.",
        ),
        Mistake(
            "predict itself, or a formula of one's own, is not asked: Z is x + y",
            lambda predict, xlim, ylim, n: (lambda xx, yy: (xx, yy, xx + yy))(*np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))),
            "Z is what predict says to the points.",
        ),
    ],
    accepted=[
        _grid_by_loop,
        _grid_by_rows,
        _grid(columns=lambda xx, yy: np.dstack([xx, yy]).reshape(-1, 2)),
        _grid(columns=lambda xx, yy: np.array([[x, y] for x, y in zip(xx.flat, yy.flat, strict=True)]), give=lambda *all: list(all)),
    ],
    hints=[
        "np.linspace(low, high, n) makes the places along one side; np.meshgrid(xs, ys) makes the tables xx and yy of them.",
        "predict takes points as rows: np.column_stack([xx.ravel(), yy.ravel()]) is (n * n, 2). What comes back is one long row.",
        "xx, yy = np.meshgrid(np.linspace(xlim[0], xlim[1], n), np.linspace(ylim[0], ylim[1], n)), then Z = predict(points).reshape(n, n).",
    ],
    source="the NumPy reference, numpy.meshgrid",
)

# ---- the bug hunt, and six patients ----

hunt_training = Decision(
    name="hunt_training",
    question="Which line stands in the wrong place?",
    points=1,
    choices={
        "A": "line A, before both loops: a start, and an empty memory for the optimiser",
        "B": "line B, inside the loop over the epochs: the loss of the epoch set to 0",
        "C": "line C, inside the loop over the batches: the loss of a batch, weighed",
        "D": "line D, behind the loop over the batches: the step",
        "E": "line E, behind the loop over the batches: the mean of the epoch",
    },
    right="D",
    asks_why="What comes of it?",
    reasons={
        "1": "The optimiser forgets, from epoch to epoch, what it has gathered, and starts again.",
        "2": "One step an epoch is made, with the gradient of the one batch that came last.",
        "3": "The gradients of all batches add up, so that the step of an epoch is too long.",
        "4": "The network is trained as it should be, and only the number in the history is wrong.",
    },
    because="2",
    replies={
        "A": "Move line A into the loop, and train: does the network become better? What would be forgotten then?",
        "B": "Where should the sum of an epoch begin, if not with the epoch? Print total at the end of each.",
        "C": "Print the weighed losses of one epoch, and add them up by hand. Is the mean what it should be?",
        "E": "An entry for each epoch is asked for. Count the entries.",
        "1": "state is set to None once, before both loops. Count how often the optimiser is called, instead.",
        "3": "Does anything add up the gradients? Print grads of two batches: the second takes the place of the first.",
        "4": "Work out the loss of the trained network yourself, with predict. Is it as bad as the history says?",
    },
    moral="Python takes the indentation at its word. Nothing crashes, the loss falls, and most of the work is thrown away: "
    "a count of the steps, epochs times batches, would have told.",
    hints=[
        "Have the optimiser print something at each call. How many calls should there be in one epoch, and how many are there?",
        "200 examples in batches of 20 are ten gradients an epoch. Follow what becomes of the first nine.",
    ],
    source="Goodfellow et al., Deep Learning (2016), algorithm 8.1",
)

DIAGNOSES = {
    "A": "**dead units**: relu units that are 0 for every example",
    "B": "**a learning rate that is too large**",
    "C": "**twins**: hidden units that are all the same",
    "D": "**shuffled labels**: answers that belong to other examples",
    "E": "**inputs that are not scaled**",
    "F": "**saturation**: units far out, where their slope is next to nothing",
}
REMEDIES = {
    "1": "Draw the starting weights at random, each for itself.",
    "2": "Start with smaller weights, so that the sums stay near 0.",
    "3": "Make the steps shorter.",
    "4": "Start the biases at 0, with He's weights.",
    "5": "Look at how the data were put together, row by row.",
    "6": "Bring all columns to a common spread before training.",
}
REFUTED = {
    "A": "A dead unit says 0 to every example. In the table, how many units of this patient do so?",
    "B": "Steps that are too long make the loss leap up again and again. How far does this one leap?",
    "C": "Twins have the same row of weights. How many different rows has this patient?",
    "D": "Then the network would look sound in every row, and its answers would be hardly better than guessing. How good are they here?",
    "E": "Compare the spreads of the two input columns of this patient: is one many times as large as the other?",
    "F": "A saturated unit has a slope near 0. How large is the mean slope of this patient's units?",
}
AGAINST = {
    "1": "That helps units that are all alike. Are this patient's?",
    "2": "That helps units that are far out because their weights are large. Is that what the table shows here?",
    "3": "That helps where the loss leaps. Does it leap here?",
    "4": "That helps units that never answer. Does that happen here?",
    "5": "That helps where sound networks cannot learn their data. Is something else wrong with this one?",
    "6": "That helps where one column drowns the other. Does one, here?",
}


def _patient(number, right, because, moral):
    return Decision(
        name=f"patient_{number}",
        question=f"Patient {number}: what is wrong?",
        points=0.5,
        choices=DIAGNOSES,
        right=right,
        asks_why="And what would you do?",
        reasons=REMEDIES,
        because=because,
        replies={k: v for k, v in (REFUTED | AGAINST).items() if k not in (right, because)},
        moral=moral,
        hints=[
            "Compare each number of the patient with that of the sound network. Which one stands out most?",
            "Each complaint has one row of the table to itself: units at 0, leaps, different rows, accuracy, spreads of the inputs, slope.",
        ],
        source="Goodfellow et al., Deep Learning (2016), sections 8.2, 8.4 and 11.5",
    )


PATIENTS = (
    _patient(1, "C", "1", "All units had started alike, got the same gradients, and stayed alike: eight units did the work of one."),
    _patient(2, "F", "2", "The starting weights were sixty times too large. Where tanh is flat no gradient comes through."),
    _patient(3, "B", "3", "The learning rate was twelve times that of the others: each step leapt over the valley."),
    _patient(4, "A", "4", "The biases had started at -8. Every relu was 0 for every example, and with no slope nothing wakes it."),
    _patient(5, "E", "6", "The second column was thirty times too large. The short steps that it stands are too short for the first."),
    _patient(6, "D", "5", "The labels had been shuffled against the examples. Where there is nothing to be learned, nothing is learned."),
)

chapter = Chapter(
    "11_training",
    "11 Training: problems without straight lines",
    (init_zeros, init_xavier, init_he, fit, decision_grid, hunt_training, *PATIENTS),
    tools=("patient", "toy_data"),
)
