"""Chapter 10: minibatches, and five ways to make a step of a gradient."""

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.checking.compare import VALUE, Difference, compare, describe
from annlab.exercises.chapter import Chapter
from annlab.exercises.dealt import SHUFFLES, compare_dealt, dealing

# ---- minibatches ----


def _cut(pieces):
    """Return a minibatches whose index arrays are pieces(N, batch_size, rng), the same for X and y."""
    return lambda X, y, B, rng: [(X[piece], y[piece]) for piece in pieces(len(X), B, rng)]


def _slices(order, B):
    return [order[k : k + B] for k in range(0, len(order), B)]


def _whole(order, B):
    """Return the full batches alone."""
    return [piece for piece in _slices(order, B) if len(piece) == B]


def _with_other_order(change):
    """Return a minibatches that cuts change(X, y, rng), a pair of arrays, in the order they have."""

    def run(X, y, B, rng):
        X, y = change(X, y, rng)
        return [(X[k : k + B], y[k : k + B]) for k in range(0, len(X), B)]

    return run


def _shuffled_blocks(N, B, rng):
    pieces = _slices(np.arange(N), B)
    return [pieces[i] for i in rng.permutation(len(pieces))]


def _one_by_one(X, y, batch_size, rng):
    order = list(range(len(X)))
    rng.shuffle(order)
    batches = []
    while order:
        now, order = order[:batch_size], order[batch_size:]
        batches.append((np.array([X[i] for i in now]), np.array([y[i] for i in now])))
    return batches


def _at_joints(X, y, batch_size, rng):
    order = np.argsort(rng.random(len(y)))
    joints = np.arange(batch_size, len(y), batch_size)
    return list(zip(np.split(X[order], joints), np.split(y[order], joints), strict=True))


def _first_column(f, N, B, rng):
    """Return the places of the examples in one epoch of N."""
    X = np.arange(float(N))[:, None]
    return [float(row[0]) for part, _ in f(X, X[:, 0], B, rng) for row in part]


def _orders(f, rng, epochs=100):
    return len({tuple(_first_column(f, 3, 2, rng)) for _ in range(epochs)})


minibatches = Exercise(
    reference=nn.minibatches,
    points=2,
    cases=[
        Drawn("six examples in threes", dealing(6, 2, 3)),
        Drawn("a short last batch: five in twos", dealing(5, 3, 2)),
        Drawn("batches of one", dealing(4, 1, 1)),
        Drawn("a batch larger than the data", dealing(4, 2, 10)),
        Drawn("a single example", dealing(1, 2, 2)),
        Drawn("120 examples in batches of 25", dealing(120, 2, 25), weight=2),
        Drawn("targets with two columns", dealing(90, 2, 20, K=2)),
    ],
    laws=[
        Law(
            "Two generators with the same seed give the same epoch",
            lambda f, rng: (lambda s: [_first_column(f, 30, 4, np.random.default_rng(s)) for _ in range(2)])(
                int(rng.integers(2**31))
            ),
        ),
        Law(
            "Another generator gives another epoch",
            lambda f, rng: (
                _first_column(f, 30, 4, np.random.default_rng(1)) == _first_column(f, 30, 4, np.random.default_rng(2)),
                False,
            ),
        ),
        Law(
            "The same generator gives another epoch the next time",
            lambda f, rng: (_first_column(f, 30, 4, rng) == _first_column(f, 30, 4, rng), False),
        ),
        Law("In a hundred epochs, three examples come in all of their 6 orders", lambda f, rng: (_orders(f, rng), 6)),
    ],
    mistakes=[
        Mistake(
            "nothing is shuffled",
            _cut(lambda N, B, rng: _slices(np.arange(N), B)),
            "Call it twice and print the first batch. rng.permutation(N) gives the numbers from 0 to N - 1 in random order.",
        ),
        Mistake(
            "the batches are shuffled, but not the examples in them",
            _cut(_shuffled_blocks),
            "The same neighbours are together in every epoch. Shuffle the examples first, and cut afterwards.",
        ),
        Mistake(
            "the examples are shuffled within their batch only",
            _cut(lambda N, B, rng: [rng.permutation(piece) for piece in _slices(np.arange(N), B)]),
            "The same examples are together in every epoch. Shuffle all of them first, and cut afterwards.",
        ),
        Mistake(
            "the short last batch is dropped",
            _cut(lambda N, B, rng: _whole(rng.permutation(N), B)),
            "Five examples in twos are three batches: 2, 2 and 1. How far does your range go?",
        ),
        Mistake(
            "every slice ends at batch_size, wherever it begins",
            _cut(lambda N, B, rng: (lambda o: [o[k:B] for k in range(0, N, B)])(rng.permutation(N))),
            "The second batch begins at batch_size, and ends batch_size later: order[start:start + batch_size].",
        ),
        Mistake(
            "the last example is dropped",
            _cut(lambda N, B, rng: _slices(rng.permutation(N)[:-1], B)),
            "Count the examples of one epoch: one is missing. Is there a - 1 in your range or slice?",
        ),
        Mistake(
            "the last batch is filled up with examples that have been used",
            _cut(
                lambda N, B, rng: (lambda o: _slices(np.concatenate([o, o[: -N % B]]) if N > B else o, B))(
                    rng.permutation(N)
                )
            ),
            "Every example comes once in an epoch. The last batch may be short.",
        ),
        *[Mistake(name, _with_other_order(change), hint) for name, change, hint in SHUFFLES],
        Mistake(
            "an empty batch comes last where the examples divide evenly",
            _cut(lambda N, B, rng: (lambda o: [o[k * B : (k + 1) * B] for k in range(N // B + 1)])(rng.permutation(N))),
            "Six examples in threes are two batches. range(0, N, batch_size) has as many steps as are needed, and no more.",
        ),
        Mistake(
            "a batch begins at every example",
            _cut(lambda N, B, rng: (lambda o: [o[k : k + B] for k in range(N)])(rng.permutation(N))),
            "The next batch begins where the last one ended. range takes the size of its steps as a third number.",
        ),
        Mistake(
            "np.split is asked for pieces of equal length, and there are none",
            _cut(lambda N, B, rng: np.split(rng.permutation(N), -(-N // B))),
            "np.split with a number cuts into equal parts only. Slices may end with a shorter one: order[start : start + batch_size].",
        ),
        Mistake(
            "the batches are lists, not arrays",
            lambda X, y, B, rng: [(a.tolist(), b.tolist()) for a, b in nn.minibatches(X, y, B, rng)],
            "X[piece] is an array already. What makes a list of it?",
        ),
        Mistake(
            "examples are drawn with repetition",
            _cut(lambda N, B, rng: _slices(rng.integers(0, N, N), B)),
            "Some come twice, and others never. An epoch is every example once: rng.permutation(N).",
        ),
        Mistake(
            "each batch is drawn from all examples anew",
            _cut(lambda N, B, rng: [rng.permutation(N)[: len(piece)] for piece in _slices(np.arange(N), B)]),
            "An example may come in two batches, and another in none. Shuffle once for the whole epoch, then cut.",
        ),
        Mistake(
            "batch_size is taken for the number of batches",
            _cut(lambda N, B, rng: np.array_split(rng.permutation(N), B)),
            "batch_size is how many examples a batch holds. Six examples in batches of 3 make two batches.",
        ),
        Mistake(
            "the batches are made equally long, where only the last may be short",
            _cut(lambda N, B, rng: np.array_split(rng.permutation(N), -(-N // B))),
            "Ten examples in fours are three batches: 4, 4 and 2. Step through the order: range(0, N, batch_size).",
        ),
        Mistake(
            "the short batch stands at the beginning",
            _cut(
                lambda N, B, rng: (lambda o: [p for p in [o[: N % B], *_slices(o[N % B :], B)] if len(p)])(
                    rng.permutation(N)
                )
            ),
            "Full batches come first; what is left is the last one.",
        ),
        Mistake(
            "a batch is one example too long, and overlaps with the next",
            _cut(lambda N, B, rng: (lambda o: [o[k : k + B + 1] for k in range(0, N, B)])(rng.permutation(N))),
            "order[start : start + batch_size] already stops before the next start.",
        ),
        Mistake(
            "a batch is one example too short",
            _cut(lambda N, B, rng: (lambda o: [o[k : k + B - 1] for k in range(0, N, B)])(rng.permutation(N))),
            "A slice ends before its second number, so there is nothing to subtract.",
        ),
        Mistake(
            "only the first batch is returned",
            _cut(lambda N, B, rng: [rng.permutation(N)[:B]]),
            "Is there a return inside the loop? A list with all batches of the epoch is asked for.",
        ),
        Mistake(
            "one pair stands in the place of a list of pairs",
            lambda X, y, B, rng: (lambda o: (X[o], y[o]))(rng.permutation(len(X))[:B]),
            "A list of pairs is asked for, also where there is one batch only.",
        ),
        Mistake(
            "a list of all X and a list of all y are returned",
            lambda X, y, B, rng: tuple(map(list, zip(*nn.minibatches(X, y, B, rng), strict=True))),
            "One list of pairs is asked for: zip(X_batches, y_batches) pairs them up.",
        ),
        Mistake(
            "the pairs are (y, X)",
            lambda X, y, B, rng: [(b, a) for a, b in nn.minibatches(X, y, B, rng)],
            "The examples come first: (X_batch, y_batch).",
        ),
        Mistake(
            "the batches hold indices",
            lambda X, y, B, rng: _slices(rng.permutation(len(X)), B),
            "You have the indices of each batch. Take the rows: (X[piece], y[piece]).",
        ),
        Mistake(
            "the batches are yielded one by one, and no list is made",
            lambda X, y, B, rng: (pair for pair in nn.minibatches(X, y, B, rng)),
            "A function with yield, or round brackets around a loop, makes a generator. Collect the pairs in a list.",
        ),
        Mistake(
            "the order does not come from rng: np.random's own generator, or a new one, is used",
            lambda X, y, B, rng: nn.minibatches(X, y, B, np.random.default_rng()),
            "The argument rng is the only source of chance here: rng.permutation(...).",
        ),
        Mistake(
            "the order is fixed, or comes from a seed of your own, and every epoch is the same",
            lambda X, y, B, rng: nn.minibatches(X, y, B, np.random.default_rng(0)),
            "Whoever calls you decides about the seed, by the rng that is handed in. Use that one.",
        ),
        Mistake(
            "5 is built in as the number of examples",
            _cut(lambda N, B, rng: _slices(rng.permutation(5), B)),
            "The 5 belongs to the example above. Here there are len(X) examples, in the order and in the range.",
        ),
        Mistake(
            "each batch is drawn with repetition, and the last one is full as well",
            _cut(lambda N, B, rng: [rng.integers(0, N, B) for _ in range(0, N, B)]),
            "Some examples come twice, and others never. Shuffle once for the whole epoch, rng.permutation(len(X)), then cut.",
        ),
        Mistake(
            "the shuffled rows are taken for indices",
            lambda X, y, B, rng: (lambda o: [(X[o][k : k + B], y[o][k : k + B]) for k in range(0, len(X), B)])(
                rng.permutation(X)
            ),
            "rng.permutation(X) gives the rows themselves in another order. rng.permutation(len(X)) gives indices.",
        ),
    ],
    accepted=[
        _one_by_one,
        _at_joints,
        lambda X, y, B, rng: [
            [X[order], y[order]] for order in _slices(rng.choice(len(X), size=len(X), replace=False), B)
        ],
        lambda X, y, B, rng: (lambda o: [(X[o][k : k + B], y[o][k : k + B]) for k in range(0, len(o), B)])(
            rng.permutation(len(X))
        ),
    ],
    hints=[
        "Shuffle indices, not arrays: order = rng.permutation(len(X)). X[order] and y[order] stay together.",
        "range(0, len(X), batch_size) gives the place where each batch begins. A slice that runs past the end is no error, only shorter.",
        "For each start: piece = order[start : start + batch_size], and append the pair (X[piece], y[piece]).",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 8.1.3",
    compare=compare_dealt("batch", lambda N, B: [len(piece) for piece in _slices(range(N), B)]),
    free_form=True,
)

# ---- the steps ----


def _arrays(*arrays):
    return [np.array(a, dtype=float) for a in arrays]


TABLE = _arrays([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]], [0.5, -0.5])
SLOPES = [
    _arrays([[2.0, -1.0, 0.0], [4.0, 0.5, -3.0]], [1.0, -2.0]),
    _arrays([[-1.0, 3.0, 0.5], [2.0, 0.0, 1.0]], [0.0, 4.0]),
    _arrays([[0.5, 0.5, -2.0], [-1.0, 1.0, 2.0]], [-3.0, 0.25]),
]

_ONE_NUMBER = _arrays([1.0])
_ONE_PUSH = [_arrays(g) for g in ([4.0, -8.0], [0.0, 0.0], [0.0, 0.0])]
_FADING = [_arrays(g) for g in ([4.0, -3.0], [0.0, 0.5], [0.25, 0.0], [2.0, -4.0])]
_LATE = [_arrays(g) for g in ([0.0, 0.0], [0.0, 2.0], [3.0, 0.0])]
_TINY = [_arrays([1e-9, -2e-7]), _arrays([3e-9, 1e-8])]
_ALIKE = _arrays([1.0, 2.0], [3.0, 4.0])
_ALIKE_SLOPES = [_arrays([1.0, 0.5], [-2.0, 4.0]), _arrays([0.5, 3.0], [1.0, 1.0])]


def _drawn_run(steps, **settings):
    """Return a draw of three parameters and their gradients over so many steps, some of them 0, some tiny."""

    def draw(rng):
        shapes = [(3, 2), (3,), (1, 3)]
        grads = [
            [rng.normal(size=s) * rng.choice([0.0, 1e-9, 1e-4, 1.0, 10.0], size=s) for s in shapes]
            for _ in range(steps)
        ]
        return [rng.normal(size=s) for s in shapes], grads, dict(settings)

    return draw


def _by_loop(params, grads, eta):
    stepped = []
    for i in range(len(params)):
        new = params[i].copy()
        for place in np.ndindex(new.shape):
            new[place] = params[i][place] - eta * grads[i][place]
        stepped.append(new)
    return stepped


def _sgd_in_place(params, grads, eta):
    for p, g in zip(params, grads, strict=True):
        p -= eta * g
    return params


def _list_changed(params, grads, eta):
    for i, g in enumerate(grads):
        params[i] = params[i] - eta * g
    return params


sgd_step = Exercise(
    reference=nn.sgd_step,
    points=1,
    cases=[
        Case("one number", _arrays([1.0]), _arrays([2.0]), 0.25),
        Case("a W and a b", TABLE, SLOPES[0], 0.5),
        Case("three parameters of one shape", _arrays([1, 2], [3, 4], [5, 6]), _arrays([1, 0], [-2, 4], [0, 8]), 0.125),
        Case(
            "integers",
            [np.array([[1, 2], [3, 4]]), np.array([5, 6])],
            [np.array([[2, 0], [-2, 4]]), np.array([2, -6])],
            0.5,
        ),
        Case("a gradient of zero", _arrays([1.5, -2.5]), _arrays([0.0, 0.0]), 2.0),
        Drawn("drawn at random", lambda rng: (*([rng.normal(size=(2, 4)), rng.normal(size=2)] for _ in range(2)), 0.3)),
    ],
    mistakes=[
        Mistake(
            "the step goes uphill",
            lambda params, grads, eta: [p + eta * g for p, g in zip(params, grads, strict=True)],
            "The gradient points to where the loss grows. Walk the other way.",
        ),
        Mistake(
            "the learning rate is left out",
            lambda params, grads, eta: [p - g for p, g in zip(params, grads, strict=True)],
            "With eta = 0 nothing should move. Try it with yours.",
        ),
        Mistake(
            "0.01 is built in as the learning rate",
            lambda params, grads, eta: [p - 0.01 * g for p, g in zip(params, grads, strict=True)],
            "The learning rate is an argument: eta.",
        ),
        Mistake(
            "0.1 is built in as the learning rate",
            lambda params, grads, eta: [p - 0.1 * g for p, g in zip(params, grads, strict=True)],
            "The learning rate is an argument: eta.",
        ),
        Mistake(
            "only the change is returned, not the new parameter",
            lambda params, grads, eta: [-eta * g for p, g in zip(params, grads, strict=True)],
            "Your numbers say by how much to move. From where?",
        ),
        Mistake(
            "the gradient's sign alone decides, not its size",
            lambda params, grads, eta: [p - eta * np.sign(g) for p, g in zip(params, grads, strict=True)],
            "A gradient of 4 moves a parameter twice as far as one of 2.",
        ),
        Mistake(
            "the gradient is made to length 1",
            lambda params, grads, eta: [
                p - eta * g / (np.linalg.norm(g) or 1) for p, g in zip(params, grads, strict=True)
            ],
            "A gradient of 4 moves a parameter twice as far as one of 2. Leave its length alone.",
        ),
        Mistake(
            "each gradient is averaged over its entries",
            lambda params, grads, eta: [p - eta * np.mean(g) for p, g in zip(params, grads, strict=True)],
            "Each entry of a parameter has its own slope. No mean is needed: p and g have the same shape.",
        ),
        Mistake(
            "the step is divided by the number of parameters",
            lambda params, grads, eta: [p - eta * g / len(params) for p, g in zip(params, grads, strict=True)],
            "Each array takes its own whole step, however many there are.",
        ),
        Mistake(
            "only the first array moves",
            lambda params, grads, eta: [params[0] - eta * grads[0], *params[1:]],
            "The list may hold any number of arrays. Walk over both lists: zip(params, grads).",
        ),
        Mistake(
            "only the first array is returned",
            lambda params, grads, eta: [params[0] - eta * grads[0]],
            "Is there a return inside the loop? The list has as many arrays as params.",
        ),
        Mistake(
            "one array is returned in the place of a list",
            lambda params, grads, eta: params[0] - eta * grads[0],
            "params is a list, and so is the answer: one new array for each.",
        ),
        Mistake(
            "the first gradient is used for all arrays",
            lambda params, grads, eta: [p - eta * grads[0] for p in params],
            "Each array has its own gradient, at the same place in grads: zip(params, grads).",
        ),
        Mistake(
            "the parameters come back unchanged",
            lambda params, grads, eta: [p for p in params],
            "p - eta * g makes a new array; it has to be kept, and to be returned.",
        ),
        Mistake(
            "the arrays in params are changed in place",
            _sgd_in_place,
            "`p -= ...` writes into the array that was handed in. p - eta * g makes a new one; collect those in a new list.",
        ),
        Mistake(
            "the list params is changed in place",
            _list_changed,
            "`params[i] = ...` changes the caller's list. Start a new list, and append to that.",
        ),
        Mistake(
            "parameter and gradient have changed places",
            lambda params, grads, eta: [g - eta * p for p, g in zip(params, grads, strict=True)],
            "The parameter moves, by eta times the gradient: the order of the arguments is (params, grads, eta).",
        ),
        Mistake(
            "zip is missing: the loop goes over a pair of two lists",
            lambda params, grads, eta: [p - eta * g for p, g in (params, grads)],
            "params, grads alone is a pair: the list params, then the list grads. zip(params, grads) walks over both at once.",
        ),
        Mistake(
            "every array meets every gradient",
            lambda params, grads, eta: [p - eta * g for p in params for g in grads],
            "A loop in a loop pairs all with all. One loop over both at once does it: for p, g in zip(params, grads).",
        ),
        Mistake(
            "only the last array is returned, and no list",
            lambda params, grads, eta: params[-1] - eta * grads[-1],
            "Is the result written over in each round? Begin with an empty list, and append each new array.",
        ),
    ],
    accepted=[
        _by_loop,
        lambda params, grads, eta: [np.subtract(p, np.multiply(eta, g)) for p, g in zip(params, grads, strict=True)],
        lambda params, grads, eta: tuple(params[i] + -eta * grads[i] for i in range(len(params))),
        lambda params, grads, eta: list(map(lambda p, g: p - eta * g, params, grads)),
    ],
    hints=[
        "It is gradient_step of chapter 07, for every array of a list.",
        "zip(params, grads) walks over both lists at once: for p, g in zip(params, grads).",
        "Make a new list that holds p - eta * g for every pair.",
    ],
    source="Goodfellow et al., Deep Learning (2016), algorithm 8.1",
)


def _compare_runs(expected, got, params, grads, settings):
    """Compare the parameters after every step; see annlab.checking.adapters.run_optimizer."""
    if not isinstance(got, list):
        return Difference(VALUE, f"you returned {describe(got)}; a pair (params, state) is right.")
    for number, (right, yours) in enumerate(zip(expected, got, strict=False), start=1):
        if isinstance(right, dict) and isinstance(yours, dict):
            return compare(right["returned"], yours["returned"])
        if isinstance(yours, dict):
            return _no_pair(number, yours["returned"])
        if isinstance(right, dict) or len(right) != len(yours):
            return Difference(VALUE, f"step {number} returned {len(yours)} parameters; {len(params)} went in.")
        for place, (one, other) in enumerate(zip(right, yours, strict=True)):
            if found := compare(one, other):
                said = found.symptom.replace("you returned", f"params[{place}] is", 1)
                return Difference(found.grade, f"after step {number} {said}", found.way_out)
    return None if len(expected) == len(got) else Difference(VALUE, f"your run ends after {len(got)} steps.")


def _no_pair(number, value):
    way_out = "Hand back two things: return new_params, new_state."
    if value is None:
        way_out = "A function without `return` hands back None. " + way_out
    return Difference(VALUE, f"step {number} returned {describe(value)}; a pair (params, state) is right.", way_out)


def _each(step, start=np.zeros_like):
    """Return an optimiser that takes one array after the other: step(p, g, memory, *settings) -> (p, memory)."""

    def optimizer(params, grads, state, *settings):
        state = [start(p) for p in params] if state is None else state
        pairs = [step(p, g, s, *settings) for p, g, s in zip(params, grads, state, strict=True)]
        return [p for p, _ in pairs], [s for _, s in pairs]

    return optimizer


def _sharing(step, start=lambda: 0.0):
    """Return an optimiser with one memory that all arrays read and write, one after the other."""

    def optimizer(params, grads, state, *settings):
        memory, stepped = start() if state is None else state, []
        for p, g in zip(params, grads, strict=True):
            p, memory = step(p, g, memory, *settings)
            stepped.append(p)
        return stepped, memory

    return optimizer


def _last_memory(step):
    """Return an optimiser that hands back the memory of the last array alone, as a loop's variable holds it."""

    def optimizer(params, grads, state, *settings):
        state, stepped = [np.zeros_like(p) for p in params] if state is None else state, []
        for p, g, memory in zip(params, grads, state, strict=False):
            p, memory = step(p, g, memory, *settings)
            stepped.append(p)
        return stepped, memory

    return optimizer


_LAST_ALONE = "the state handed back is the memory of the last array alone"
_KEEP_ALL = "Behind the loop the name holds what came last. Collect the memories in a list, one for each array, like the parameters."


def _in_place(right):
    def optimizer(params, grads, state, *settings):
        new, state = right(params, grads, state, *settings)
        for p, n in zip(params, new, strict=True):
            p[...] = n
        return params, state

    return optimizer


def _with(right, *changed):
    """Return the right optimiser with other settings: a number in the place of one, None where it stays."""
    return lambda params, grads, state, *settings: right(
        params,
        grads,
        state,
        *(s if c is None else c(s) if callable(c) else c for s, c in zip(settings, changed, strict=True)),
    )


def _common(right, step, start, rate):
    """Return the mistakes that any optimiser with a memory may have; rate is the place of eta among the settings."""

    def changed(params, grads, state, *settings):
        new, state = right(params, grads, state, *settings)
        return [n - p for n, p in zip(new, params, strict=True)], state

    def uphill(params, grads, state, *settings):
        new, state = right(params, grads, state, *settings)
        return [2 * p - n for n, p in zip(new, params, strict=True)], state

    def first_alone(params, grads, state, *settings):
        new, state = right(params, grads, state, *settings)
        return [new[0], *params[1:]], state

    def waiting(params, grads, state, *settings):
        if state is None:
            return list(params), right(params, [0 * g for g in grads], None, *settings)[1]
        return right(params, grads, state, *settings)

    def at_rate(eta):
        return lambda params, grads, state, *settings: right(
            params, grads, state, *settings[:rate], eta, *settings[rate + 1 :]
        )

    return [
        Mistake(
            "the memory is lost: every step begins again from zeros",
            lambda params, grads, state, *settings: right(params, grads, None, *settings),
            "state is None only at the first call. Later it is what you handed back. Is it the new memory, and does the next step use it?",
        ),
        Mistake(
            "the parameters come back unchanged",
            lambda params, grads, state, *settings: (list(params), right(params, grads, state, *settings)[1]),
            "In a loop, `p = ...` names a new array, and the list knows nothing of it. Append it to a new list, and return that.",
        ),
        Mistake(
            "the first call makes the memory only, and no step",
            waiting,
            "Under `if state is None` the memory is made, and nothing is returned yet: after it comes the step, at the first call too.",
        ),
        Mistake(
            "only the parameters are returned",
            lambda params, grads, state, *settings: right(params, grads, state, *settings)[0],
            "Who calls you has to keep the memory for you. Return both: the new parameters, and the new state.",
        ),
        Mistake(
            "the pair is (state, params)",
            lambda params, grads, state, *settings: right(params, grads, state, *settings)[::-1],
            "The parameters come first: (params, state).",
        ),
        Mistake("the step goes uphill", uphill, "The parameter moves against the gradient. Where is your minus?"),
        Mistake(
            "the learning rate is left out",
            at_rate(1.0),
            "With eta = 0 nothing should move. Try it with yours.",
        ),
        Mistake(
            "only the change is returned, not the new parameter",
            changed,
            "Your numbers say by how much to move. From where?",
        ),
        Mistake(
            "only the first array moves",
            first_alone,
            "The list may hold any number of arrays, and each has a memory of its own. Walk over all of them with zip.",
        ),
        Mistake(
            "all arrays share one memory",
            _sharing(step, start),
            "Each array has its own past. Keep a list with one memory for each, and walk over it together with params and grads.",
        ),
        Mistake(
            "the state that comes in is not used, and one memory goes from array to array",
            lambda params, grads, state, *settings: _sharing(step, start)(params, grads, None, *settings),
            "Where does your code read state? It is a list with a memory for each array: it comes in, and goes out again.",
        ),
        Mistake(
            "the arrays in params are changed in place",
            _in_place(right),
            "`p -= ...` writes into the array that was handed in. p - ... makes a new one; collect those in a new list.",
        ),
    ]


def _stepping(change):
    """Return the mistakes (name, step, hint) as Mistakes of optimisers that go array by array."""
    return [Mistake(name, _each(step), hint) for name, step, hint in change]


def _momentum(p, g, v, eta, beta):
    v = beta * v + g
    return p - eta * v, v


def _nesterov(p, g, v, eta, beta):
    v = beta * v + g
    return p - eta * (g + beta * v), v


def _momentum_by_dict(params, grads, state, eta, beta):
    state = {} if state is None else state
    stepped = []
    for i in range(len(params)):
        state[i] = beta * state.get(i, 0) + grads[i]
        stepped.append(params[i] - eta * state[i])
    return stepped, state


def _momentum_as_speed(params, grads, state, eta, beta):
    if state is None:
        state = [0.0 * p for p in params]
    moves = [beta * v - eta * g for v, g in zip(state, grads, strict=True)]
    return [p + v for p, v in zip(params, moves, strict=True)], moves


def _momentum_started(params, grads, state, eta, beta):
    velocity = list(grads) if state is None else [beta * v + g for v, g in zip(state, grads, strict=True)]
    return nn.sgd_step(params, velocity, eta), velocity


def _remembering_the_callers(params, grads, state, eta, beta):
    if state is None:
        state = grads
    else:
        for v, g in zip(state, grads, strict=True):
            v *= beta
            v += g
    return nn.sgd_step(params, state, eta), state


def _one_array_for_all(params, grads, state, eta, beta):
    state = [np.zeros_like(params[0])] * len(params) if state is None else state
    for v, g in zip(state, grads, strict=True):
        v *= beta
        v += g
    return nn.sgd_step(params, state, eta), state


momentum_step = Exercise(
    reference=nn.momentum_step,
    points=2,
    cases=[
        Case("one step", _arrays([1.0]), [_arrays([2.0])], {"eta": 0.25, "beta": 0.5}),
        Case("a second step", _arrays([1.0]), [_arrays([2.0]), _arrays([2.0])], {"eta": 0.25, "beta": 0.5}),
        Case("rolling on where the gradient is 0", _arrays([1.0, 4.0]), _ONE_PUSH, {"eta": 0.5, "beta": 0.75}),
        Case("a W and a b", TABLE, SLOPES, {"eta": 0.5, "beta": 0.25}),
        Case("two parameters of one shape", _ALIKE, _ALIKE_SLOPES, {"eta": 0.125, "beta": 0.5}),
        Case(
            "no momentum (beta = 0)",
            _arrays([1.0, 2.0]),
            [_arrays([1.0, -2.0]), _arrays([3.0, 0.5])],
            {"eta": 0.5, "beta": 0.0},
        ),
        Drawn("20 steps with zero and tiny gradients", _drawn_run(20, eta=0.1, beta=0.9), weight=2),
    ],
    laws=[
        Law(
            "With beta = 0 it is plain gradient descent",
            lambda f, rng: (f(TABLE, SLOPES[:1], {"eta": 0.5, "beta": 0.0})[0], nn.sgd_step(TABLE, SLOPES[0], 0.5)),
        )
    ],
    mistakes=[
        *_common(nn.momentum_step, _momentum, lambda: 0.0, 0),
        *_stepping(
            [
                (
                    "the velocity gains only (1 - beta) of the gradient",
                    lambda p, g, v, eta, beta: (lambda v: (p - eta * v, v))(beta * v + (1 - beta) * g),
                    "That is the running mean of Adam. Here the whole gradient is added: v = beta * v + g.",
                ),
                (
                    "beta multiplies the new gradient, and not the old velocity",
                    lambda p, g, v, eta, beta: (lambda v: (p - eta * v, v))(v + beta * g),
                    "beta says how much of the old velocity is left. With beta = 0 the past is gone: is it, in yours?",
                ),
                (
                    "beta and 1 - beta weigh gradient and velocity the wrong way round",
                    lambda p, g, v, eta, beta: (lambda v: (p - eta * v, v))((1 - beta) * v + beta * g),
                    "v = beta * v + g: the old velocity is what fades, by the factor beta.",
                ),
                (
                    "1 - beta of the old velocity is kept, and not beta",
                    lambda p, g, v, eta, beta: (lambda v: (p - eta * v, v))((1 - beta) * v + g),
                    "With beta = 0.9 most of the old velocity stays. How much does in yours?",
                ),
                (
                    "the velocity never fades: all gradients are added up",
                    lambda p, g, v, eta, beta: (p - eta * (v + g), v + g),
                    "Where is beta? Each step keeps only beta of the old velocity.",
                ),
                (
                    "beta works on the whole sum, the new gradient too",
                    lambda p, g, v, eta, beta: (lambda v: (p - eta * v, v))(beta * (v + g)),
                    "Mind the brackets: beta belongs to the old velocity alone.",
                ),
                (
                    "the step is made with the velocity as it was before",
                    lambda p, g, v, eta, beta: (p - eta * v, beta * v + g),
                    "First the new velocity, then the step with it. Does your first step move at all?",
                ),
                (
                    "velocity and gradient both move the parameter",
                    lambda p, g, v, eta, beta: (lambda v: (p - eta * v - eta * g, v))(beta * v + g),
                    "The gradient is in the velocity already. p = p - eta * v, and no more.",
                ),
                (
                    "the step looks ahead, as Nesterov's does",
                    _nesterov,
                    "That is Nesterov's momentum, a close relative. The plain one steps with v itself: p = p - eta * v.",
                ),
                (
                    "the learning rate is used twice, in the velocity and in the step",
                    lambda p, g, v, eta, beta: (lambda v: (p - eta * v, v))(beta * v + eta * g),
                    "eta belongs into one of the two lines: v = beta * v + g, p = p - eta * v.",
                ),
                (
                    "only the last gradient is remembered, not the velocity",
                    lambda p, g, v, eta, beta: (p - eta * (beta * v + g), g),
                    "What you hand back has to be the new velocity, which holds all gradients so far. Is it g?",
                ),
            ]
        ),
        Mistake(_LAST_ALONE, _last_memory(_momentum), _KEEP_ALL),
        Mistake(
            "the memory starts at one",
            _each(_momentum, np.ones_like),
            "Before the first step nothing has moved: the velocity starts at zeros, in the shape of the parameter.",
        ),
        Mistake(
            "the memory starts at the parameters themselves",
            _each(_momentum, lambda p: p),
            "Before the first step nothing has moved: the velocity starts at zeros. np.zeros_like(p) makes them.",
        ),
        Mistake(
            "the first gradient is not remembered",
            lambda params, grads, state, eta, beta: (
                (nn.sgd_step(params, grads, eta), [0 * g for g in grads])
                if state is None
                else nn.momentum_step(params, grads, state, eta, beta)
            ),
            "After the first step the velocity is the first gradient. Is it in the state that you hand back?",
        ),
        Mistake(
            "the first gradient counts twice",
            lambda params, grads, state, eta, beta: nn.momentum_step(
                params, grads, grads if state is None else state, eta, beta
            ),
            "The velocity starts at the gradient, and gains it once more. Start at zeros, or leave out the second.",
        ),
        Mistake(
            "one array stands for all memories, as in [zeros] * n",
            _one_array_for_all,
            "[zeros] * n is n times the same array: `v += g` on one changes all. Make one for each: [np.zeros_like(p) for p in params].",
        ),
        Mistake(
            "0.9 is built in for beta",
            _with(nn.momentum_step, None, 0.9),
            "beta is an argument, and may be another number.",
        ),
        Mistake(
            "eta and beta have changed places",
            lambda params, grads, state, eta, beta: nn.momentum_step(params, grads, state, beta, eta),
            "The order of the arguments is (params, grads, state, eta, beta).",
        ),
        Mistake(
            "the gradients handed in are kept as the memory, and written into at the next step",
            _remembering_the_callers,
            "`v = g` makes no copy: both names mean one array, and `v *= beta` changes the caller's. v = beta * v + g makes a new one.",
        ),
    ],
    accepted=[_momentum_by_dict, _momentum_as_speed, _momentum_started, _each(_momentum)],
    hints=[
        "state is a list with a velocity for each array. At the first call make it: zeros in the shape of each parameter.",
        "Two lines: the new velocities, [beta * v + g ...], then the new parameters, with the velocity where SGD has the gradient.",
        "velocity = [beta * v + g for v, g in zip(state, grads)], then return [p - eta * v for p, v in zip(params, velocity)], velocity.",
    ],
    source="Sutskever et al. (2013); torch.optim.SGD",
    compare=_compare_runs,
    free_form=True,
    through="run_optimizer",
)


def _divided(eta, g, s, eps):
    return eta * g / (np.sqrt(s) + eps)


def _scaling(gather, divide=_divided):
    """Return a step of AdaGrad's kind: gather(s, g, *rho) -> s, divide(eta, g, s, eps) -> the way to go."""

    def step(p, g, s, eta, *rho_and_eps):
        s = gather(s, g, *rho_and_eps[:-1])
        return p - divide(eta, g, s, rho_and_eps[-1]), s

    return step


def _scaling_before(gather):
    """Return a step that divides by what was gathered before."""
    return lambda p, g, s, eta, *rest: (p - _divided(eta, g, s, rest[-1]), gather(s, g, *rest[:-1]))


# Wrong ways to make the step smaller: what happened, how, and the next step. AdaGrad and RMSProp share them.
_DIVISIONS = [
    (
        "eps is left out",
        lambda eta, g, s, eps: eta * g / np.sqrt(s),
        "While all gradients were 0, yours divides 0 by 0. eps stands beside the root, to prevent that.",
    ),
    (
        "eps stands inside the root",
        lambda eta, g, s, eps: eta * g / np.sqrt(s + eps),
        "The root of eps = 1e-10 is 1e-5, a hundred thousand times as much. Add eps to the root, as PyTorch does: np.sqrt(s) + eps.",
    ),
    (
        "the root is missing",
        lambda eta, g, s, eps: eta * g / (s + eps),
        "s holds squares. Divide by their root: for one gradient of 3 and tiny eps, the first step is eta * 3 / 3.",
    ),
    (
        "the gradient is multiplied with the root instead of divided by it",
        lambda eta, g, s, eps: eta * g * (np.sqrt(s) + eps),
        "Where gradients have been large, the step is to become small. Divide.",
    ),
    (
        "a bracket is missing: eps is added to the quotient, and multiplied with the gradient",
        lambda eta, g, s, eps: eta / np.sqrt(s) + eps * g,
        "Both, root and eps, stand under the line: eta * g / (np.sqrt(s) + eps).",
    ),
    (
        "a bracket is missing: eps is added to the step",
        lambda eta, g, s, eps: eta * g / np.sqrt(s) + eps,
        "Both, root and eps, stand under the line: eta * g / (np.sqrt(s) + eps).",
    ),
    (
        "the larger of root and eps is taken, not their sum",
        lambda eta, g, s, eps: eta * g / np.maximum(np.sqrt(s), eps),
        "That keeps from 0/0 as well. But the formula adds: np.sqrt(s) + eps.",
    ),
    (
        "the squares are gathered, and then not used",
        lambda eta, g, s, eps: eta * g,
        "That is the plain gradient's step. Divide it by np.sqrt(s) + eps, entry by entry.",
    ),
    (
        "all entries of an array are divided by one common number",
        lambda eta, g, s, eps: eta * g / (np.sqrt(np.sum(s)) + eps),
        "Each entry has its own step size: that is the whole idea. No sum or norm over the array.",
    ),
    (
        "eps is added twice, inside the root and beside it",
        lambda eta, g, s, eps: eta * g / (np.sqrt(s + eps) + eps),
        "Once is enough, beside the root: np.sqrt(s) + eps.",
    ),
    (
        "a bracket is missing: eps is added to the new parameter",
        lambda eta, g, s, eps: eta * g / np.sqrt(s) - eps,
        "Both, root and eps, stand under the line: eta * g / (np.sqrt(s) + eps).",
    ),
    (
        "each step goes by the gradient's sign alone",
        lambda eta, g, s, eps: eta * np.sign(g),
        "Then all steps have the length eta. The gradient is divided by the root of what has been gathered, not by its own size.",
    ),
    (
        "the quotient stands on its head: the gradient is below the line",
        lambda eta, g, s, eps: eta * np.sqrt(s) / (g + eps),
        "The gradient stands above the line, the root and eps below it: eta * g / (np.sqrt(s) + eps).",
    ),
    (
        "the gradient's sign stands over the line, in its place",
        lambda eta, g, s, eps: eta * np.sign(g) / (np.sqrt(s) + eps),
        "The gradient itself is divided, not its sign alone.",
    ),
    (
        "the gradient is divided by its own length",
        lambda eta, g, s, eps: eta * g / (np.linalg.norm(g) + eps),
        "Divide by the root of what has been gathered over all steps, entry by entry. np.linalg.norm knows this step only.",
    ),
    (
        "eta stands alone over the line, without the gradient",
        lambda eta, g, s, eps: eta / (np.sqrt(s) + eps),
        "Where the gradient is 0, nothing should move. What stands above the line?",
    ),
]


def _scaled_mistakes(right, gather, wrong_gathers):
    """Return the mistakes of AdaGrad and RMSProp: wrong divisions, wrong memories, wrong settings."""
    return [
        *_common(right, _scaling(gather), lambda: 0.0, 0),
        *_stepping([(name, _scaling(gather, divide), hint) for name, divide, hint in _DIVISIONS]),
        *_stepping([(name, _scaling(wrong), hint) for name, wrong, hint in wrong_gathers]),
        Mistake(
            "the step is made with the memory as it was before",
            _each(_scaling_before(gather)),
            "At the first step yours divides by eps alone, and leaps. First the new memory, then the step with it.",
        ),
        Mistake(_LAST_ALONE, _last_memory(_scaling(gather)), _KEEP_ALL),
        Mistake(
            "the memory starts at one",
            _each(_scaling(gather), np.ones_like),
            "The memory starts at zeros. Then the first step is already as long as those after it.",
        ),
        Mistake(
            "the memory starts at a tenth",
            _each(_scaling(gather), lambda p: np.full(np.shape(p), 0.1)),
            "Some libraries start there; PyTorch and this chapter start at zeros.",
        ),
        Mistake(
            "the root is kept as the memory, in the place of the squares",
            _each(lambda p, g, s, *rest: (lambda new, s: (new, np.sqrt(s)))(*_scaling(gather)(p, g, s, *rest))),
            "Hand back s itself. The root is needed for the step only.",
        ),
        Mistake(
            "1e-8 is built in for eps",
            lambda params, grads, state, *settings: right(params, grads, state, *settings[:-1], 1e-8),
            "eps is an argument, and may be another number.",
        ),
    ]


def _sum_of_squares(s, g):
    return s + g**2


def _averaging_over_steps(params, grads, state, eta, eps):
    t, squares = (0, [0.0] * len(params)) if state is None else state
    squares = [s + g**2 for s, g in zip(squares, grads, strict=True)]
    return [p - _divided(eta, g, s / (t + 1), eps) for p, g, s in zip(params, grads, squares, strict=True)], (
        t + 1,
        squares,
    )


def _adagrad_by_loop(params, grads, state, eta, eps):
    if state is None:
        state = {"squares": [np.zeros(np.shape(p)) for p in params]}
    new = []
    for p, g, s in zip(params, grads, state["squares"], strict=True):
        s += g * g
        new.append(p - (eta / (np.sqrt(s) + eps)) * g)
    return new, state


def _with_history(params, grads, state, eta, eps):
    history = [*(state or []), grads]
    squares = [np.sum([np.square(old[i]) for old in history], axis=0) for i in range(len(params))]
    return [p - eta * g / (s**0.5 + eps) for p, g, s in zip(params, grads, squares, strict=True)], history


def _cases(before, after, usual):
    """Return the cases of an optimiser with eps; before, after: its settings on either side of eta, without eps."""

    def settings(eta, eps):
        return {**before, "eta": eta, **after, "eps": eps}

    return [
        Case("one step", _ONE_NUMBER, [_arrays([3.0])], settings(0.5, 1e-10)),
        Case("a second step", _ONE_NUMBER, [_arrays([3.0]), _arrays([4.0])], settings(0.5, 1e-10)),
        Case("a large eps", _arrays([1.0, 2.0]), [_arrays([2.0, -0.5]), _arrays([1.0, 1.0])], settings(0.5, 0.5)),
        Case("gradients that fade and return", _arrays([1.0, 4.0]), _FADING, settings(0.25, 1e-8)),
        Case("gradients of 0 at first", _arrays([1.0, 4.0]), _LATE, settings(0.25, 1e-8)),
        Case("tiny gradients", _arrays([1.0, 4.0]), _TINY, settings(0.25, 1e-8)),
        Case("a W and a b", TABLE, SLOPES, settings(0.5, 1e-6)),
        Case("two parameters of one shape", _ALIKE, _ALIKE_SLOPES, settings(0.125, 1e-6)),
        Drawn("20 steps with zero and tiny gradients", _drawn_run(20, **usual), weight=2),
    ]


def _twice_as_steep(**settings):
    """Return the sides of a law: gradients twice as large change nothing, where eps is tiny."""
    steep = [[2.0 * g for g in grads] for grads in SLOPES]
    return lambda f, rng: (f(TABLE, SLOPES, dict(settings)), f(TABLE, steep, dict(settings)))


adagrad_step = Exercise(
    reference=nn.adagrad_step,
    points=2,
    cases=_cases({}, {}, {"eta": 0.1, "eps": 1e-10}),
    laws=[Law("Gradients twice as large make the same steps, where eps is tiny", _twice_as_steep(eta=0.5, eps=1e-14))],
    mistakes=[
        *_scaled_mistakes(
            nn.adagrad_step,
            _sum_of_squares,
            [
                (
                    "old squares fade, as in RMSProp",
                    lambda s, g: 0.9 * s + 0.1 * g**2,
                    "That is the next exercise. AdaGrad forgets nothing: s = s + g**2.",
                ),
                (
                    "the gradients are added up without being squared, and their sum is used",
                    lambda s, g: s + g,
                    "Gradients of both signs would cancel, and a negative sum has no root. Square each one first.",
                ),
                (
                    "the gradient is doubled, where it should be squared",
                    lambda s, g: s + g * 2,
                    "g * 2 is twice g; the square is g**2, with two stars.",
                ),
                (
                    "the sizes of the gradients are added up, not their squares",
                    lambda s, g: s + np.abs(g),
                    "s = s + g**2: the square, not the absolute value.",
                ),
                (
                    "the memory is squared again with the gradient",
                    lambda s, g: (s + g) ** 2,
                    "Mind the brackets: g**2 is added to what has been gathered. s itself is not squared again.",
                ),
                (
                    "the squares are averaged over the whole array",
                    lambda s, g: s + np.mean(g**2),
                    "Each entry has its own memory: s has the shape of the parameter. No mean over the array.",
                ),
            ],
        ),
        Mistake(
            "the sizes of the gradients are added up, and divided by as they are",
            _each(lambda p, g, s, eta, eps: (p - eta * g / (s + np.abs(g) + eps), s + np.abs(g))),
            "s = s + g**2, and then its root. For 3 and 4 that is 5; the sizes would add up to 7.",
        ),
        Mistake(
            "the squares are averaged over the steps so far",
            _averaging_over_steps,
            "AdaGrad adds up, and never divides by the number of steps. That is how its steps shrink.",
        ),
        Mistake(
            "eta and eps have changed places",
            lambda params, grads, state, eta, eps: nn.adagrad_step(params, grads, state, eps, eta),
            "The order of the arguments is (params, grads, state, eta, eps).",
        ),
    ],
    accepted=[_adagrad_by_loop, _with_history, _each(_scaling(_sum_of_squares))],
    hints=[
        "As in momentum_step, state is a list with an array for each parameter. This time it gathers squares: s + g**2.",
        "Everything goes entry by entry: np.sqrt(s) has the shape of s. No loop over entries is needed.",
        "squares = [s + g**2 for ...], then [p - eta * g / (np.sqrt(s) + eps) for ...] over params, grads and squares.",
    ],
    source="Duchi, Hazan and Singer (2011); torch.optim.Adagrad",
    compare=_compare_runs,
    free_form=True,
    through="run_optimizer",
)


def _fading(s, g, rho):
    return rho * s + (1 - rho) * g**2


def _rmsprop_by_loop(params, grads, state, eta, rho, eps):
    if state is None:
        state = [0.0] * len(params)
    new_params, new_state = [], []
    for i in range(len(params)):
        new_state.append(state[i] - (1 - rho) * (state[i] - grads[i] ** 2))
        new_params.append(params[i] - eta / (eps + new_state[i] ** 0.5) * grads[i])
    return [new_params, new_state]


def _started_at_the_first(params, grads, state, eta, rho, eps):
    return nn.rmsprop_step(params, grads, [g**2 for g in grads] if state is None else state, eta, rho, eps)


def _corrected(params, grads, state, eta, rho, eps):
    t, squares = (0, [0.0 * p for p in params]) if state is None else state
    squares = [_fading(s, g, rho) for s, g in zip(squares, grads, strict=True)]
    scaled = [s / (1 - rho ** (t + 1)) for s in squares]
    return [p - _divided(eta, g, s, eps) for p, g, s in zip(params, grads, scaled, strict=True)], (t + 1, squares)


rmsprop_step = Exercise(
    reference=nn.rmsprop_step,
    points=2,
    cases=_cases({}, {"rho": 0.75}, {"eta": 0.01, "rho": 0.99, "eps": 1e-8}),
    laws=[
        Law(
            "Gradients twice as large make the same steps, where eps is tiny",
            _twice_as_steep(eta=0.5, rho=0.5, eps=1e-14),
        ),
    ],
    mistakes=[
        *_scaled_mistakes(
            nn.rmsprop_step,
            _fading,
            [
                (
                    "nothing fades: all squares are added up, as in AdaGrad",
                    lambda s, g, rho: s + g**2,
                    "With yours, steps shrink for ever. The memory keeps rho of itself: rho * s + (1 - rho) * g**2.",
                ),
                (
                    "rho and 1 - rho have changed places",
                    lambda s, g, rho: (1 - rho) * s + rho * g**2,
                    "With rho = 0.99 the memory is long: 99 % of the old, 1 % of the new. Which is it in yours?",
                ),
                (
                    "the new square comes in whole, without 1 - rho",
                    lambda s, g, rho: rho * s + g**2,
                    "A running mean: its two weights, rho and 1 - rho, add up to 1.",
                ),
                (
                    "a bracket is missing: 1 is added, and rho times the new square taken away",
                    lambda s, g, rho: rho * s + 1 - rho * g**2,
                    "Python multiplies first. All of 1 - rho stands before the new square: (1 - rho) * g**2.",
                ),
                (
                    "rho works on the whole sum, the new square too",
                    lambda s, g, rho: rho * (s + g**2),
                    "Mind the brackets: rho belongs to the old memory, and 1 - rho to the new square.",
                ),
                (
                    "the old memory stays whole, without rho",
                    lambda s, g, rho: s + (1 - rho) * g**2,
                    "A running mean: its two weights, rho and 1 - rho, add up to 1. What fades in yours?",
                ),
                (
                    "the running mean is that of the gradients, not of their squares",
                    lambda s, g, rho: rho * s + (1 - rho) * g,
                    "A mean of gradients of both signs may be negative, and has no root. Square each one first.",
                ),
                (
                    "the running mean is that of the gradients' sizes",
                    lambda s, g, rho: rho * s + (1 - rho) * np.abs(g),
                    "g**2 is asked for: the root comes later, over the mean.",
                ),
                (
                    "the whole sum is squared",
                    lambda s, g, rho: (rho * s + (1 - rho) * g) ** 2,
                    "Only g is squared: rho * s + (1 - rho) * g**2.",
                ),
                (
                    "1 - rho is squared with the gradient",
                    lambda s, g, rho: rho * s + ((1 - rho) * g) ** 2,
                    "Only g is squared. Mind the brackets: (1 - rho) * g**2.",
                ),
                (
                    "the squares are averaged over the whole array",
                    lambda s, g, rho: rho * s + (1 - rho) * np.mean(g**2),
                    "Each entry has its own memory: the mean runs over the steps, not over the array.",
                ),
                (
                    "0.9 is built in for rho",
                    lambda s, g, rho: _fading(s, g, 0.9),
                    "rho is an argument, and may be another number.",
                ),
                (
                    "0.99 is built in for rho",
                    lambda s, g, rho: _fading(s, g, 0.99),
                    "rho is an argument, and may be another number.",
                ),
            ],
        ),
        Mistake(
            "the memory starts at the first gradient's squares",
            _started_at_the_first,
            "It starts at zeros, as in PyTorch. That the first steps are long is known, and mended in Adam.",
        ),
        Mistake(
            "the start at zero is corrected, as in Adam",
            _corrected,
            "That is Adam's correction. RMSProp has none: divide by np.sqrt(s) + eps as it is.",
        ),
        Mistake(
            "rho and eps have changed places",
            lambda params, grads, state, eta, rho, eps: nn.rmsprop_step(params, grads, state, eta, eps, rho),
            "The order of the arguments is (params, grads, state, eta, rho, eps).",
        ),
    ],
    accepted=[
        _rmsprop_by_loop,
        _each(_scaling(_fading)),
        _each(
            lambda p, g, s, eta, rho, eps: (lambda s: (p - np.divide(eta * g, np.sqrt(s) + eps), s))(
                np.square(g) * (1 - rho) + s * rho
            )
        ),
    ],
    hints=[
        "It is AdaGrad with one line changed: how s goes on.",
        "A running mean: rho times the old, 1 - rho times the new, which is g**2.",
        "squares = [rho * s + (1 - rho) * g**2 for s, g in zip(state, grads)]; the step is AdaGrad's.",
    ],
    source="Tieleman and Hinton (2012), lecture 6.5; torch.optim.RMSprop",
    compare=_compare_runs,
    free_form=True,
    through="run_optimizer",
)


def _mean(old, new, beta):
    return beta * old + (1 - beta) * new


def _quotient(eta, m, v, eps, c1, c2):
    return eta * (m / c1) / (np.sqrt(v / c2) + eps)


def _corrections(t, beta1, beta2):
    return 1 - beta1**t, 1 - beta2**t


def _adam(first=_mean, second=lambda v, g, m, beta2: _mean(v, g**2, beta2), correct=_corrections, divide=_quotient):
    """Return a step of Adam with one part changed: the two memories, their corrections, or the quotient."""

    def step(p, g, memory, t, eta, beta1, beta2, eps):
        m, v = memory
        m = first(m, g, beta1)
        v = second(v, g, m, beta2)
        return p - divide(eta, m, v, eps, *correct(t, beta1, beta2)), (m, v)

    return step


def _two_zeros(p):
    return np.zeros_like(p), np.zeros_like(p)


def _with_old_moments(p, g, memory, t, eta, beta1, beta2, eps):
    _, after = _adam()(p, g, memory, t, eta, beta1, beta2, eps)
    return p - _quotient(eta, *memory, eps, *_corrections(t, beta1, beta2)), after


def _storing_the_corrected(p, g, memory, t, eta, beta1, beta2, eps):
    new, (m, v) = _adam()(p, g, memory, t, eta, beta1, beta2, eps)
    c1, c2 = _corrections(t, beta1, beta2)
    return new, (m / c1, v / c2)


def _gradient_over_root(p, g, memory, t, eta, beta1, beta2, eps):
    _, (m, v) = _adam()(p, g, memory, t, eta, beta1, beta2, eps)
    return p - eta * g / (np.sqrt(v / (1 - beta2**t)) + eps), (m, v)


def _counting_per_parameter(params, grads, state, t, *settings):
    count = (t - 1) * len(params)
    memories = [_two_zeros(p) for p in params] if state is None else state
    pairs = [
        _adam()(p, g, memory, count + i + 1, *settings)
        for i, (p, g, memory) in enumerate(zip(params, grads, memories, strict=True))
    ]
    return [p for p, _ in pairs], [memory for _, memory in pairs]


def _moments_of_the_last(params, grads, state, *settings):
    ms, vs = ([np.zeros_like(p) for p in params] for _ in range(2)) if state is None else state
    stepped = []
    for p, g, m, v in zip(params, grads, ms, vs, strict=False):
        p, (m, v) = _adam()(p, g, (m, v), *settings)
        stepped.append(p)
    return stepped, (m, v)


def _zeros_taken_apart(params, grads, state, t, eta, beta1, beta2, eps):
    m, v = [np.zeros_like(p) for p in params] if state is None else state
    m = [_mean(a, g, beta1) for a, g in zip(m, grads, strict=False)]
    v = [_mean(a, g**2, beta2) for a, g in zip(v, grads, strict=False)]
    both = zip(params, m, v, strict=False)
    return [p - _quotient(eta, a, b, eps, *_corrections(t, beta1, beta2)) for p, a, b in both], (m, v)


def _one_list_of_zeros(params, grads, state, t, eta, beta1, beta2, eps):
    if state is None:
        zeros = [np.zeros_like(p) for p in params]
        state = zeros, zeros
    m, v = state
    new = []
    for i, (p, g) in enumerate(zip(params, grads, strict=True)):
        m[i] = _mean(m[i], g, beta1)
        v[i] = _mean(v[i], g**2, beta2)
        new.append(p - _quotient(eta, m[i], v[i], eps, *_corrections(t, beta1, beta2)))
    return new, (m, v)


def _amsgrad(params, grads, state, t, eta, beta1, beta2, eps):
    memories = [(*_two_zeros(p), np.zeros_like(p)) for p in params] if state is None else state
    stepped, after = [], []
    for p, g, (m, v, most) in zip(params, grads, memories, strict=True):
        m, v = _mean(m, g, beta1), _mean(v, g**2, beta2)
        most = np.maximum(most, v)
        stepped.append(p - _quotient(eta, m, most, eps, *_corrections(t, beta1, beta2)))
        after.append((m, v, most))
    return stepped, after


def _adam_by_dict(params, grads, state, t, eta, beta1, beta2, eps):
    state = state or {"m": [0.0] * len(params), "v": [0.0] * len(params)}
    new = []
    for i, (p, g) in enumerate(zip(params, grads, strict=True)):
        state["m"][i] = beta1 * state["m"][i] + (1 - beta1) * g
        state["v"][i] = beta2 * state["v"][i] + (1 - beta2) * g * g
        rate = eta / (1 - beta1**t)
        new.append(p - rate * state["m"][i] / (np.sqrt(state["v"][i]) / np.sqrt(1 - beta2**t) + eps))
    return new, state


def _adam_in_longhand(params, grads, state, t, eta, beta1, beta2, eps):
    m, v = ([np.zeros(p.shape) for p in params] for _ in range(2)) if state is None else (state[0], state[1])
    m = [a + (1 - beta1) * (g - a) for a, g in zip(m, grads, strict=True)]
    v = [a + (1 - beta2) * (g**2 - a) for a, g in zip(v, grads, strict=True)]
    m_hat = [a / (1 - pow(beta1, t)) for a in m]
    v_hat = [a / (1 - pow(beta2, t)) for a in v]
    return tuple([p - eta * a / (b**0.5 + eps) for p, a, b in zip(params, m_hat, v_hat, strict=True)]), [m, v]


def _adam_counting_itself(params, grads, state, t, *settings):
    count, inner = state if state else (0, None)
    new, inner = _each(_adam(), _two_zeros)(params, grads, inner, count + 1, *settings)
    return new, (count + 1, inner)


adam_step = Exercise(
    reference=nn.adam_step,
    points=3,
    cases=_cases(
        {"t": 1}, {"beta1": 0.75, "beta2": 0.875}, {"t": 1, "eta": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    ),
    laws=[
        Law(
            "The first step has the length eta for any gradient but 0, where eps is tiny",
            lambda f, rng: (
                f(
                    _arrays([1, 1, 1]),
                    [_arrays([1e-3, -5, 700])],
                    {"t": 1, "eta": 0.25, "beta1": 0.9, "beta2": 0.999, "eps": 1e-14},
                )[0],
                _arrays([0.75, 1.25, 0.75]),
            ),
        ),
    ],
    mistakes=[
        *_common(nn.adam_step, _adam(), lambda: (0.0, 0.0), 1),
        *[
            Mistake(name, _each(step, _two_zeros), hint)
            for name, step, hint in [
                (
                    "brackets are missing: m is divided by 1, and beta1**t taken away, and so with v",
                    _adam(divide=lambda eta, m, v, eps, c1, c2: eta * (m - 1 + c1) / (np.sqrt(v - 1 + c2) + eps)),
                    "Python divides first, and subtracts afterwards. All of 1 - beta1**t stands below the line: put brackets around it.",
                ),
                (
                    "brackets are missing below m: it is divided by 1, and beta1**t taken away",
                    _adam(divide=lambda eta, m, v, eps, c1, c2: eta * (m - 1 + c1) / (np.sqrt(v / c2) + eps)),
                    "Python divides first, and subtracts afterwards. All of 1 - beta1**t stands below the line: put brackets around it.",
                ),
                (
                    "brackets are missing: m is divided by 1, and beta1**t is divided by the root",
                    _adam(divide=lambda eta, m, v, eps, c1, c2: eta * m + (1 - c1) / (np.sqrt(v - 1 + c2) + eps)),
                    "Python divides first, and subtracts afterwards. Work out m_hat = m / (1 - beta1**t) and v_hat in lines of their own.",
                ),
                (
                    "nothing is corrected for the start at zero",
                    _adam(correct=lambda t, beta1, beta2: (1, 1)),
                    "After one step m holds only 1 - beta1 of the gradient. Divide by 1 - beta1**t, and v by 1 - beta2**t.",
                ),
                (
                    "only m is corrected for its start",
                    _adam(correct=lambda t, beta1, beta2: (1 - beta1**t, 1)),
                    "v started at zero as well. Divide it by 1 - beta2**t.",
                ),
                (
                    "only v is corrected for its start",
                    _adam(correct=lambda t, beta1, beta2: (1, 1 - beta2**t)),
                    "m started at zero as well. Divide it by 1 - beta1**t.",
                ),
                (
                    "the correction stays that of the first step: t is not in it",
                    _adam(correct=lambda t, beta1, beta2: (1 - beta1, 1 - beta2)),
                    "The correction fades while the memory fills: beta1**t, with t = 1, 2, 3, ...",
                ),
                (
                    "t is one too small in the correction",
                    _adam(correct=lambda t, beta1, beta2: (1 - beta1 ** (t - 1), 1 - beta2 ** (t - 1))),
                    "At the first step t is 1 already. With t - 1 you divide by 1 - beta**0, which is 0.",
                ),
                (
                    "t is one too large in the correction",
                    _adam(correct=lambda t, beta1, beta2: (1 - beta1 ** (t + 1), 1 - beta2 ** (t + 1))),
                    "At the first step t is 1 already. Nothing is to be added.",
                ),
                (
                    "beta is multiplied by t, not raised to the power t",
                    _adam(correct=lambda t, beta1, beta2: (1 - beta1 * t, 1 - beta2 * t)),
                    "A power is written beta1**t, with two stars.",
                ),
                (
                    "both corrections use beta1",
                    _adam(correct=lambda t, beta1, beta2: (1 - beta1**t, 1 - beta1**t)),
                    "v fades with beta2, so beta2 stands in its correction.",
                ),
                (
                    "both corrections use beta2",
                    _adam(correct=lambda t, beta1, beta2: (1 - beta2**t, 1 - beta2**t)),
                    "m fades with beta1, so beta1 stands in its correction.",
                ),
                (
                    "the moments are multiplied by 1 - beta**t, not divided by it",
                    _adam(correct=lambda t, beta1, beta2: (1 / (1 - beta1**t), 1 / (1 - beta2**t))),
                    "After one step m is too small, and has to grow: divide.",
                ),
                (
                    "the corrected moments are stored as the new state",
                    _storing_the_corrected,
                    "The correction is for this step only. Hand back m and v as they are, uncorrected.",
                ),
                (
                    "eps stands inside the root",
                    _adam(divide=lambda eta, m, v, eps, c1, c2: eta * (m / c1) / np.sqrt(v / c2 + eps)),
                    "The root of eps = 1e-8 is 1e-4, ten thousand times as much. Add eps to the root: np.sqrt(v_hat) + eps.",
                ),
                (
                    "eps is added before v is corrected",
                    _adam(divide=lambda eta, m, v, eps, c1, c2: eta * np.sqrt(c2) / c1 * m / (np.sqrt(v) + eps)),
                    "That is the paper's short form, with another eps. Here as in PyTorch: correct v, take the root, then add eps.",
                ),
                (
                    "eps is left out",
                    _adam(divide=lambda eta, m, v, eps, c1, c2: eta * (m / c1) / np.sqrt(v / c2)),
                    "While all gradients were 0, yours divides 0 by 0. Where is eps?",
                ),
                (
                    "the root is missing",
                    _adam(divide=lambda eta, m, v, eps, c1, c2: eta * (m / c1) / (v / c2 + eps)),
                    "v holds squares. Divide by their root.",
                ),
                (
                    "the mean of the squares is kept, and then not used",
                    _adam(divide=lambda eta, m, v, eps, c1, c2: eta * m / c1),
                    "That is momentum alone. Divide the step by np.sqrt(v_hat) + eps.",
                ),
                (
                    "the step is made with the gradient, not with its running mean",
                    _gradient_over_root,
                    "That is RMSProp, corrected. The corrected m stands where you have g.",
                ),
                (
                    "the gradient comes into m whole, without 1 - beta1",
                    _adam(first=lambda m, g, beta: beta * m + g),
                    "m is a running mean: its weights, beta1 and 1 - beta1, add up to 1.",
                ),
                (
                    "the square comes into v whole, without 1 - beta2",
                    _adam(second=lambda v, g, m, beta: beta * v + g**2),
                    "v is a running mean: its weights, beta2 and 1 - beta2, add up to 1.",
                ),
                (
                    "beta and 1 - beta have changed places in both means",
                    _adam(
                        first=lambda m, g, beta: _mean(g, m, beta), second=lambda v, g, m, beta: _mean(g**2, v, beta)
                    ),
                    "With beta1 = 0.9 the memory is long: 90 % of the old, 10 % of the new.",
                ),
                (
                    "beta1 and 1 - beta1 have changed places in m",
                    _adam(first=lambda m, g, beta: _mean(g, m, beta)),
                    "With beta1 = 0.9 the memory is long: 90 % of the old, 10 % of the new.",
                ),
                (
                    "beta2 and 1 - beta2 have changed places in v",
                    _adam(second=lambda v, g, m, beta: _mean(g**2, v, beta)),
                    "With beta2 = 0.999 the memory is long: nearly all is the old one.",
                ),
                (
                    "each moment is corrected with the other's beta",
                    _adam(correct=lambda t, beta1, beta2: (1 - beta2**t, 1 - beta1**t)),
                    "m fades with beta1 and is corrected with beta1; v with beta2.",
                ),
                (
                    "v is corrected after the root has been taken",
                    _adam(divide=lambda eta, m, v, eps, c1, c2: eta * (m / c1) / (np.sqrt(v) / c2 + eps)),
                    "First the correction, v / (1 - beta2**t), then the root of the whole.",
                ),
                (
                    "the learning rate falls with the root of t",
                    _adam(correct=lambda t, beta1, beta2: ((1 - beta1**t) * np.sqrt(t), 1 - beta2**t)),
                    "The paper's proof has such an eta; its algorithm, and this one, keep eta as it is.",
                ),
                (
                    "the gradient itself stands over the line, corrected as if it were m",
                    _adam(first=lambda m, g, beta: g),
                    "m is a running mean: beta1 * m + (1 - beta1) * g. Where is the old m in yours?",
                ),
                (
                    "v is the running mean of the gradients' sizes",
                    _adam(second=lambda v, g, m, beta: _mean(v, np.abs(g), beta)),
                    "v takes g**2: the root comes later.",
                ),
                (
                    "v is the running mean of the gradients, not of their squares",
                    _adam(second=lambda v, g, m, beta: _mean(v, g, beta)),
                    "The root of a negative number is nan. v takes g**2.",
                ),
                (
                    "v is made of m's squares, not of the gradient's",
                    _adam(second=lambda v, g, m, beta: _mean(v, m**2, beta)),
                    "Both memories look at the gradient itself: m takes g, v takes g**2.",
                ),
                (
                    "v gathers all squares, as AdaGrad does",
                    _adam(second=lambda v, g, m, beta: v + g**2),
                    "v fades as m does: beta2 * v + (1 - beta2) * g**2.",
                ),
                (
                    "the step is made with the moments as they were before",
                    _with_old_moments,
                    "Does your first step move at all? First the new m and v, then the step with them.",
                ),
            ]
        ],
        Mistake(
            "t is counted once for each parameter, not once for each step",
            _counting_per_parameter,
            "t is an argument, and the same for all arrays of one step. Is there a t += 1 in your loop?",
        ),
        Mistake(
            "beta1 and beta2 have changed places",
            lambda params, grads, state, t, eta, beta1, beta2, eps: nn.adam_step(
                params, grads, state, t, eta, beta2, beta1, eps
            ),
            "beta1 belongs to the mean of the gradients, beta2 to that of their squares.",
        ),
        Mistake(
            "0.9 and 0.999 are built in for the two betas",
            _with(nn.adam_step, None, None, 0.9, 0.999, None),
            "beta1 and beta2 are arguments, and may be other numbers.",
        ),
        Mistake(
            "1e-8 is built in for eps",
            _with(nn.adam_step, None, None, None, None, 1e-8),
            "eps is an argument, and may be another number.",
        ),
        Mistake(
            "t and eta have changed places",
            lambda params, grads, state, t, eta, *rest: nn.adam_step(params, grads, state, eta, t, *rest),
            "The order of the arguments is (params, grads, state, t, eta, beta1, beta2, eps).",
        ),
        Mistake(
            "the largest v so far is used, as in AMSGrad",
            _amsgrad,
            "That is a later variant. Adam divides by the root of v as it now is.",
        ),
        Mistake(
            "three things are returned: params, m and v",
            lambda params, grads, state, *settings: (lambda new, both: (new, *both))(
                *nn.adam_step(params, grads, state, *settings)
            ),
            "Two things are asked for. Pack m and v into one state: return new_params, (m, v).",
        ),
        Mistake(_LAST_ALONE, _moments_of_the_last, _KEEP_ALL),
        Mistake(
            "the memory begins as one list of zeros, and is taken apart into m and v",
            _zeros_taken_apart,
            "m and v are a list each, with an array for each parameter. At the first call make two lists of zeros.",
        ),
        Mistake(
            "one list of zeros stands for both memories, as in (zeros, zeros)",
            _one_list_of_zeros,
            "(zeros, zeros) is the same list twice: what is written into v[i] stands in m[i] as well. Make two lists.",
        ),
    ],
    accepted=[_adam_by_dict, _adam_in_longhand, _each(_adam(), _two_zeros), _adam_counting_itself],
    hints=[
        "state holds two lists, m and v: a running mean of the gradients, and one of their squares. Both begin as zeros.",
        "Four parts: new m, new v, both divided by 1 - beta**t, each with its beta, and the step. Into the state go m and v, uncorrected.",
        "p - eta * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps) for p, m, v in zip(params, m_list, v_list).",
    ],
    source="Kingma and Ba (2015), algorithm 1; torch.optim.Adam",
    compare=_compare_runs,
    free_form=True,
    through="run_optimizer",
)

hunt_state = Decision(
    name="hunt_state",
    question="Every epoch begins with a jolt. Which line is broken?",
    points=1,
    choices={
        "A": "line A, where the batches are made anew in every epoch",
        "B": "line B, where the memory is set to None in every epoch",
        "C": "line C, where the number of the step goes on over the epochs",
        "D": "line D, where the gradient is that of one batch alone",
    },
    right="B",
    asks_why="Why does the jolt come of that?",
    reasons={
        "1": "Another order of the examples makes another gradient, and the memory does not fit it.",
        "2": "Ten examples say less than all of them, so that the first step is more or less random.",
        "3": "An empty memory is taken for a full one: v is tiny, hardly corrected any more, and the step is divided by its root.",
        "4": "The longer it runs, the smaller 1 - beta**t becomes, and what is divided by it grows.",
    },
    because="3",
    replies={
        "A": "Replace line A by one fixed list of batches, made before the loop. Is the jolt gone?",
        "C": "One epoch alone has no jolt, however many batches it has. And in PyTorch the count goes on, too.",
        "D": "All the other steps of an epoch are made with ten examples as well, and they do not leap.",
        "1": "The order changes the gradient a little. Print both: by how much do the gradients differ, and by how much the steps?",
        "2": "That holds for each of the hundred batches. What sets the first one apart?",
        "4": "Work it out: 0.9**1, 0.9**10, 0.9**100. Towards which number does 1 - beta**t go?",
    },
    moral="State and t belong together: both go on as long as the training does, or both begin anew. In PyTorch they live in one "
    "optimiser object, made once, before the loop.",
    hints=[
        "Which of the four lines would you have to change so that nothing is different at the beginning of an epoch?",
        "Let m and v be 0, t = 1001 and the gradient 1. Work out m, v, both corrections, and the step. Compare with t = 1.",
    ],
    source="Kingma and Ba (2015), section 3",
)

sparse_features = Decision(
    name="sparse_features",
    question="A filter learns, mail by mail, to sort support requests: one weight for each of 50,000 words, and every mail is seen "
    "once. Some words come in every second mail, most in one of a thousand, and those say most about the topic. The learning rate can "
    "be tuned for each method. Which one do you choose?",
    points=1,
    choices={
        "A": "plain SGD, with a larger learning rate",
        "B": "SGD with momentum, beta = 0.9",
        "C": "AdaGrad, as it is",
        "D": "plain SGD, with an eta that falls like 1 / sqrt(t)",
    },
    right="C",
    reasons={
        "1": "A weight that has hardly moved still takes long steps, while those of frequent words have settled down.",
        "2": "The gradients of rare words are small, so that they have to be gathered over many steps before they count.",
        "3": "The noise of single mails is averaged out by a running mean over about ten of them.",
        "4": "All weights take shorter steps with time, and that lets the whole model come to rest.",
    },
    because="1",
    replies={
        "A": "Look at the two rows of SGD in the table above: an eta large enough for the rare words makes the frequent ones jump about.",
        "B": "What becomes of a rare word's velocity in the thousand mails until the word comes again? 0.9**1000 is about 2e-46.",
        "D": "The eta is the same for all words. When a word comes for the second time, after two thousand mails, how long is its step?",
        "2": "The gradient of a rare word is not small when the word is there. It is exactly 0 when it is not.",
        "3": "Averages over ten mails help the words that come in most of them. How often is a rare word among ten mails?",
        "4": "That would hold for the rare words, too, before they have been seen ten times. Is that wanted?",
    },
    moral="AdaGrad was made for this: each weight has its own clock, which runs only when the weight is used.",
    hints=[
        "How long is the step of a weight whose word comes for the fifth time, after five thousand mails, with each method?",
        "Which of the four has something like a learning rate of its own for each weight?",
    ],
    source="Duchi, Hazan and Singer, Adaptive subgradient methods, JMLR 12 (2011), section 1.1",
)

adagrad_stalls = Decision(
    name="adagrad_stalls",
    question="A network for images is trained with AdaGrad, for 200 epochs. After ten of them the loss hardly moves, while the "
    "gradients are as large as before. What do you do first?",
    points=1,
    choices={
        "A": "train on, for 2,000 epochs",
        "B": "take RMSProp or Adam in its place",
        "C": "make eps larger",
        "D": "make the batches larger",
    },
    right="B",
    reasons={
        "1": "The gradients of a batch are too noisy, and what one step wins the next one loses.",
        "2": "The sum under the root never falls: after so many steps every further one is tiny, however steep the ground is.",
        "3": "The network stands in a local minimum, and needs a push to get out of it.",
        "4": "Where gradients are close to 0, dividing by their root makes the steps jump.",
    },
    because="2",
    replies={
        "A": "After t steps with gradients of one size, the step is eta / sqrt(t). How many more until it is half as long again?",
        "C": "eps stands under the line, beside a root that has become large. What does a larger one do to the step?",
        "D": "Gradients as large as before say that the direction is clear. It is the length of the step that is missing.",
        "1": "Then the parameters would move to and fro, by a lot. Here they hardly move.",
        "3": "In a minimum the gradient is 0. Here it is as large as before.",
        "4": "The gradients are as large as before, so nothing small is divided by.",
    },
    moral="A sum of squares can only grow, a running mean can fall: that is the one line by which RMSProp differs. For a single pass "
    "over sparse data the sum is right, for a long training it is a brake.",
    hints=[
        "Read the question again: what is as large as before, and what is not? Which part of the formula lies between the two?",
        "How long is AdaGrad's step after 100 and after 10,000 steps, with a gradient that is always 1?",
    ],
    source="Goodfellow et al., Deep Learning (2016), sections 8.5.1 and 8.5.2",
)

chapter = Chapter(
    "10_optimizers",
    "10 Optimisers",
    (
        minibatches,
        sgd_step,
        momentum_step,
        adagrad_step,
        rmsprop_step,
        adam_step,
        hunt_state,
        sparse_features,
        adagrad_stalls,
    ),
)
