"""Chapter 02: a threshold unit, the rule by which it learns, and what it can never learn alone."""

import itertools

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.exercises.chapter import Chapter
from annlab.nn import gate_weights as gate
from annlab.nn import perceptron as unit
from annlab.nn import perceptron_fit as fit

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND, OR, XOR = np.array([0.0, 0.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0, 1.0]), np.array([0.0, 1.0, 1.0, 0.0])


def binary_fractions(rng, *size):
    """Return random multiples of 1/4 from -2 to 2: no sum or product of a few of them is ever rounded."""
    return rng.integers(-8, 9, size=size or None) / 4.0


def _in_place(z):
    z[z >= 0] = 1.0
    z[z < 0] = 0.0
    return z


step = Exercise(
    reference=nn.step,
    points=1,
    cases=[
        Case("a negative number", np.float64(-2.5)),
        Case("a positive number", np.float64(0.25)),
        Case("exactly 0", np.float64(0.0)),
        Case("several numbers", np.array([-3.0, -0.5, 0.0, 0.75, 1.0, 40.0])),
        Case("whole numbers", np.array([2, -1, 0, 1])),
        Case("numbers very close to 0", np.array([1e-9, -1e-9])),
        Case("a table of numbers", np.array([[-1.0, 2.0], [0.0, -9.0], [3.0, 0.5]])),
        Drawn("random numbers", lambda rng: (rng.normal(size=(3, 4)),)),
    ],
    laws=[
        Law(
            "step(z) + step(-z) is 1 wherever z is not 0",
            lambda f, rng: (lambda z: (f(z.copy()) + f(-z), np.ones(5)))(rng.normal(size=5)),
        ),
    ],
    mistakes=[
        Mistake(
            "0 itself counts as negative: > where >= is meant",
            lambda z: np.where(z > 0, 1.0, 0.0),
            "Try z = 0. In this course 0 still fires: step(0) = 1. Which comparison lets the equal case in?",
        ),
        Mistake(
            "0 counts for one half",
            lambda z: np.heaviside(z, 0.5),
            "Try z = 0. A threshold unit says 0 or 1, nothing between; at exactly 0 it says 1.",
        ),
        Mistake(
            "the unit answers -1 where it should answer 0",
            lambda z: np.where(z >= 0, 1.0, -1.0),
            "Some books use -1 and 1. Here a unit that does not fire says 0.",
        ),
        Mistake(
            "the sign of z is returned",
            np.sign,
            "np.sign knows three answers: -1, 0 and 1. Here there are two, and 0 belongs to the upper one.",
        ),
        Mistake(
            "the comparison itself is returned",
            lambda z: z >= 0,
            "z >= 0 gives True and False. Turn them into 1.0 and 0.0: np.where(condition, 1.0, 0.0) does.",
        ),
        Mistake(
            "0 and 1 have changed places",
            lambda z: np.where(z >= 0, 0.0, 1.0),
            "Try z = 5, then z = -5. Which of the two should fire?",
        ),
        Mistake(
            "0 and 1 have changed places, and only 0 itself is right",
            lambda z: np.where(z <= 0, 1.0, 0.0),
            "Try z = 5, then z = -5. Which way should the comparison point?",
        ),
        Mistake(
            "positive values are passed on as they are",
            lambda z: np.maximum(z, 0.0) * 1.0,
            "Try z = 40. That is another activation, the ReLU of chapter 03. A step only says yes or no.",
        ),
        Mistake(
            "z itself comes back",
            lambda z: z,
            "Try z = 40: a step says 1. Nothing of the size of z is left after it.",
        ),
        Mistake(
            "z is passed on where it is negative",
            lambda z: np.where(z >= 0, 1.0, z),
            "Try z = -2.5. Below 0 the answer is 0, however far below.",
        ),
        Mistake(
            "the unit fires for everything but 0",
            lambda z: np.where(z != 0, 1.0, 0.0),
            "Try z = -2.5. A truth value is False only for 0: compare z with 0 instead.",
        ),
        Mistake(
            "z is cut off at 0 and 1",
            lambda z: np.clip(z, 0.0, 1.0) * 1.0,
            "Try z = 0.25. There is no ramp between 0 and 1: it is one or the other.",
        ),
        Mistake(
            "the step is a smooth one, the sigmoid",
            nn.sigmoid,
            "That is the smooth neuron of chapter 01. Here the answer jumps: no values between 0 and 1.",
        ),
        Mistake(
            "the threshold is 0.5 instead of 0",
            lambda z: np.where(z >= 0.5, 1.0, 0.0),
            "Try z = 0.25. The bias is already in z, so the threshold for z is 0.",
        ),
        Mistake(
            "the threshold is 1 instead of 0",
            lambda z: np.where(z >= 1, 1.0, 0.0),
            "Try z = 0.5. The bias is already in z, so the threshold for z is 0.",
        ),
        Mistake(
            "the function takes one number only",
            lambda z: 1.0 if z >= 0 else 0.0,
            "`if` decides once, and an array holds many numbers. np.where(condition, 1.0, 0.0) decides for each.",
        ),
        Mistake(
            "the function takes a row of numbers only",
            lambda z: np.array([1.0 if v >= 0 else 0.0 for v in z]),
            "A loop over z expects one dimension. np.where(condition, 1.0, 0.0) takes a number, a row or a table.",
        ),
        Mistake(
            "a list is made, in a loop over z",
            lambda z: [1.0 if v >= 0 else 0.0 for v in z],
            "A loop over z expects a row, and gives a list. np.where(condition, 1.0, 0.0) takes any z and gives an array.",
        ),
        Mistake(
            "np.where is given the condition alone, and tells the places where it holds",
            lambda z: np.where(z >= 0),
            "np.where(condition) gives positions. np.where(condition, a, b) takes a where the condition holds, and b elsewhere.",
        ),
        Mistake(
            "one answer is given for the whole array, 1 if all of it is at least 0",
            lambda z: 1.0 if np.all(z >= 0) else 0.0,
            "np.all makes one truth value of many. You want an answer for each number: np.where gives that.",
        ),
        Mistake(
            "one answer is given for the whole array, 1 if any of it is at least 0",
            lambda z: 1.0 if np.any(z >= 0) else 0.0,
            "np.any makes one truth value of many. You want an answer for each number: np.where gives that.",
        ),
        Mistake(
            "one answer is given for the whole array, that for its sum",
            lambda z: 1.0 if np.sum(z) >= 0 else 0.0,
            "The sum is taken before: z is what it gave. You want an answer for each number in z.",
        ),
        Mistake(
            "the answers are written into z itself",
            _in_place,
            "`z[...] = ` changes the caller's array, and a single number has no places to write to. Make a new one.",
        ),
    ],
    accepted=[
        lambda z: np.heaviside(z, 1.0),
        lambda z: (z >= 0) * 1.0,
        lambda z: (np.asarray(z) >= 0).astype(int),
        lambda z: 1.0 - (z < 0),
        np.vectorize(lambda v: 1.0 if v >= 0 else 0.0),
    ],
    hints=[
        "Two answers only: 1 where z is 0 or more, 0 where it is less.",
        "`z >= 0` asks every number of an array at once and gives True or False for each.",
        "np.where(condition, a, b) takes a where the condition holds and b elsewhere. Here a is 1.0 and b is 0.0.",
    ],
    source="McCulloch and Pitts (1943); Rosenblatt (1958)",
)

perceptron = Exercise(
    reference=nn.perceptron,
    points=2,
    cases=[
        Case("one example that fires", np.array([[1.0, 2.0]]), np.array([0.5, 1.0]), -1.0),
        Case("one example that does not", np.array([[1.0, 2.0]]), np.array([0.5, -1.0]), 0.25),
        Case("examples on the boundary", np.array([[1.0, 1.0], [0.5, 1.5], [0.0, 1.5]]), np.array([1.0, 1.0]), -2.0),
        Case("the four rows of AND", CORNERS, np.array([1.0, 1.0]), -1.5),
        Case("as many examples as features", np.array([[1.0, 3.0], [-3.0, 1.0]]), np.array([1.0, -1.0]), -1.0),
        Case("one feature", np.array([[2.0], [-3.0], [-0.25], [0.5], [0.75], [0.4375]]), np.array([-2.0]), 1.0),
        Case("weights of 0", np.array([[5.0, -7.0], [1.0, 0.0]]), np.array([0.0, 0.0]), -0.25),
        Case("whole numbers", np.array([[1, 2, 3], [-4, 5, 0], [2, 0, -1]]), np.array([1, 0, -1]), 1),
        Drawn("random numbers", lambda rng: (rng.normal(size=(9, 3)), rng.normal(size=3), rng.normal())),
        Drawn("many features", lambda rng: (binary_fractions(rng, 5, 6), binary_fractions(rng, 6), 0.25)),
    ],
    laws=[
        Law(
            "Twice the weights and twice the bias draw the same boundary, so the answers stay the same",
            lambda f, rng: (lambda X, w: (f(X, w, 0.75), f(X, 2 * w, 1.5)))(
                rng.normal(size=(12, 2)), rng.normal(size=2)
            ),
        ),
    ],
    mistakes=[
        Mistake(
            "the bias is left out",
            lambda X, w, b: nn.step(X @ w),
            "Set all weights to 0 and b to -0.25. What should the unit say then, and what does yours say?",
        ),
        Mistake(
            "the bias is subtracted",
            lambda X, w, b: nn.step(X @ w - b),
            "A threshold is subtracted, a bias is added: z = w1 x1 + w2 x2 + b.",
        ),
        Mistake(
            "the bias weighs as often as there are inputs: it is added to every product, or the products are averaged",
            lambda X, w, b: nn.step((X * w + b).sum(axis=1)),
            "Sum the products first (no mean), then add b once.",
        ),
        Mistake(
            "the bias is added twice",
            lambda X, w, b: nn.step(X @ w + 2 * b),
            "Follow b through your lines: does one of the functions you call add it already?",
        ),
        Mistake(
            "the bias is added after the step",
            lambda X, w, b: nn.step(X @ w) + b,
            "The bias belongs inside: it shifts z before the unit decides. The step comes last.",
        ),
        Mistake(
            "a sum of exactly 0 counts as negative",
            lambda X, w, b: np.where(X @ w + b > 0, 1.0, 0.0),
            "An example on the boundary has z = 0, and step(0) = 1. Your own step knows that: call it.",
        ),
        Mistake(
            "z is returned without the step",
            lambda X, w, b: X @ w + b,
            "That is the weighted sum z. What turns it into 0 or 1?",
        ),
        Mistake(
            "the step is replaced by a sigmoid",
            lambda X, w, b: nn.sigmoid(X @ w + b),
            "A perceptron gives 0 or 1, nothing between. Which activation jumps?",
        ),
        Mistake(
            "the unit answers -1 where it should answer 0",
            lambda X, w, b: np.where(X @ w + b >= 0, 1.0, -1.0),
            "Here a unit that does not fire says 0. Your own step does that: call it.",
        ),
        Mistake(
            "the sign of z is returned",
            lambda X, w, b: np.sign(X @ w + b),
            "np.sign gives -1, 0 or 1. The unit says 0 or 1, and 1 on the boundary: call your step.",
        ),
        Mistake(
            "the comparison itself is returned",
            lambda X, w, b: X @ w + b >= 0,
            "That gives True and False. Your step turns a z into 1.0 or 0.0: call it.",
        ),
        Mistake(
            "0 and 1 have changed places",
            lambda X, w, b: np.where(X @ w + b >= 0, 0.0, 1.0),
            "The unit fires, and says 1, where z is 0 or more.",
        ),
        Mistake(
            "the threshold for z is 0.5 instead of 0",
            lambda X, w, b: np.where(X @ w + b >= 0.5, 1.0, 0.0),
            "0.5 is where one cuts a probability. z is no probability: its threshold is 0.",
        ),
        Mistake(
            "w meets the columns of X instead of its rows",
            lambda X, w, b: nn.step(w @ X + b),
            "X @ w takes each row, one example, with w. In w @ X the sum runs over the examples.",
        ),
        Mistake(
            "the sum runs down the columns instead of along the rows",
            lambda X, w, b: nn.step((X * w).sum(axis=0) + b),
            "axis=0 runs over the examples, axis=1 over the features. One number for each example is needed.",
        ),
        Mistake(
            "the step is taken of every product, before the sum",
            lambda X, w, b: nn.step(X * w + b).sum(axis=1),
            "Sum first: z is one number for an example. The step comes last.",
        ),
        Mistake(
            "the step is taken of every entry, and the sum is missing",
            lambda X, w, b: nn.step(X * w + b),
            "X * w keeps the shape of X. One number for each example is needed: sum along its row, or use X @ w.",
        ),
        Mistake(
            "only the first example is used",
            lambda X, w, b: nn.step(X[:1] @ w + b),
            "X[0] is one example. The answer has one number for every row of X.",
        ),
        Mistake(
            "only the first example is answered, with a single number",
            lambda X, w, b: float(nn.step(X[0] @ w + b)),
            "Is there an X[0], or a `return` inside the loop? Do without both: X @ w takes all rows at once.",
        ),
        Mistake(
            "one `if` decides for the whole batch",
            lambda X, w, b: 1.0 if X @ w + b >= 0 else 0.0,
            "`if` decides once, and z holds a number for each example. Your step decides for each of them.",
        ),
        Mistake(
            "only the last example is used",
            lambda X, w, b: nn.step(X[-1:] @ w + b),
            "The answer has one number for every row of X. Is each new answer stored where the last one was?",
        ),
        Mistake(
            "every example gets the answer of the first",
            lambda X, w, b: np.full(len(X), nn.step(X[0] @ w + b)),
            "X[0] is one example. Print z for all rows of X.",
        ),
        Mistake(
            "the whole batch is summed into one answer",
            lambda X, w, b: nn.step((X * w).sum() + b),
            "sum() without an axis adds up everything. One number for each example is needed: axis=1, or X @ w.",
        ),
        Mistake(
            "only the first feature is used",
            lambda X, w, b: nn.step(X[:, 0] * w[0] + b),
            "X[:, 0] is the first feature. What do the other weights do in your line?",
        ),
        Mistake(
            "only the first two features are used",
            lambda X, w, b: nn.step(X[:, 0] * w[0] + X[:, 1] * w[1] + b),
            "X may have one feature, or three. X @ w takes as many as there are.",
        ),
        Mistake(
            "the last feature is not used",
            lambda X, w, b: nn.step(X[:, :-1] @ w[:-1] + b),
            "Which columns does your line visit? range(d) already stops before d.",
        ),
        Mistake(
            "positive sums are passed on as they are",
            lambda X, w, b: np.maximum(X @ w + b, 0.0),
            "That is another activation, the ReLU of chapter 03. A perceptron only says 0 or 1.",
        ),
        Mistake(
            "the answers come as a column",
            lambda X, w, b: nn.step(X @ w + b)[:, None],
            "Shape (N,) is asked for, and (N, 1) came. X @ w with w of shape (d,) gives (N,) by itself.",
        ),
        Mistake(
            "the weights are left out",
            lambda X, w, b: nn.step(X.sum(axis=1) + b),
            "Set all weights to 0. Then only b decides. Does it in yours?",
        ),
    ],
    accepted=[
        lambda X, w, b: (X @ w >= -b).astype(float),
        lambda X, w, b: np.heaviside(np.einsum("nd,d->n", X, w) + b, 1.0),
        lambda X, w, b: np.array([1.0 if sum(p * q for p, q in zip(x, w, strict=True)) + b >= 0 else 0.0 for x in X]),
        lambda X, w, b: ((X * w).sum(axis=1) + b >= 0).astype(int),
        lambda X, w, b: np.array([nn.neuron(x, w, b, nn.step) for x in X]),
    ],
    hints=[
        "It is the neuron of chapter 01 with one change: its activation is your step.",
        "First z for every example, `X @ w + b`: N numbers. Then the step of z.",
        "The whole body: return step(X @ w + b).",
    ],
    source="Rosenblatt (1958); Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.52",
)


def _truth_table(pair):
    """Return what a threshold unit with these (w, b) answers to all rows of 0 and 1, or None if that is no pair."""
    try:
        w, b = np.asarray(pair[0], dtype=float), float(pair[1])
        rows = np.array(list(itertools.product([0.0, 1.0], repeat=w.size)))
        tie = 1e-12 * (np.abs(w).sum() + abs(b))  # 0.1 + 0.7 - 0.8 is meant to be 0
        return [int(z >= -tie) for z in rows @ w + b]
    except (TypeError, ValueError, IndexError, KeyError):
        return None


def _compare_tables(expected, got, name):
    right, yours = _truth_table(expected), _truth_table(got)
    if yours is None or right is None:
        return "you returned something that is no pair of weights and bias."
    if yours == right:
        return None
    rows = "0, 1" if len(right) == 2 else "(0, 0), (0, 1), (1, 0), (1, 1)"
    said, meant = (", ".join(map(str, table)) for table in (yours, right))
    return f"your w and b answer {said} to the inputs {rows}; {meant} is right."


def _of(other_gate):
    """Return a mistake's gate_weights: name -> the weights of the gate that other_gate names for it."""
    return lambda name: gate(other_gate.get(name, name))


def _mixed_up(one, other, hint):
    return Mistake(f"the weights for {one} are those of {other}", _of({one: other}), hint)


def _stuck(name, fires):
    other = (np.zeros(2), 1.0 if fires else -1.0)
    z_is_b = fires == (name in ("AND", "OR"))  # the row that it gets wrong is then (0, 0), else (1, 1)
    row, z, which = ("(0, 0)", "b alone", "sign does b") if z_is_b else ("(1, 1)", "w1 + w2 + b", "signs do the weights")
    must, side = ("be silent", "below 0") if fires else ("fire", "0 or above")
    hint = f"In the row {row} it has to {must}. There z is {z}, and must be {side}. Which {which} need for that, and is it enough?"
    return Mistake(f"{name} {'always' if fires else 'never'} fires", lambda n: other if n == name else gate(n), hint)


_ROWS_APART = "The two gates differ in the rows (0, 1) and (1, 0). What is z there, and what should it be?"

gate_weights = Exercise(
    reference=nn.gate_weights,
    points=2,
    cases=[Case(name, name) for name in ("NOT", "AND", "OR", "NAND", "NOR")],
    mistakes=[
        Mistake(
            "every bias has the wrong sign",
            lambda name: (gate(name)[0], -gate(name)[1]),
            "The unit fires where w1 x1 + w2 x2 + b >= 0. A threshold of 1.5 is a bias of -1.5.",
        ),
        Mistake(
            "every bias is 0",
            lambda name: (gate(name)[0], 0.0),
            "With inputs (0, 0) the sum is b alone, so b decides that row. Should AND fire there? Should NAND?",
        ),
        Mistake(
            "a sum of exactly 0 is taken for a 0",
            lambda name: (gate(name)[0], {"NOT": 1.0, "AND": -1.0, "OR": 0.0, "NAND": 2.0, "NOR": 1.0}[name]),
            "step(0) = 1: a row with z = 0 fires. Move the line a little, so that no row lies on it.",
        ),
        Mistake(
            "AND and OR have changed places, and NAND and NOR too",
            _of({"AND": "OR", "OR": "AND", "NAND": "NOR", "NOR": "NAND"}),
            "One of the inputs is enough for OR; AND needs both. So which of the two has the bias further below 0?",
        ),
        Mistake(
            "AND and OR have changed places",
            _of({"AND": "OR", "OR": "AND"}),
            "One of the inputs is enough for OR; AND needs both. So which of the two has the bias further below 0?",
        ),
        Mistake(
            "NAND and NOR have changed places",
            _of({"NAND": "NOR", "NOR": "NAND"}),
            "NAND is the opposite of AND, NOR of OR. Write both tables down, and look at the row (0, 1).",
        ),
        Mistake(
            "NAND and NOR are not turned round: they are AND and OR",
            _of({"NAND": "AND", "NOR": "OR"}),
            "The N means not: 0 and 1 change places. What becomes of z >= 0 if you turn the signs of w and b?",
        ),
        Mistake(
            "only the weights of NAND and NOR are turned round, not the bias",
            lambda name: (gate(name)[0], -gate(name)[1] if name in ("NAND", "NOR") else gate(name)[1]),
            "To turn an answer round, z has to change its sign, and b is part of z.",
        ),
        Mistake(
            "only the bias of NAND and NOR is turned round, not the weights",
            lambda name: (abs(gate(name)[0]) if name in ("NAND", "NOR") else gate(name)[0], gate(name)[1]),
            "To turn an answer round, z has to change its sign, and every weight is part of z.",
        ),
        Mistake(
            "NOT passes its input on instead of turning it round",
            lambda name: (np.array([1.0]), -0.5) if name == "NOT" else gate(name),
            "For x = 1 the sum must fall below 0. Which sign does the weight need?",
        ),
        Mistake(
            "NOT always fires",
            lambda name: (np.array([-1.0]), 1.0) if name == "NOT" else gate(name),
            "With x = 1 your z = w + b is not below 0, so the unit fires. Which sign does the weight need, and how large must it be?",
        ),
        Mistake(
            "NOT never fires",
            lambda name: (np.array([-1.0]), -0.5) if name == "NOT" else gate(name),
            "With x = 0 the sum is b alone, and there NOT must fire. Which sign does b need?",
        ),
        Mistake(
            "NOT is given two weights",
            lambda name: (np.array([-1.0, 0.0]), 0.5) if name == "NOT" else gate(name),
            "NOT has one input, so its w has one entry: shape (1,).",
        ),
        Mistake(
            "the weight of NOT is a bare number",
            lambda name: (-1.0, 0.5) if name == "NOT" else gate(name),
            "w holds one weight for each input, also where there is only one: np.array([...]) with one entry.",
        ),
        Mistake(
            "each gate has one bare number for its weights",
            lambda name: (float(gate(name)[0][0]), gate(name)[1]),
            "w holds one weight for each input: np.array([...]) with two entries, and with one for NOT.",
        ),
        _mixed_up("AND", "OR", _ROWS_APART + " AND must stay silent there."),
        _mixed_up("OR", "AND", _ROWS_APART + " OR must fire there."),
        _mixed_up("NAND", "NOR", _ROWS_APART + " NAND must fire there."),
        _mixed_up("NOR", "NAND", _ROWS_APART + " NOR must stay silent there."),
        _mixed_up("NAND", "AND", "NAND is AND with 0 and 1 exchanged. Turn the signs of w and of b."),
        _mixed_up("NOR", "OR", "NOR is OR with 0 and 1 exchanged. Turn the signs of w and of b."),
        *[_stuck(name, fires) for name in ("AND", "OR", "NAND", "NOR") for fires in (True, False)],
        Mistake(
            "only the first input has a weight",
            lambda name: (gate(name)[0] * [1.0, 0.0][: len(gate(name)[0])], {"NOT": 0.5}.get(name, gate(name)[1] / 3)),
            "Your unit does not look at x2. Compare its answers to (0, 0) and (0, 1).",
        ),
        Mistake(
            "every name gets the weights of AND",
            lambda name: gate("AND"),
            "The answer has to depend on name: one pair (w, b) for each of the five.",
        ),
        Mistake(
            "the weights come as a list",
            lambda name: (gate(name)[0].tolist(), gate(name)[1]),
            "The numbers may stay. Put np.array( ) around the list, so that `X @ w` works with it.",
        ),
        Mistake(
            "weights and bias are strung together in one list",
            lambda name: [*gate(name)[0], gate(name)[1]],
            "Two things are asked for: an array with the weights, and the bias. return w, b gives the pair.",
        ),
        Mistake(
            "bias and weights have changed places in the answer",
            lambda name: gate(name)[::-1],
            "The pair is (w, b): first the array of weights, then the number.",
        ),
        Mistake(
            "the bias is returned inside the weights",
            lambda name: np.concatenate([[gate(name)[1]], gate(name)[0]]),
            "That is fold_bias of chapter 01. Here w and b are two things: return w, b.",
        ),
    ],
    accepted=[
        lambda name: {
            "NOT": (np.array([-2]), 1),
            "AND": (np.array([1, 1]), -2),
            "OR": (np.array([1, 1]), -1),
            "NAND": (np.array([-1, -1]), 1),
            "NOR": (np.array([-3, -2]), 0),
        }[name],
        lambda name: [np.full(gate(name)[0].size, 20.0) * np.sign(gate(name)[0]), 20 * gate(name)[1]],
        lambda name: (np.array([0.1, 0.7]), -0.8) if name == "AND" else gate(name),
        lambda name: (gate(name)[0] * [0.3, 0.4][: len(gate(name)[0])], 0.35 * gate(name)[1]) if name != "AND"
        else (np.array([0.25, 0.5]), -0.625),
    ],
    hints=[
        "Begin with the row (0, 0): there z is b alone. Should the gate fire in that row? That is the sign of b.",
        "AND and OR: give both inputs the weight 1. Then w1 x1 + w2 x2 is 0, 1 or 2. Where between these must the "
        "unit begin to fire? Halfway is safe, and b is minus that number.",
        "AND is w = [1, 1], b = -1.5; for OR the threshold lies between 0 and 1. NAND and NOR are AND and OR with "
        "all signs turned. NOT has one weight, negative, and a bias between 0 and minus that weight.",
    ],
    source="McCulloch and Pitts (1943); Minsky and Papert, Perceptrons (1969)",
    compare=_compare_tables,
)


def _answer(w, b, x):
    return float(np.dot(w, x) + b >= 0)


def _update_in_place(w, b, x, y, eta):
    error = y - _answer(w, b, x)
    w += eta * error * x
    b += eta * error
    return w, b


def _update_rereading(w, b, x, y, eta):
    w = w + eta * (y - _answer(w, b, x)) * x
    return w, b + eta * (y - _answer(w, b, x))


def _step_by(change):
    """Return a perceptron_update that adds what change(error, x, eta) says to w and b."""

    def update(w, b, x, y, eta):
        dw, db = change(y - _answer(w, b, x), x, eta)
        return w + dw, b + db

    return update


def _step_by_error(error):
    """Return a perceptron_update whose error is error(w, b, x, y)."""

    def update(w, b, x, y, eta):
        e = error(w, b, x, y)
        return w + eta * e * x, b + eta * e

    return update


_no_bias_step = _step_by(lambda e, x, eta: (eta * e * x, 0.0))
_bias_without_eta = _step_by(lambda e, x, eta: (eta * e * x, e))
_without_eta = _step_by(lambda e, x, eta: (e * x, e))
_wrong_sign = _step_by(lambda e, x, eta: (-eta * e * x, -eta * e))
_strict = _step_by_error(lambda w, b, x, y: y - float(np.dot(w, x) + b > 0))
_raw_sum = _step_by_error(lambda w, b, x, y: y - (np.dot(w, x) + b))
_hebb = _step_by_error(lambda w, b, x, y: y)
_no_bias_in_z = _step_by_error(lambda w, b, x, y: y - _answer(w, 0.0, x))
_plus_minus = _step_by_error(lambda w, b, x, y: y if y * (np.dot(w, x) + b) <= 0 else 0)
_doubled = _step_by_error(lambda w, b, x, y: 2 * (y - _answer(w, b, x)))
_only_missed = _step_by_error(lambda w, b, x, y: max(y - _answer(w, b, x), 0.0))
_always_adds = _step_by_error(lambda w, b, x, y: abs(y - _answer(w, b, x)))

_minus_one_answer = _step_by_error(lambda w, b, x, y: y - (2 * _answer(w, b, x) - 1))
_rate_squared = _step_by(lambda e, x, eta: (eta * eta * e * x, eta * eta * e))
_bias_by_sum = _step_by(lambda e, x, eta: (eta * e * x, eta * e * x.sum()))


def _update_rereading_b(w, b, x, y, eta):
    b = b + eta * (y - _answer(w, b, x))
    return w + eta * (y - _answer(w, b, x)) * x, b


_HINTS = {
    "reread": "After the first line w is already new, and the answer with it may be another. Compute the error once, "
    "keep it in a variable, use it twice.",
    "sign": "The unit says 0 and should say 1, for x = [1, 2]: must w grow or shrink, to lift z? Follow it through yours.",
    "raw": "Try an example with z = 2.5 and y = 1: the unit says 1, so nothing may change. What does yours do?",
    "hebb": "Try an example that is right already, y = 1 and z > 0: nothing may change. The answer has to come in: "
    "y minus what the unit says.",
    "strict": "With w = 0 and b = 0 the sum is 0, and step(0) = 1: the unit fires. Call your step for the answer.",
    "plus": "That form of the rule needs targets -1 and 1. Here y is 0 or 1, and the error y - answer is -1, 0 or 1.",
    "double": "The error is y minus the answer, both 0 or 1: it is -1, 0 or 1. Where does yours get its 2 from?",
    "missed": "Try y = 0 with an answer of 1. That is an error as well: w and b must go down.",
    "adds": "Keep the sign of the error: with y = 0 and an answer of 1 it is -1, and w and b go down.",
    "no bias": "b is a weight as well, that of the input +1. Its step is eta times the error.",
    "eta b": "b learns at the same pace as the weights: its step is eta times the error.",
    "minus": "Your step says 0 or 1. With y = 1 and an answer of 0 the error is 1, not 2.",
    "eta eta": "With eta = 0.5 a step is half as long, not a quarter: multiply by eta once.",
    "sum": "The input of the bias is always +1, whatever x is. What is eta times the error times 1?",
    "no eta": "eta scales every step. With eta = 0.5 the steps are half as long: are yours?",
    "z": "The unit's answer is step(w . x + b). Try w = [0, 0] and b = -1: what does it say, and what does yours take?",
}

perceptron_update = Exercise(
    reference=nn.perceptron_update,
    points=2,
    cases=[
        Case("an example that should fire", np.array([0.5, -1.0]), -0.25, np.array([1.0, 2.0]), 1, 1.0),
        Case("an example that should not fire", np.array([0.5, 1.0]), 0.25, np.array([1.0, 2.0]), 0, 1.0),
        Case("an example that rightly fires", np.array([0.5, 1.0]), 0.25, np.array([1.0, 2.0]), 1, 1.0),
        Case("an example that is rightly silent", np.array([0.5, -1.0]), 0.25, np.array([1.0, 2.0]), 0, 1.0),
        Case("on the boundary with y = 0", np.array([1.0, -0.5]), 0.0, np.array([1.0, 2.0]), 0, 1.0),
        Case("on the boundary with y = 1", np.array([1.0, -0.5]), 0.0, np.array([1.0, 2.0]), 1, 1.0),
        Case("a learning rate of 0.25", np.array([0.5, -1.0]), -0.5, np.array([-1.0, 1.5]), 1, 0.25),
        Case("x = 0 where only b can learn", np.array([1.0, 1.0]), 0.5, np.array([0.0, 0.0]), 0, 0.5),
        Case("the bias alone makes it silent", np.array([1.0, 0.0]), -1.5, np.array([1.0, 1.0]), 1, 2.0),
        Case("one input", np.array([-0.75]), 0.5, np.array([2.0]), 1, 0.5),
        Case("whole numbers", np.array([1, 0, -1]), 0, np.array([2, 1, 1]), 0, 0.5),
        Drawn(
            "random binary fractions",
            lambda rng: (binary_fractions(rng, 4), binary_fractions(rng), binary_fractions(rng, 4), 1, 0.5),
        ),
        Drawn(
            "random binary fractions, y = 0",
            lambda rng: (binary_fractions(rng, 3), 2.0, binary_fractions(rng, 3) / 8, 0, 4.0),
        ),
    ],
    laws=[
        Law(
            "Twice the learning rate makes twice the step",
            lambda f, rng: _steps_of_both_rates(f, binary_fractions(rng, 3)),
        ),
    ],
    mistakes=[
        Mistake("the step goes the wrong way", _wrong_sign, _HINTS["sign"]),
        Mistake("the bias is never updated", _no_bias_step, _HINTS["no bias"]),
        Mistake("the learning rate is left out of the bias's step", _bias_without_eta, _HINTS["eta b"]),
        Mistake("the learning rate is left out", _without_eta, _HINTS["no eta"]),
        Mistake(
            "the learning rate is left out of the weights' step",
            _step_by(lambda e, x, eta: (e * x, eta * e)),
            "eta scales every step, those of the weights too. With eta = 0.5 they are half as long: are yours?",
        ),
        Mistake(
            "the bias is moved in proportion to itself",
            lambda w, b, x, y, eta: (nn.perceptron_update(w, b, x, y, eta)[0], b + eta * (y - _answer(w, b, x)) * b),
            "The input of the bias is always +1, and b is its weight: no b belongs into the step of b.",
        ),
        Mistake("the bias is moved by the sum of the inputs", _bias_by_sum, _HINTS["sum"]),
        Mistake(
            "the bias is moved like the weights, with the inputs, and becomes an array",
            _step_by(lambda e, x, eta: (eta * e * x, eta * e * x)),
            "b is one number, the weight of an input that is always +1: leave x out of its step.",
        ),
        Mistake(
            "the weights are moved in proportion to themselves instead of to the inputs",
            lambda w, b, x, y, eta: (
                w + eta * (y - _answer(w, b, x)) * w,
                b + eta * (y - _answer(w, b, x)),
            ),
            "Begin with w = [0, 0]: can it ever move in yours? What was to blame for the sum is x.",
        ),
        Mistake(
            "only the first weight learns",
            _step_by(lambda e, x, eta: (eta * e * x * np.eye(x.size)[0], eta * e)),
            "Every weight moves, each by eta times the error times its own input. The whole array w can do it at once.",
        ),
        Mistake("the learning rate is counted twice", _rate_squared, _HINTS["eta eta"]),
        Mistake(
            "the weights move the wrong way, the bias the right one",
            _step_by(lambda e, x, eta: (-eta * e * x, eta * e)),
            "Too silent means z is too low: w . x must grow, and b too. Both steps have the same sign.",
        ),
        Mistake(
            "eta times x is added whether the answer was right or not",
            _step_by(lambda e, x, eta: (eta * x, eta)),
            "The error belongs into the step: y minus the answer, which is 0 for an example that is right.",
        ),
        Mistake("the unit's answer is taken as -1 or 1, and y is 0 or 1", _minus_one_answer, _HINTS["minus"]),
        Mistake(
            "the sign of z stands where the unit's answer should",
            _step_by_error(lambda w, b, x, y: y - np.sign(np.dot(w, x) + b)),
            "np.sign says -1, 0 or 1. Your step says 0 or 1, like y.",
        ),
        Mistake(
            "the input is left out of the weights' step",
            _step_by(lambda e, x, eta: (eta * e, eta * e)),
            "Each weight moves in proportion to its own input: a weight whose input was 0 had no part in the error.",
        ),
        Mistake(
            "the bias moves the wrong way, the weights the right one",
            _step_by(lambda e, x, eta: (eta * e * x, -eta * e)),
            "Too silent means z is too low: w . x must grow, and b too. Both steps have the same sign.",
        ),
        Mistake("the weighted sum z stands where the unit's answer should", _raw_sum, _HINTS["raw"]),
        Mistake(
            "the answer is that of a sigmoid instead of a step",
            _step_by_error(lambda w, b, x, y: y - nn.sigmoid(np.dot(w, x) + b)),
            "The answer of a perceptron is 0 or 1, so a right one has an error of exactly 0. Use your step.",
        ),
        Mistake("the target is used, and the unit's answer is not", _hebb, _HINTS["hebb"]),
        Mistake(
            "the step is made whether the answer was right or not, up for y = 1, down for y = 0",
            _step_by_error(lambda w, b, x, y: 2 * y - 1),
            "Try an example that is right already: nothing may change. The error y - answer is 0 there.",
        ),
        Mistake(
            "steps are made when the answer is right, and none when it is wrong",
            _step_by_error(lambda w, b, x, y: (2 * y - 1) * (y == _answer(w, b, x))),
            "Turn the condition round: an example that is right teaches nothing.",
        ),
        Mistake("a sum of exactly 0 counts as not firing", _strict, _HINTS["strict"]),
        Mistake("the bias is left out of the weighted sum", _no_bias_in_z, _HINTS["z"]),
        Mistake("the rule for targets -1 and 1 is used, and y is 0 or 1", _plus_minus, _HINTS["plus"]),
        Mistake("every step is twice as long as it should be", _doubled, _HINTS["double"]),
        Mistake("only a missed 1 is learned from, never a false alarm", _only_missed, _HINTS["missed"]),
        Mistake(
            "only a false alarm is learned from, never a missed 1",
            _step_by_error(lambda w, b, x, y: min(y - _answer(w, b, x), 0.0)),
            "Try y = 1 with an answer of 0. That is an error as well: w and b must go up.",
        ),
        Mistake("w and b go up at every error, also where they should go down", _always_adds, _HINTS["adds"]),
        Mistake("the error is computed a second time, after w has changed", _update_rereading, _HINTS["reread"]),
        Mistake(
            "the error is computed a second time, after b has changed",
            _update_rereading_b,
            "After the first line b is already new, and the answer with it may be another. Compute the error once, "
            "keep it in a variable, use it twice.",
        ),
        Mistake(
            "the caller's w is changed in place",
            _update_in_place,
            "`w += ...` writes into the array that came in. `w = w + ...` makes a new one.",
        ),
        Mistake(
            "only the step is returned, not the new w and b",
            lambda w, b, x, y, eta: (eta * (y - _answer(w, b, x)) * x, eta * (y - _answer(w, b, x))),
            "Those are the changes. Add them to the w and b that came in, and return the sums.",
        ),
        Mistake(
            "nothing is returned where the answer was right already",
            lambda w, b, x, y, eta: None if _answer(w, b, x) == y else nn.perceptron_update(w, b, x, y, eta),
            "An example that is right leaves w and b as they were: return them all the same.",
        ),
        Mistake(
            "the error is returned as a third value",
            lambda w, b, x, y, eta: (*nn.perceptron_update(w, b, x, y, eta), y - _answer(w, b, x)),
            "Two things come back: return w, b.",
        ),
        Mistake(
            "w and b are returned joined in one array",
            lambda w, b, x, y, eta: np.append(*nn.perceptron_update(w, b, x, y, eta)),
            "Return them as two things, separated by a comma: return w, b.",
        ),
        Mistake(
            "only w is returned",
            lambda w, b, x, y, eta: nn.perceptron_update(w, b, x, y, eta)[0],
            "Two things have learned: return w, b.",
        ),
        Mistake(
            "w and b have changed places in the answer",
            lambda w, b, x, y, eta: nn.perceptron_update(w, b, x, y, eta)[::-1],
            "First w, then b: return w, b.",
        ),
        Mistake(
            "nothing is ever changed",
            lambda w, b, x, y, eta: (w, b),
            "Try w = [0, 0], b = -1, x = [1, 1], y = 1: the unit says 0. What should happen to w, and is it the new w that you return?",
        ),
    ],
    accepted=[
        lambda w, b, x, y, eta: (w - eta * (_answer(w, b, x) - y) * x, b - eta * (_answer(w, b, x) - y)),
        lambda w, b, x, y, eta: (w, b) if _answer(w, b, x) == y else (w + eta * (2 * y - 1) * x, b + eta * (2 * y - 1)),
        lambda w, b, x, y, eta: [
            np.array([wj + eta * (y - _answer(w, b, x)) * xj for wj, xj in zip(w, x, strict=True)]),
            b + eta * (y - _answer(w, b, x)),
        ],
        lambda w, b, x, y, eta: (lambda e: (w + e * x, b + e))(eta * (y - nn.perceptron(x[None], w, b)[0])),
    ],
    hints=[
        "First the unit's answer for x: a 0 or a 1. Then the error: the target y minus that answer.",
        "The error is -1, 0 or 1. The new w is w plus eta times the error times x. What is the input of the bias?",
        "error = y - step(w @ x + b). Then return w + eta * error * x, b + eta * error.",
    ],
    source="Rosenblatt (1958); Haykin, Neural Networks and Learning Machines (2009), table 1.1",
)


def _steps_of_both_rates(f, x):
    """Return twice the step at rate 0.5, and the step at rate 1, of w = 0, b = -1 on an example that should fire."""
    w, b = np.zeros(x.size), -1.0
    (slow_w, slow_b), (fast_w, fast_b) = f(w, b, x, 1, 0.5), f(w, b, x, 1, 1.0)
    return np.append(2 * (slow_w - w), 2 * (slow_b - b)), np.append(fast_w - w, fast_b - b)


def _fit_by(update, w0=0.0, b0=0.0, order=lambda epoch, n: range(n), count=None):
    """Return a perceptron_fit that differs from the right one in its step, start, order or count of one example."""

    def trained(X, y, eta, max_epochs):
        w, b, per_epoch = np.full(X.shape[1], w0), b0, []
        for epoch in range(max_epochs):
            errors = 0
            for i in order(epoch, len(X)):
                before, (w, b) = (w, b), update(w, b, X[i], y[i], eta)
                errors += count(before, (w, b), X[i], y[i]) if count else int(_answer(*before, X[i]) != y[i])
            per_epoch.append(errors)
            if errors == 0:
                break
        return w, b, per_epoch

    return trained


def _edited(edit):
    """Return a perceptron_fit that learns as it should, and reports edit(errors_per_epoch, N, max_epochs)."""

    def trained(X, y, eta, max_epochs):
        w, b, errors = fit(X, y, eta, max_epochs)
        return w, b, edit(errors, len(X), max_epochs)

    return trained


def _batch(scale):
    def trained(X, y, eta, max_epochs):
        w, b, per_epoch = np.zeros(X.shape[1]), 0.0, []
        for _ in range(max_epochs):
            error = y - unit(X, w, b)
            w, b = w + eta * scale(X) * error @ X, b + eta * scale(X) * error.sum()
            per_epoch.append(int((error != 0).sum()))
            if per_epoch[-1] == 0:
                break
        return w, b, per_epoch

    return trained


def _counted_at_the_start(X, y, eta, max_epochs):
    w, b, per_epoch = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        per_epoch.append(int((unit(X, w, b) != y).sum()))
        if per_epoch[-1] == 0:
            break
        w, b, _ = _from(w, b, X, y, eta)
    return w, b, per_epoch


def _counted_at_the_end(X, y, eta, max_epochs):
    w, b, per_epoch = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        w, b, _ = _from(w, b, X, y, eta)
        per_epoch.append(int((unit(X, w, b) != y).sum()))
        if per_epoch[-1] == 0:
            break
    return w, b, per_epoch


def _from(w, b, X, y, eta):
    errors = 0
    for x_i, y_i in zip(X, y, strict=True):
        errors += int(_answer(w, b, x_i) != y_i)
        w, b = nn.perceptron_update(w, b, x_i, y_i, eta)
    return w, b, errors


def _afresh_each_epoch(X, y, eta, max_epochs):
    w, b, errors = fit(X, y, eta, 1)
    return w, b, errors * (max_epochs if errors[0] else 1)


def _stops_at_first_right(X, y, eta, max_epochs):
    w, b, per_epoch = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        errors = 0
        for x_i, y_i in zip(X, y, strict=True):
            if _answer(w, b, x_i) == y_i:
                break
            w, b = nn.perceptron_update(w, b, x_i, y_i, eta)
            errors += 1
        per_epoch.append(errors)
        if errors == 0:
            break
    return w, b, per_epoch


def _stops_at_first_wrong(X, y, eta, max_epochs):
    w, b, per_epoch = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = np.flatnonzero(unit(X, w, b) != y)[:1]
        for i in wrong:
            w, b = nn.perceptron_update(w, b, X[i], y[i], eta)
        per_epoch.append(len(wrong))
        if not len(wrong):
            break
    return w, b, per_epoch


def _entry_per_example(X, y, eta, max_epochs):
    w, b, entries = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        for x_i, y_i in zip(X, y, strict=True):
            entries.append(int(_answer(w, b, x_i) != y_i))
            w, b = nn.perceptron_update(w, b, x_i, y_i, eta)
        if not any(entries[-len(X) :]):
            break
    return w, b, entries


def _signed_sum(X, y, eta, max_epochs):
    return _fit_by(
        nn.perceptron_update, count=lambda before, after, x, y_i: y_i - _answer(*before, x)
    )(X, y, eta, max_epochs)


def _endless(X, y, eta, max_epochs):
    w, b, per_epoch = np.zeros(X.shape[1]), 0.0, []
    while not per_epoch or per_epoch[-1] > 0:
        w, b, errors = _from(w, b, X, y, eta)
        per_epoch.append(errors)
    return w, b, per_epoch


def _whole_weights(X, y, eta, max_epochs):
    w, b, per_epoch = np.zeros_like(X[0]), 0.0, []
    for _ in range(max_epochs):
        errors = 0
        for x_i, y_i in zip(X, y, strict=True):
            error = y_i - _answer(w, b, x_i)
            w[:] = (w + eta * error * x_i).astype(w.dtype)
            b, errors = b + eta * error, errors + int(error != 0)
        per_epoch.append(errors)
        if errors == 0:
            break
    return w, b, per_epoch


def _updates_ignored(X, y, eta, max_epochs):
    w = np.zeros(X.shape[1])
    errors = int((unit(X, w, 0.0) != y).sum())
    return w, 0.0, [errors] * (max_epochs if errors else 1)


_SPREAD = np.array([[2.0, 0.5], [-0.5, 1.5], [1.0, -1.0], [-1.5, -0.75], [0.25, 2.0]])
_THREE = np.array([[1.0, 0.5, -1.0], [-0.5, 2.0, 1.0], [0.0, -1.0, 0.5], [2.0, 0.0, 1.5]])

perceptron_fit = Exercise(
    reference=nn.perceptron_fit,
    points=3,
    cases=[
        Case("OR", CORNERS, OR, 1.0, 20),
        Case("AND", CORNERS, AND, 1.0, 8),
        Case("one example", np.array([[1.0, 2.0]]), np.array([0]), 0.5, 5),
        Case("a clean first epoch", np.array([[1.0, 0.5], [2.0, -1.0], [0.0, 3.0]]), np.array([1, 1, 1]), 1.0, 7),
        Case("data that no line separates", CORNERS, XOR, 1.0, 6),
        Case("a learning rate of 0.25", _SPREAD, np.array([1.0, 0.0, 1.0, 0.0, 0.0]), 0.25, 8),
        Case("a single epoch", _SPREAD, np.array([0.0, 1.0, 0.0, 1.0, 0.0]), 2.0, 1),
        Case("three features", _THREE, np.array([0.0, 1.0, 1.0, 0.0]), 0.5, 8),
        Case("as many examples as features", np.array([[1.0, 2.0], [2.0, 0.5]]), np.array([1.0, 0.0]), 1.0, 8),
        Case("one feature", np.array([[3.0], [-1.0], [1.5]]), np.array([1.0, 0.0, 0.0]), 0.5, 8),
        Case("whole numbers", np.array([[2, 1], [-1, 3], [1, -2], [0, 1]]), np.array([0, 1, 0, 1]), 0.5, 8),
        Drawn(
            "random data, separable or not",
            lambda rng: (binary_fractions(rng, 8, 2), rng.integers(0, 2, size=8), 0.5, 6),
        ),
    ],
    laws=[
        Law(
            "Training starts at 0, so twice the learning rate gives twice the weights and twice the bias",
            lambda f, rng: (lambda a, c: (np.append(2 * a[0], 2 * a[1]), np.append(c[0], c[1])))(
                *[f(_SPREAD.copy(), np.array([0, 1, 0, 1, 0]), eta, 5) for eta in (0.5, 1.0)]
            ),
        ),
    ],
    mistakes=[
        Mistake(
            "all examples of an epoch are judged by the same w and b, which change only at its end",
            _batch(lambda X: 1),
            "Online means: the second example already meets the w and b that the first has changed. "
            "Update inside the inner loop.",
        ),
        Mistake(
            "w and b change only at the end of an epoch, by the mean of all steps",
            _batch(lambda X: 1 / len(X)),
            "Online means: the second example already meets the w and b that the first has changed. "
            "Update inside the inner loop, by the full step.",
        ),
        Mistake(
            "an epoch ends at its first error",
            _stops_at_first_wrong,
            "Look at how far `break` is indented. After an update the epoch goes on with the next example.",
        ),
        Mistake(
            "there is an entry for each example instead of one for each epoch",
            _entry_per_example,
            "Look at how far `append` is indented. Count through the whole epoch, then append once.",
        ),
        Mistake(
            "one epoch too many is run after the clean one",
            _edited(lambda e, n, m: [*e, 0] if e[-1] == 0 and len(e) < m else e),
            "The first epoch without an update is the last: its 0 ends the list. Look at errors right after the inner loop.",
        ),
        Mistake(
            "the 0 of the clean epoch is left out",
            _edited(lambda e, n, m: e[:-1] if e[-1] == 0 else e),
            "Append first, then ask whether to stop: the 0 is part of the record.",
        ),
        Mistake(
            "training goes on after a clean epoch",
            _edited(lambda e, n, m: e + [0] * (m - len(e))),
            "An epoch without an error changes nothing, and neither will the next. Which word leaves a loop early?",
        ),
        Mistake(
            "training never ends because max_epochs is not looked at",
            _endless,
            "On data that no line separates there is no clean epoch. Let `for epoch in range(max_epochs)` end it.",
            endless=True,
        ),
        Mistake(
            "one epoch too few is run",
            lambda X, y, eta, m: fit(X, y, eta, m - 1),
            "With max_epochs = 1 every example is seen once. How often does your outer loop run then?",
        ),
        Mistake(
            "one epoch too many is allowed",
            lambda X, y, eta, m: fit(X, y, eta, m + 1),
            "With max_epochs = 1 every example is seen once. How often does your outer loop run then?",
        ),
        Mistake(
            "the result is returned after the first epoch",
            lambda X, y, eta, m: fit(X, y, eta, 1),
            "Look at how far `return` is indented: inside the outer loop it ends everything after one epoch.",
        ),
        Mistake(
            "an epoch ends at the first example that is right",
            _stops_at_first_right,
            "Look at how far `break` is indented. Only after all examples may you decide whether to stop.",
        ),
        Mistake(
            "the errors are added up over all epochs",
            _edited(lambda e, n, m: [*np.cumsum(e), *[sum(e)] * (m - len(e))] if sum(e) else e),
            "Every epoch counts for itself. Where is errors set to 0: before the outer loop or inside it?",
        ),
        Mistake(
            "every epoch starts again from w = 0 and b = 0",
            _afresh_each_epoch,
            "What was learned must last. Set w and b to 0 once, before the outer loop.",
        ),
        Mistake(
            "w and b never change",
            _updates_ignored,
            "perceptron_update returns the new pair: is it stored, as in w, b = perceptron_update(...)? "
            "And a 0 that was answered with 1 is an error too.",
        ),
        Mistake(
            "the errors are counted at the end of the epoch, with the w and b it ended with",
            _counted_at_the_end,
            "An entry counts the updates that were made on the way. Count an example when you meet it.",
        ),
        Mistake(
            "the errors are counted at the start of the epoch, with the w and b it begins with",
            _counted_at_the_start,
            "An entry counts the updates that were made on the way. Count an example when you meet it.",
        ),
        Mistake(
            "an example is counted after it has been learned from",
            _fit_by(nn.perceptron_update, count=lambda before, after, x, y: int(_answer(*after, x) != y)),
            "After an update the answer is often right already. Look at the answer first, count, then update.",
        ),
        Mistake(
            "changed weights are counted instead of updates",
            _fit_by(nn.perceptron_update, count=lambda before, after, x, y: int((before[0] != after[0]).sum())),
            "One wrong example is one update, however many weights it moves. Count 1 for it.",
        ),
        Mistake(
            "changed weights and biases are counted instead of updates",
            _fit_by(
                nn.perceptron_update,
                count=lambda before, after, x, y: int((before[0] != after[0]).sum()) + int(before[1] != after[1]),
            ),
            "One wrong example is one update, however many numbers it moves. Count 1 for it.",
        ),
        Mistake(
            "an update is noticed by a changed w alone",
            _fit_by(nn.perceptron_update, count=lambda before, after, x, y: int((before[0] != after[0]).any())),
            "An example with x = 0 changes only b, and is an update too. Compare the answer with the target instead.",
        ),
        Mistake(
            "errors of +1 and -1 cancel in the sum",
            _signed_sum,
            "One error of +1 and one of -1 are two updates, and their sum is 0. Count with abs(), or with !=.",
        ),
        Mistake(
            "the right answers are counted instead of the errors",
            _edited(lambda e, n, m: [n - k for k in e]),
            "An entry is the number of updates: 0 when all is right.",
        ),
        Mistake(
            "the share of errors is returned instead of their number",
            _edited(lambda e, n, m: [k / n for k in e]),
            "An entry is a count. Leave out the division by the number of examples.",
        ),
        Mistake(
            "the share of right answers is returned instead of the number of errors",
            _edited(lambda e, n, m: [1 - k / n for k in e]),
            "An entry is the number of updates: 0 when all is right.",
        ),
        Mistake(
            "the list of errors is begun anew in every epoch",
            _edited(lambda e, n, m: e[-1:]),
            "The list lasts for the whole training. Where is it made: before the outer loop or inside it?",
        ),
        Mistake(
            "the errors are returned as one total",
            _edited(lambda e, n, m: sum(e)),
            "errors_per_epoch is a list with one entry for each epoch: append to it after each.",
        ),
        Mistake(
            "only the last epoch's errors are returned",
            _edited(lambda e, n, m: e[-1]),
            "errors_per_epoch is a list with one entry for each epoch: append to it after each.",
        ),
        Mistake(
            "the number of epochs is returned instead of the errors in each",
            _edited(lambda e, n, m: len(e)),
            "errors_per_epoch is a list with one entry for each epoch: append to it after each.",
        ),
        Mistake(
            "w starts at 1 instead of 0",
            _fit_by(nn.perceptron_update, w0=1.0),
            "Print w before the first example: np.zeros(number of features) is what it should be.",
        ),
        Mistake(
            "b starts at 1 instead of 0",
            _fit_by(nn.perceptron_update, b0=1.0),
            "Print b before the first example. It should be 0.",
        ),
        Mistake(
            "w and b start at 1 instead of 0",
            _fit_by(nn.perceptron_update, w0=1.0, b0=1.0),
            "Print w and b before the first example. Both should be 0.",
        ),
        Mistake(
            "the last example is never looked at",
            lambda X, y, eta, m: fit(X[:-1], y[:-1], eta, m),
            "range(len(X)) already stops before len(X). Which indices does your loop visit?",
        ),
        Mistake(
            "the first example is never looked at",
            lambda X, y, eta, m: fit(X[1:], y[1:], eta, m),
            "The first row has the index 0. Which indices does your loop visit?",
        ),
        Mistake(
            "w has an entry for each example instead of each feature",
            lambda X, y, eta, m: _fit_by(lambda w, *rest: nn.perceptron_update(np.zeros(len(X)) + w[0], *rest))(X, y, eta, m),
            "len(X) is the number of examples. The number of features is X.shape[1].",
        ),
        Mistake(
            "the examples are taken from last to first",
            _fit_by(nn.perceptron_update, order=lambda epoch, n: range(n)[::-1]),
            "Take them in the order given: row 0 first.",
        ),
        Mistake(
            "the examples are shuffled",
            _fit_by(nn.perceptron_update, order=lambda epoch, n: np.random.default_rng(0).permutation(n)),
            "Shuffling often helps, but here the order given is asked for, so that every run is the same.",
        ),
        Mistake("the bias is never updated", _fit_by(_no_bias_step), _HINTS["no bias"]),
        Mistake("the learning rate is left out of the bias's step", _fit_by(_bias_without_eta), _HINTS["eta b"]),
        Mistake("the learning rate is left out", _fit_by(_without_eta), _HINTS["no eta"]),
        Mistake("the learning rate is counted twice", _fit_by(_rate_squared), _HINTS["eta eta"]),
        Mistake("the bias is moved by the sum of the inputs", _fit_by(_bias_by_sum), _HINTS["sum"]),
        Mistake("the unit's answer is taken as -1 or 1, and y is 0 or 1", _fit_by(_minus_one_answer), _HINTS["minus"]),
        Mistake(
            "targets -1 and 1 are made of y, and z = 0 is an error for both",
            lambda X, y, eta, m: _fit_by(
                _plus_minus, count=lambda before, after, x, t: int(t * (np.dot(before[0], x) + before[1]) <= 0)
            )(X, 2 * y - 1, eta, m),
            "With w = 0 and b = 0 the sum is 0, and step(0) = 1: an example with y = 1 is right there. "
            "Keep y as it is, and call your step.",
        ),
        Mistake("the step goes the wrong way", _fit_by(_wrong_sign), _HINTS["sign"]),
        Mistake(
            "w and b also change where the answer was right, by the target alone",
            _fit_by(_hebb),
            _HINTS["hebb"],
        ),
        Mistake("the weighted sum z stands where the unit's answer should", _fit_by(_raw_sum), _HINTS["raw"]),
        Mistake(
            "a sum of exactly 0 counts as not firing",
            _fit_by(_strict, count=lambda before, after, x, y: int((np.dot(before[0], x) + before[1] > 0) != y)),
            _HINTS["strict"],
        ),
        Mistake(
            "the rule for targets -1 and 1 is used, and y is 0 or 1",
            _fit_by(_plus_minus, count=lambda before, after, x, y: int(y * (np.dot(before[0], x) + before[1]) <= 0)),
            _HINTS["plus"],
        ),
        Mistake("every step is twice as long as it should be", _fit_by(_doubled), _HINTS["double"]),
        Mistake("w and b go up at every error, also where they should go down", _fit_by(_always_adds), _HINTS["adds"]),
        Mistake("the error is computed a second time, after w has changed", _fit_by(_update_rereading), _HINTS["reread"]),
        Mistake(
            "the bias is left out of the weighted sum",
            _fit_by(_no_bias_in_z, count=lambda before, after, x, y: int(_answer(before[0], 0.0, x) != y)),
            _HINTS["z"],
        ),
        Mistake(
            "there is no bias at all",
            lambda X, y, eta, m: _fit_by(_no_bias_step)(X, y, eta, m)[::2],
            "Three things come back: w, b and errors_per_epoch. Without b every boundary runs through the origin.",
        ),
        Mistake(
            "the weights are whole numbers, so that fractions are cut off",
            _whole_weights,
            "zeros_like(X[0]) takes over the dtype of X. np.zeros(number of features) makes real numbers.",
        ),
        Mistake(
            "the record of errors is not returned",
            lambda X, y, eta, m: fit(X, y, eta, m)[:2],
            "Three things come back: return w, b, errors_per_epoch.",
        ),
        Mistake(
            "w and b have changed places in the answer",
            lambda X, y, eta, m: (lambda w, b, e: (b, w, e))(*fit(X, y, eta, m)),
            "The order is w, b, errors_per_epoch.",
        ),
    ],
    accepted=[
        lambda X, y, eta, m: (lambda w, b, e: (w, b, np.array(e)))(*fit(X, y, eta, m)),
        lambda X, y, eta, m: (lambda w, b, e: [w, b, tuple(e)])(*fit(X, y, eta, m)),
        lambda X, y, eta, m: _folded(X, y, eta, m),
        _fit_by(_step_by(lambda e, x, eta: (eta * e * x, eta * e))),
    ],
    hints=[
        "Two loops: the outer one over epochs, the inner one over the examples. "
        "w and b are set to 0 before both, the count of errors is set to 0 between them.",
        "For each example: compare the unit's answer with the target and count a difference; then "
        "w, b = perceptron_update(w, b, x_i, y_i, eta). After the inner loop: append the count, and leave if it is 0.",
        "Begin with w, b, errors_per_epoch = np.zeros(X.shape[1]), 0.0, []. The inner loop is "
        "`for x_i, y_i in zip(X, y):`, and an error is step(w @ x_i + b) != y_i. After it: append, then "
        "`if errors == 0: break`. The return stands behind both loops.",
    ],
    source="Rosenblatt (1958); Haykin, Neural Networks and Learning Machines (2009), table 1.1",
)


def _folded(X, y, eta, max_epochs):
    """The right answer with the bias folded in: v = [b, w], inputs [1, x]."""
    rows, v, per_epoch = nn.add_bias_input(X), np.zeros(X.shape[1] + 1), []
    while len(per_epoch) < max_epochs and (not per_epoch or per_epoch[-1]):
        errors = 0
        for i, row in enumerate(rows):
            error = y[i] - (1 if row @ v >= 0 else 0)
            v += eta * error * row
            errors += abs(error)
        per_epoch.append(errors)
    return v[1:], v[0], per_epoch


def _sides(outputs):
    """Return 1 above 0.5, 0 below, and -1 for what decides nothing: 0.5 itself and nan."""
    return [1 if v > 0.5 else 0 if v < 0.5 else -1 for v in outputs]


def _compare_sides(expected, got, X):
    right, yours = _sides(expected), _sides(got)
    if yours == right:
        return None
    if -1 in yours:
        return f"you answered {got[yours.index(-1)]:g} for row {yours.index(-1)}, which says neither yes nor no."
    at = next(i for i, (r, s) in enumerate(zip(right, yours, strict=True)) if r != s)
    x1, x2 = X[at]
    return f"you answered {got[at]:g} for the row ({x1:g}, {x2:g}); {right[at]} is right."


def _named(name):
    return lambda X: unit(X, *gate(name))


def _joined(first, second, last):
    """Return a network of three gates: last(first(X), second(X))."""
    return lambda X: unit(np.column_stack([_named(first)(X), _named(second)(X)]), *gate(last))


xor = Exercise(
    reference=nn.xor,
    points=2,
    cases=[
        Case("the four rows", CORNERS),
        Case("the four rows from the last to the first", CORNERS[::-1]),
        Case("one row", np.array([[1.0, 0.0]])),
        Case("one row of equal inputs", np.array([[1.0, 1.0]])),
        Case("two rows", np.array([[0.0, 1.0], [0.0, 0.0]])),
        Case("whole numbers and some rows twice", np.array([[1, 1], [0, 1], [1, 1], [1, 0], [0, 0], [0, 1]])),
        Drawn("random rows", lambda rng: (rng.integers(0, 2, size=(9, 2)).astype(float),)),
    ],
    laws=[
        Law(
            "xor(X) does not change when the two inputs change places",
            lambda f, rng: (lambda X: (np.array(_sides(f(X.copy()))), np.array(_sides(f(X[:, ::-1].copy())))))(CORNERS),
        ),
    ],
    mistakes=[
        Mistake(
            "both inputs being 1 counts too: that is OR",
            _named("OR"),
            "Try the row (1, 1). One of the three gates has to forbid it: which gate is 0 only there?",
        ),
        Mistake(
            "the table is that of NAND",
            _named("NAND"),
            "Try the row (0, 0). One of the three gates has to forbid it: which gate is 0 only there?",
        ),
        Mistake(
            "the table is that of AND",
            _named("AND"),
            "Try the row (0, 1): your answer is 0. What does each of the two first gates say to it? Is it these that the last gate reads?",
        ),
        Mistake(
            "the table is that of NOR",
            _named("NOR"),
            "Try the rows (0, 0) and (0, 1). Look at what each of the two first gates says to them.",
        ),
        Mistake(
            "all answers are turned round: 1 where the inputs are equal",
            lambda X: 1 - nn.xor(X),
            "Print what the two first gates say to (0, 0) and to (0, 1), then what the last gate makes of it.",
        ),
        Mistake(
            "the unit always fires: the last gate is OR instead of AND",
            _joined("OR", "NAND", "OR"),
            "One of OR and NAND is always 1. You want 1 where both are. Which gate is that?",
        ),
        Mistake(
            "the answers of the two first gates are added up, and no gate follows",
            lambda X: _named("OR")(X) + _named("NAND")(X),
            "The sum is 1 or 2: both say 1 where it is 2. Which gate tells these two apart?",
        ),
        Mistake(
            "the unit never fires",
            lambda X: np.zeros(len(X)),
            "Print what each of the two first gates says to (0, 1). Both should say 1 before the last one can.",
        ),
        Mistake(
            "only the first input counts",
            lambda X: X[:, 0] * 1.0,
            "Compare your answers to (0, 0) and (0, 1): x2 should turn the answer round.",
        ),
        Mistake(
            "only the second input counts",
            lambda X: X[:, 1] * 1.0,
            "Compare your answers to (0, 0) and (1, 0): x1 should turn the answer round.",
        ),
        Mistake(
            "only the row (1, 0) fires",
            lambda X: X[:, 0] * (1 - X[:, 1]) * 1.0,
            "Swap the two inputs: the answer must stay the same. What does yours say to (0, 1)?",
        ),
        Mistake(
            "only the row (0, 1) fires",
            lambda X: X[:, 1] * (1 - X[:, 0]) * 1.0,
            "Swap the two inputs: the answer must stay the same. What does yours say to (1, 0)?",
        ),
        Mistake(
            "the four answers are written down, whatever X is",
            lambda X: np.array([0.0, 1.0, 1.0, 0.0]),
            "X may have any number of rows, in any order. Compute each answer from its row.",
        ),
        Mistake(
            "only the first row is answered",
            lambda X: nn.xor(X[:1]),
            "One answer for every row of X. Your gates take all rows at once.",
        ),
        Mistake(
            "`return` stands inside the loop over the rows, and the answers after the first stay 0",
            lambda X: nn.xor(X) * (np.arange(len(X)) == 0),
            "`return` ends the whole function. Move it out of the loop: indent it less.",
        ),
        Mistake(
            "the outputs of the two gates are stacked as rows",
            lambda X: unit(np.array([_named("OR")(X), _named("NAND")(X)]), *gate("AND")),
            "The last gate wants shape (N, 2): one row for each example. np.column_stack puts the two side by side.",
        ),
        Mistake(
            "the answers come as a column",
            lambda X: nn.xor(X)[:, None],
            "Shape (N,) is asked for, and (N, 1) came. perceptron already gives (N,).",
        ),
        Mistake(
            "what the two first gates say is returned, without the last gate",
            lambda X: np.column_stack([_named("OR")(X), _named("NAND")(X)]),
            "Two answers for each row: that is the new X for a third gate.",
        ),
        Mistake(
            "the answers are truth values",
            lambda X: X[:, 0] != X[:, 1],
            "!= gives True and False. Numbers are asked for, and three gates give them.",
        ),
        Mistake(
            "every answer is 0.5",
            lambda X: np.full(len(X), 0.5),
            "0.5 says neither yes nor no. Build the answer from three gates, which say 0 or 1.",
        ),
    ],
    accepted=[
        _joined("NAND", "OR", "AND"),
        lambda X: unit(np.column_stack([_named("AND")(X), _named("OR")(X)]), np.array([-2.0, 1.0]), -0.5),
        lambda X: np.array([float(bool(a) ^ bool(c)) for a, c in X]),
        lambda X: _named("NOR")(np.column_stack([_named("NOR")(X), _named("AND")(X)])),
        lambda X: 0.4 + 0.2 * nn.xor(X),
    ],
    hints=[
        "In words: at least one of the two, and not both. You have a gate for each half of that sentence.",
        "w, b = gate_weights(\"OR\"), then perceptron(X, w, b): that says for all rows whether at least one input is 1. "
        "Which gate says not both? And which joins the two?",
        "either = OR of X, not_both = NAND of X, each of shape (N,). np.column_stack([either, not_both]) is the new X, "
        "of shape (N, 2), for the gate AND.",
    ],
    source="Minsky and Papert, Perceptrons (1969)",
    compare=_compare_sides,
)

hunt_fit = Decision(
    name="hunt_fit",
    question="**Bug hunt.** One of the lettered lines of `broken_fit` is wrong. Which one, and what does it do?",
    points=1,
    choices={
        "A": "the line that sets w, b and the list, before the outer loop",
        "B": "the line that sets errors to 0, inside the outer loop",
        "C": "the line that counts an error",
        "D": "the line that changes w",
        "E": "the line that changes b",
        "F": "the line that decides whether to stop",
    },
    right="E",
    reasons={
        "1": "It changes w or b even where the answer was right.",
        "2": "It uses something that has been replaced since the example was answered.",
        "3": "It moves w or b away from the target: its sign is wrong.",
        "4": "It carries something over from one epoch into the next, or forgets what should last.",
    },
    because="2",
    replies={
        "A": "Both are set to 0 once and then kept: that is where the rule starts. Watch what happens to them afterwards.",
        "B": "Every epoch counts for itself, so the count begins at 0 each time. Compare with your own function.",
        "C": "The count happens before anything is learned from the example, as it should. Print what changes afterwards.",
        "D": "When this line runs, w and b are still those that gave the answer. Check it with (0, 0), which fires "
        "wrongly at the start, then with (0, 1).",
        "F": "It stops after an epoch without an error, and on OR it does so in time. On AND there is no such epoch: why?",
        "1": "Take an example that is right: the error y - answer is 0, in both lines, so nothing changes.",
        "3": "Take y = 0 and an answer of 1: the error is -1, and whatever changes goes down, as it should. "
        "Does everything change that should?",
        "4": "What lasts is w, b and the list; what is begun anew is errors. That is as in your own function. "
        "Look within one example instead.",
    },
    moral="Compute the error once, from the answer that was given, and use it for w and b alike. The same trap waits in "
    "backpropagation: W must not change before it has sent the error back.",
    hints=[
        "Print w and b after every example of AND, for two epochs. Which of the two changes more seldom than it should?",
        "After the row (1, 1) has been answered wrongly, w and b should both change. Which values does each line see "
        "when it runs?",
    ],
    source="Haykin, Neural Networks and Learning Machines (2009), table 1.1",
)

which_learnable = Decision(
    name="which_learnable",
    question="Which of the six data sets can **one** perceptron learn, so that it makes no mistake on them? Several are right.",
    points=1,
    choices={
        "A": "two slanting stripes side by side, the 1s above; in x1 and in x2 alone they overlap",
        "B": "a clump of 1s, with 0s all around it",
        "C": "two clouds far apart, and a single 0 in the middle of the cloud of 1s",
        "D": "two small clouds next to each other, both far from the origin",
        "E": "three upright bands: 0s on the left, 1s in the middle, 0s on the right",
        "F": "many 0s, and a single 1 beyond their upper right corner",
    },
    right="ADF",
    reasons={
        "1": "whether some single feature, x1 or x2, tells the two classes apart",
        "2": "whether both classes have about the same number of examples",
        "3": "whether one straight line has all 1s on its one side and all 0s on the other",
        "4": "whether there are enough epochs and the learning rate is small enough",
    },
    because="3",
    replies={
        "A": "Neither x1 nor x2 alone decides here. But w1 and w2 work together: how may the boundary of a perceptron lie?",
        "B": "Follow any straight line through the clump: what lies on both sides of it? A boundary that closes into a "
        "ring is needed here.",
        "C": "The rule stops only after an epoch with no update at all. What does it do each time it meets that single 0?",
        "D": "Without a bias every boundary runs through the origin. Does yours have a bias, and what does it do to the line?",
        "E": "Going from left to right the answer must change twice. How often can z = w1 x1 + w2 x2 + b change its sign "
        "on the way?",
        "F": "The rule does not ask how many examples a class has. Can you lay a ruler between the single 1 and the rest?",
        "1": "In one of the sets neither feature alone is enough, and yet it can be learned. What may a boundary do "
        "that a threshold on x1 cannot?",
        "2": "Run perceptron_fit on a set with one lonely 1, and on a balanced one such as B. The numbers of examples "
        "do not decide it.",
        "4": "Try one of the sets that fail with ten times the epochs, and with a tenth of eta. From a start at 0, eta "
        "only scales w and b.",
    },
    moral="What one perceptron can learn is decided by geometry alone: a straight line must separate the classes. If one "
    "does, the rule finds one in finitely many steps; if none does, no eta and no patience will help, but more units will.",
    hints=[
        "Lay a ruler on each picture. Can it have all 1s on one side and all 0s on the other?",
        "Ask your own function: perceptron_fit(X, y, 1.0, 1000) for each set. A list that ends in 0 has learned it.",
    ],
    source="Novikoff (1962); Minsky and Papert, Perceptrons (1969)",
)

chapter = Chapter(
    "02_perceptron",
    "02 Perceptron",
    (step, perceptron, gate_weights, perceptron_update, perceptron_fit, hunt_fit, xor, which_learnable),
)
