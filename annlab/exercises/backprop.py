"""Chapter 09: backpropagation, first by hand, then layer by layer; how to check it, and six ways to get it wrong."""

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.checking.compare import VALUE, Difference, compare, describe
from annlab.checking.values import close, is_number, show_apart
from annlab.exercises.chapter import Chapter
from annlab.nn.backprop import SLOPES_FROM_OUTPUT


def _first_wrong(parts):
    """Return what is wrong with the first wrong one of (what it is called, the right one, the learner's, where to look)."""
    for name, right, got, look in parts:
        if found := compare(right, got):
            return Difference(found.grade, found.symptom.replace("you returned", f"{name} is", 1), look)
    return None


# ---- the 2-2-1 network, by hand ----

X_HAND, Y_HAND = (1.0, 2.0), 1.75
HIDDEN = {"h1": ((0.5, 0.25), 0.5), "h2": ((1.0, -1.0), 0.25)}  # weights and bias
OUTPUT = ((-2.0, -3.0), 6.0)
COLUMNS = ("z", "a", "da", "dz", "dw1", "dw2", "db")


def hand_row(unit):
    """Return a row of the table of the 2-2-1 network: z, a, da, dz, dw1, dw2 and db of one unit.

    unit : "h1", "h2" (hidden) or "y" (output)    returns a list of 7 numbers

    >>> hand_row("y")[:2]
    [3.0, 3.0]
    """
    return _by_hand()[unit]


def _by_hand(
    factor=2.0,
    gate=lambda z, a, da: float(z > 0),
    phi=lambda z: max(z, 0.0),
    weights_back=OUTPUT[0],
    back=lambda dz, w: dz * w,
    dw=lambda dz, source, w, a: dz * source,
    db=lambda dz, b: dz,
    biased=True,
    first=None,
):
    """Return the table, its parts replaceable one by one."""
    sums = {unit: w[0] * X_HAND[0] + w[1] * X_HAND[1] + b * biased for unit, (w, b) in HIDDEN.items()}
    a = {unit: phi(z) for unit, z in sums.items()}
    (v, c), hidden = OUTPUT, list(a.values())
    y = v[0] * hidden[0] + v[1] * hidden[1] + c * biased
    delta = factor * (y - Y_HAND) if first is None else first(y)
    rows = {}
    for (unit, (w, b)), weight in zip(HIDDEN.items(), weights_back, strict=True):
        da = back(delta, weight)
        dz = da * gate(sums[unit], a[unit], da)
        rows[unit] = [sums[unit], a[unit], da, dz, *(dw(dz, x, each, a[unit]) for x, each in zip(X_HAND, w, strict=True)), db(dz, b)]
    steps = (dw(delta, h, each, y) for h, each in zip(hidden, v, strict=True))
    return rows | {"y": [y, y, delta, delta, *steps, db(delta, c)]}


def _row(**parts):
    table = _by_hand(**parts)
    return lambda unit: table[unit]


def _changed(change):
    """Return hand_row with change(unit, row) done to each row."""
    return lambda unit: change(unit, list(hand_row(unit)))


CELLS = {
    "z": "z is the weighted sum: for h1 and h2 of the inputs, for y of the two a above it; and the bias.",
    "a": "a is relu of z for h1 and h2. The output has no bend: its a is its z.",
    "da": "da is dL/da. For y that is the slope of (a - 1.75)**2. For h1 and h2 it is the dz of y, times the weight in between.",
    "dz": "dz is da times the slope of the activation at z: of relu for h1 and h2, and 1 for y.",
    "dw1": "dw1 is dz times what came in through the first weight: x1 for h1 and h2, and the a of h1 for y.",
    "dw2": "dw2 is dz times what came in through the second weight: x2 for h1 and h2, and the a of h2 for y.",
    "db": "The bias has the input 1, so db is dz.",
}


def _compare_row(expected, got, unit):
    """Name the first cell that is wrong, without its right value: that is the exercise."""
    if isinstance(got, np.ndarray) and got.ndim == 1:
        got = got.tolist()
    if not isinstance(got, (list, tuple)) or len(got) != len(COLUMNS):
        found = f"{len(got)} numbers" if isinstance(got, (list, tuple)) else describe(got)
        return Difference(VALUE, f"you returned {found}; the row has 7: {', '.join(COLUMNS)}.", "One number a column, in that order.")
    for column, right, yours in zip(COLUMNS, expected, got, strict=True):
        if not is_number(yours):
            return Difference(VALUE, f"in the row of {unit}, {column} is {describe(yours)}; a number is asked for.", CELLS[column])
        if not close(right, yours):
            return Difference(VALUE, f"in the row of {unit}, {column} is {yours:g}, and that is not it.", CELLS[column])
    return None


row_by_hand = Exercise(
    reference=hand_row,
    points=2,
    cases=[Case("the output", "y"), Case("the first hidden unit", "h1"), Case("the second hidden unit", "h2")],
    mistakes=[
        Mistake(
            "the slope of the square lacks its factor 2", _row(factor=1.0),
            "The loss is the error squared. What is the slope of e * e: e, or 2 e?",
        ),
        Mistake(
            "the error is taken the wrong way round, target minus answer", _row(factor=-2.0),
            "The answer is too large here. More of it makes the loss larger, so dL/da of the output is positive.",
        ),
        Mistake(
            "the way back begins with the loss itself instead of its slope", _row(first=lambda y: (y - Y_HAND) ** 2),
            "da of the output is the slope of the loss: how much L moves when the answer does. That is 2 times the error.",
        ),
        Mistake(
            "the way back begins with 1", _row(first=lambda y: 1.0),
            "At the loss it begins with dL/dL = 1. One step further back stands da of the output: the slope of the square.",
        ),
        Mistake(
            "relu's gate is left out on the way back", _row(gate=lambda z, a, da: 1.0),
            "Look at h2: its z is negative, so its a is 0 and stays 0 for a small movement. What gets through, then?",
        ),
        Mistake(
            "relu's gate looks at da instead of z", _row(gate=lambda z, a, da: float(da > 0)),
            "The gate was opened or closed on the way there, by z. What comes back may have either sign.",
        ),
        Mistake(
            "the gate is the wrong way round: open where z is negative", _row(gate=lambda z, a, da: float(z < 0)),
            "relu lets positive z through. There its slope is 1.",
        ),
        Mistake(
            "dz is da times a, instead of times the slope of relu", _row(gate=lambda z, a, da: a),
            "The slope of relu is 1 or 0. a is its value.",
        ),
        Mistake(
            "the error is sent back unweighted", _row(back=lambda dz, w: dz),
            "How much does the answer move when the a of h1 does? By the weight in between: -2 for h1, -3 for h2.",
        ),
        Mistake(
            "the two weights of the output are exchanged on the way back", _row(weights_back=OUTPUT[0][::-1]),
            "Each hidden unit gets its share back through the weight through which it spoke: h1 through -2.",
        ),
        Mistake(
            "the error is divided by the weight on the way back", _row(back=lambda dz, w: dz / w),
            "On the way there a was multiplied by the weight. Its slope is the weight, so on the way back one multiplies again.",
        ),
        Mistake(
            "dw is dz times the weight, instead of times what came in through it",
            _row(dw=lambda dz, source, w, a: dz * w),
            "z = w1 x1 + w2 x2 + b. How much does z move when w1 does? By x1.",
        ),
        Mistake(
            "dw is dz times the unit's own output, instead of times what came in",
            _row(dw=lambda dz, source, w, a: dz * a),
            "z = w1 x1 + w2 x2 + b. How much does z move when w1 does? By x1, what comes in at the other end.",
        ),
        Mistake(
            "dw is dz alone", _row(dw=lambda dz, source, w, a: dz),
            "That would be right for an input of 1, as the bias has. Multiply by what came in through the weight.",
        ),
        Mistake(
            "db is dz times the bias", _row(db=lambda dz, b: dz * b),
            "The bias is added as it is: when it moves, z moves by as much. So its slope is 1.",
        ),
        Mistake(
            "db is 0, as if the bias did nothing", _row(db=lambda dz, b: 0.0),
            "The bias is a parameter like the others, with the input 1.",
        ),
        Mistake(
            "the biases are left out of the sums", _row(biased=False),
            "h1 has the bias 0.5, h2 has 0.25, and the output 6.",
        ),
        Mistake(
            "relu is left out on the way there", _row(phi=lambda z: z),
            "h2 has a negative z. What does relu make of it?",
        ),
        Mistake(
            "dw1 and dw2 have changed places", _changed(lambda unit, r: [*r[:4], r[5], r[4], r[6]]),
            "The columns are z, a, da, dz, dw1, dw2, db. The first weight belongs to the first input.",
        ),
        Mistake(
            "da and dz have changed places", _changed(lambda unit, r: [*r[:2], r[3], r[2], *r[4:]]),
            "The columns are z, a, da, dz, dw1, dw2, db. On the way back da comes first, and the gate makes dz of it.",
        ),
        Mistake(
            "the rows of h1 and h2 have changed places",
            lambda unit: hand_row({"h1": "h2", "h2": "h1"}.get(unit, unit)),
            "h1 is the unit with the weights 0.5 and 0.25.",
        ),
        Mistake(
            "the weights of the output are multiplied by the inputs, not by what the hidden units say",
            _changed(lambda unit, r: [*r[:4], r[3] * X_HAND[0], r[3] * X_HAND[1], r[6]] if unit == "y" else r),
            "Into the output come the a of h1 and the a of h2. The inputs x1 and x2 end at the hidden units.",
        ),
    ],
    accepted=[
        lambda unit: tuple(hand_row(unit)),
        lambda unit: np.array(hand_row(unit)),
        lambda unit: {
            "y": [3, 3, 2.5, 2.5, 3.75, 0, 2.5], "h1": [1.5, 1.5, -5, -5, -5, -10, -5], "h2": [-0.75, 0, -7.5, 0, 0, 0, 0],
        }[unit],
    ],
    hints=[
        "Fill the columns z and a first, from the top of the network to its end. Then da, dz, dw1, dw2 and db, from the end to "
        "the beginning.",
        "For the output: da = 2 * (a - 1.75), dz = da. For a hidden unit: da = dz of the output times the weight in between, "
        "and dz is da where z is positive, else 0.",
        "dw1 = dz * (what comes in through the first weight), dw2 = dz * (what comes in through the second), db = dz. For the "
        "output, the a of h1 and of h2 come in.",
    ],
    source="Rumelhart, Hinton and Williams (1986)",
    compare=_compare_row,
    free_form=True,
)

# ---- one step back through an activation ----


def _sloped(slope):
    """Return activation_backward with dZ = slope(dA, Z, name), where it is not softmax."""
    return lambda dA, Z, name: nn.activation_backward(dA, Z, name) if name == "softmax" else slope(dA, Z, name)


def _softmaxed(step):
    """Return activation_backward with another step for softmax, made from dA and p."""
    return lambda dA, Z, name: step(dA, nn.softmax(Z)) if name == "softmax" else nn.activation_backward(dA, Z, name)


def _gated_in_place(dA, Z, name):
    if name == "relu":
        dA[Z <= 0] = 0
        return dA
    return nn.activation_backward(dA, Z, name)


def _row_by_row(dA, Z, name):
    if name != "softmax":
        return np.array([[da * nn.SLOPES[name](z) for da, z in zip(*rows, strict=True)] for rows in zip(dA, Z, strict=True)])
    return np.array([nn.softmax_jacobian(z) @ da for da, z in zip(dA, Z, strict=True)])


def _some_backward(rng):
    return rng.normal(size=(4, 3)), rng.normal(size=(4, 3)), str(rng.choice(["sigmoid", "tanh", "softplus", "relu"]))


WAYS = {
    "identity": "identity has slope 1 everywhere: dZ is dA.",
    "relu": "Look at relu: where Z is above 0, dA goes through as it is; elsewhere nothing does.",
    "tanh": "Look at tanh: its slope at Z is 1 - tanh(Z)**2. Is it taken at Z, and multiplied by dA?",
    "sigmoid": "Look at sigmoid: its slope at Z is s (1 - s) with s = sigmoid(Z). Is it taken at Z, and multiplied by dA?",
    "softplus": "Look at softplus: its slope at Z is sigmoid(Z). Is it multiplied by dA?",
    "step": "A step is flat on both sides, so its slope is 0, and nothing comes through.",
    "softmax": "Look at softmax: with p = softmax(Z), (9.5) in each row for itself.",
}


def _compare_activation(expected, got, dA, Z, name):
    return _first_wrong([("dZ", expected, got, WAYS[name])])


Z_SMALL = np.array([[0.5, -1.0, 2.0], [-0.25, 1.5, -3.0]])
DA_SMALL = np.array([[1.0, 2.0, -3.0], [-0.5, -4.0, 0.25]])

activation_backward = Exercise(
    reference=nn.activation_backward,
    points=2,
    cases=[
        Case("identity", DA_SMALL, Z_SMALL, "identity"),
        Case("relu", DA_SMALL, Z_SMALL, "relu"),
        Case("relu at its corner", np.array([[3.0, 3.0, -3.0]]), np.array([[0.0, 1.0, 0.0]]), "relu"),
        Case("tanh", DA_SMALL, Z_SMALL, "tanh"),
        Case("sigmoid", DA_SMALL, Z_SMALL, "sigmoid"),
        Case("softplus", DA_SMALL, Z_SMALL, "softplus"),
        Case("step", np.array([[1.0, -2.0]]), np.array([[0.5, 0.0]]), "step"),
        Case("softmax, one example", np.array([[1.0, -2.0, 0.5]]), np.array([[0.5, 0.0, -1.0]]), "softmax"),
        Case("softmax, two examples", DA_SMALL, Z_SMALL, "softmax"),
        Case("softmax, as many examples as classes", np.eye(3) - 0.5, np.array([[0.5, 0, 1.0], [2.0, 0, 0], [1.0, 1.5, 0]]), "softmax"),
        Case("one unit, three examples", np.array([[2.0], [-1.0], [0.5]]), np.array([[0.5], [-0.5], [2.0]]), "tanh"),
        Case("saturated units", np.array([[5.0, 5.0]]), np.array([[1000.0, -1000.0]]), "sigmoid"),
        Case("whole numbers", np.array([[2, -1], [3, 4]]), np.array([[1, -2], [0, 3]]), "relu"),
        Drawn("random numbers", _some_backward),
        Drawn("random numbers for softmax", lambda rng: (rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), "softmax")),
    ],
    mistakes=[
        Mistake(
            "dA goes through unchanged, whatever the activation", lambda dA, Z, name: dA * 1.0,
            "That is right for identity. Elsewhere multiply by the slope at Z: where is it flat, and lets nothing through?",
        ),
        Mistake(
            "the slope alone is returned, without dA",
            lambda dA, Z, name: nn.activation_backward(np.ones_like(Z, dtype=float), Z, name) if name != "softmax"
            else nn.activation_backward(dA, Z, name),
            "The slope is one factor. What arrives from above, dA, is the other.",
        ),
        Mistake(
            "the slope is added to dA instead of multiplied by it", _sloped(lambda dA, Z, name: dA + nn.SLOPES[name](Z)),
            "Along a way slopes multiply. Where the unit is flat, nothing may get through.",
        ),
        Mistake(
            "dA is multiplied by the activation's value instead of its slope",
            _sloped(lambda dA, Z, name: dA * nn.ACTIVATIONS[name](Z)),
            "How much the output moves is said by the slope at Z. ACTIVATIONS holds the values, SLOPES the slopes.",
        ),
        Mistake(
            "the slope is taken at the output instead of at Z",
            _sloped(lambda dA, Z, name: dA * nn.SLOPES[name](nn.ACTIVATIONS[name](Z))),
            "The slope functions of chapter 03 take z, the number before the activation. Give them Z as it is.",
        ),
        Mistake(
            "the slope is taken at dA instead of at Z", _sloped(lambda dA, Z, name: dA * nn.SLOPES[name](dA)),
            "For relu: the gate was opened or closed by Z, on the way there. dA may have either sign. So it is with all slopes.",
        ),
        Mistake(
            "the slope at Z is multiplied by Z instead of by dA", _sloped(lambda dA, Z, name: Z * nn.SLOPES[name](Z)),
            "What arrives from above is dA; Z says only how steep the activation is.",
        ),
        Mistake(
            "sigmoid's slope is computed as z (1 - z)",
            lambda dA, Z, name: dA * Z * (1 - Z) if name == "sigmoid" else nn.activation_backward(dA, Z, name),
            "s (1 - s) is right with s = sigmoid(Z). d_sigmoid(Z) does all of that.",
        ),
        Mistake(
            "tanh's slope is computed as 1 - z**2",
            lambda dA, Z, name: dA * (1 - Z**2) if name == "tanh" else nn.activation_backward(dA, Z, name),
            "1 - t**2 is right with t = tanh(Z). d_tanh(Z) does all of that.",
        ),
        Mistake(
            "relu's gate is open at 0",
            lambda dA, Z, name: dA * (Z >= 0) if name == "relu" else nn.activation_backward(dA, Z, name),
            "relu'(0) = 0 in this course: > instead of >=.",
        ),
        Mistake(
            "relu lets everything through",
            lambda dA, Z, name: dA * 1.0 if name == "relu" else nn.activation_backward(dA, Z, name),
            "Where Z is negative, relu is flat. Nothing gets back through a flat unit.",
        ),
        Mistake(
            "dA is divided by the number of examples once more", lambda dA, Z, name: nn.activation_backward(dA, Z, name) / len(Z),
            "The 1/N is in dA already, from the loss. It belongs there, once.",
        ),
        Mistake(
            "softmax is treated like an elementwise activation: dA p (1 - p)", _softmaxed(lambda dA, p: dA * p * (1 - p)),
            "Raise one score, and all shares of the row move. p (1 - p) is only the diagonal of chapter 03's table.",
        ),
        Mistake(
            "for softmax the row's sum is left out: dA p", _softmaxed(lambda dA, p: dA * p),
            "If dA is the same for all classes, nothing can change: the shares add up to 1. What is taken off each dA in (9.5)?",
        ),
        Mistake(
            "for softmax the sum runs over the examples instead of over the classes",
            _softmaxed(lambda dA, p: p * (dA - np.sum(dA * p, axis=0, keepdims=True))),
            "Each example has its own row, and its own sum: axis=1.",
        ),
        Mistake(
            "for softmax the sum runs over the whole table",
            _softmaxed(lambda dA, p: p * (dA - np.sum(dA * p))),
            "Each example has its own row, and its own sum: axis=1, and keepdims=True.",
        ),
        Mistake(
            "for softmax the plain mean of dA is taken off, not the one weighted by p",
            _softmaxed(lambda dA, p: p * (dA - np.mean(dA, axis=1, keepdims=True))),
            "The sum in (9.5) has a p in it: each class counts by its share.",
        ),
        Mistake(
            "for softmax the factor p in front is left out",
            _softmaxed(lambda dA, p: dA - np.sum(dA * p, axis=1, keepdims=True)),
            "A class with a share of nearly 0 can hardly move. Which factor says so in (9.5)?",
        ),
        Mistake(
            "for softmax dA goes through unchanged", _softmaxed(lambda dA, p: dA * 1.0),
            "Softmax has no slope in the table SLOPES. It needs a line of its own: (9.5).",
        ),
        Mistake(
            "softmax is looked up in the table SLOPES, where it is not",
            lambda dA, Z, name: dA * nn.SLOPES[name](Z),
            "SLOPES holds the elementwise ones. softmax needs an `if` and a line of its own: (9.5).",
        ),
        Mistake(
            "for softmax the sums of the rows are not kept as a column",
            _softmaxed(lambda dA, p: p * (dA - np.sum(dA * p, axis=1))),
            "A sum over axis=1 has the shape (N,), and is lined up with the columns. keepdims=True makes (N, 1) of it.",
        ),
        Mistake(
            "for softmax the table of slopes of the first example is used for all",
            lambda dA, Z, name: dA @ nn.softmax_jacobian(Z[0]) if name == "softmax" else nn.activation_backward(dA, Z, name),
            "Each example has its own p, and so its own table of slopes.",
        ),
        Mistake(
            "for softmax p - dA is returned, as at the end of a network", _softmaxed(lambda dA, p: p - dA),
            "p - y belongs to the whole of softmax and cross-entropy. Here dA has come from anywhere: (9.5).",
        ),
        Mistake(
            "softplus has the slope of the sigmoid instead of the sigmoid",
            lambda dA, Z, name: dA * nn.d_sigmoid(Z) if name == "softplus" else nn.activation_backward(dA, Z, name),
            "The slope of softplus is the sigmoid itself, as chapter 03 found. d_softplus(Z) has it.",
        ),
        Mistake(
            "step lets dA through", lambda dA, Z, name: dA * 1.0 if name == "step" else nn.activation_backward(dA, Z, name),
            "A step is flat on both sides: its slope is 0. That is why nothing can be learned through it.",
        ),
        Mistake(
            "tanh's slope lacks its square",
            lambda dA, Z, name: dA * (1 - np.tanh(Z)) if name == "tanh" else nn.activation_backward(dA, Z, name),
            "1 - t**2, with t = tanh(Z). d_tanh(Z) has it.",
        ),
        Mistake(
            "the gate of relu is returned, and not what comes through it",
            lambda dA, Z, name: (Z > 0) * 1.0 if name == "relu" else nn.activation_backward(dA, Z, name),
            "The gate is one factor, dA the other.",
        ),
        Mistake(
            "the caller's dA is written into: `dA[Z <= 0] = 0`", _gated_in_place,
            "dA belongs to the caller. dA * d_relu(Z) makes a new array.",
        ),
    ],
    accepted=[
        _row_by_row,
        lambda dA, Z, name: np.einsum("nij,nj->ni", np.array([nn.softmax_jacobian(z) for z in Z]), dA)
        if name == "softmax" else np.multiply(nn.SLOPES[name](Z), dA),
        lambda dA, Z, name: np.where(Z > 0, dA, 0.0) if name == "relu" else nn.activation_backward(dA, Z, name),
    ],
    hints=[
        "Elementwise activations are one line: what arrives, times the slope at Z. SLOPES[name] is the slope function.",
        "softmax is not in SLOPES, so it needs an `if`. With p = softmax(Z), each row's number to take off is the sum of "
        "dA * p over that row, kept as a column.",
        "if name == \"softmax\": P = softmax(Z); return P * (dA - np.sum(dA * P, axis=1, keepdims=True)). "
        "Otherwise: return dA * SLOPES[name](Z).",
    ],
    source="Goodfellow et al., Deep Learning (2016), algorithm 6.4",
    compare=_compare_activation,
)

# ---- one step back through a layer ----


def _dense(dA=None, dW=None, db=None):
    """Return dense_backward with other parts, each made from dZ, A_prev and W."""

    def dense(dZ, A_prev, W):
        right = nn.dense_backward(dZ, A_prev, W)
        return tuple(r if part is None else part(dZ, A_prev, W) for r, part in zip(right, (dA, dW, db), strict=True))

    return dense


def _dense_by_loop(dZ, A_prev, W):
    N, n_out, n_in = len(dZ), *W.shape
    dA, dW, db = np.zeros((N, n_in)), np.zeros((n_out, n_in)), np.zeros(n_out)
    for n in range(N):
        for k in range(n_out):
            db[k] += dZ[n, k]
            for j in range(n_in):
                dW[k, j] += dZ[n, k] * A_prev[n, j]
                dA[n, j] += dZ[n, k] * W[k, j]
    return [dA, dW, db]


def _some_layer(rng):
    N, n_out, n_in = rng.integers(2, 6, size=3)
    return rng.normal(size=(N, n_out)), rng.normal(size=(N, n_in)), rng.normal(size=(n_out, n_in))


def _compare_dense(expected, got, dZ, A_prev, W):
    looks = (
        "dA_prev sends each unit's dZ back through its own row of W: (N, n_out) times (n_out, n_in). Nothing else goes in.",
        "dW is dZ times A_prev, added up over the examples: (n_out, N) times (N, n_in). Nothing else goes in.",
        "db is dZ, added up over the examples: one number for each unit.",
    )
    return _first_wrong(zip(("dA_prev", "dW", "db"), expected, got, looks, strict=True))


SQUARE = np.array([[1.0, 2.0], [-3.0, 0.5]])

dense_backward = Exercise(
    reference=nn.dense_backward,
    points=3,
    cases=[
        Case("one number of each", np.array([[2.0]]), np.array([[3.0]]), np.array([[5.0]])),
        Case("one example", np.array([[1.0, -2.0]]), np.array([[0.5, 1.0, 2.0]]), np.array([[1.0, 0.0, 2.0], [3.0, -1.0, 0.5]])),
        Case(
            "three examples", np.array([[1.0, 2.0], [0.0, -1.0], [0.5, 1.5]]), np.array([[1.0], [2.0], [-1.0]]), np.array([[2.0], [-1.0]])
        ),
        Case("one unit", np.array([[1.0], [-2.0]]), np.array([[3.0, 0.5, 1.0], [1.0, 2.0, -1.0]]), np.array([[1.0, -1.0, 2.0]])),
        Case("everything square", SQUARE, np.array([[0.0, 4.0], [1.0, -1.0]]), np.array([[2.0, -1.0], [0.5, 3.0]])),
        Case("whole numbers", np.array([[1, 2], [3, -4]]), np.array([[2, 0, 1], [1, 5, -1]]), np.array([[1, 2, 3], [-1, 0, 2]])),
        Case("an example without error", np.array([[0.0, 0.0], [1.0, 2.0]]), SQUARE, SQUARE.T),
        Drawn("random numbers", _some_layer),
        Drawn("a random square layer", lambda rng: tuple(rng.normal(size=(3, 3, 3)))),
    ],
    laws=[
        Law(
            "Twice the error sent in makes twice of everything that comes out",
            lambda f, rng: (lambda dZ, A, W: (list(f(2 * dZ, A, W)), [2 * part for part in f(dZ, A, W)]))(*_some_layer(rng)),
        ),
    ],
    mistakes=[
        Mistake(
            "dA_prev is made with the transposed W: dZ @ W.T", _dense(dA=lambda dZ, A, W: dZ @ W.T),
            "On the way there stood W.T. On the way back each unit sends its dZ through its own row of W: (N, n_out) times "
            "(n_out, n_in).",
        ),
        Mistake(
            "dW is transposed: A_prev.T @ dZ", _dense(dW=lambda dZ, A, W: A.T @ dZ),
            "dW has the shape of W: a row for each unit, a column for each input. Which of the two stands first?",
        ),
        Mistake(
            "dW is averaged over the examples", _dense(dW=lambda dZ, A, W: dZ.T @ A / len(A)),
            "The 1/N is in dZ already, from the loss. Over the examples one adds up.",
        ),
        Mistake(
            "db is averaged over the examples", _dense(db=lambda dZ, A, W: dZ.mean(axis=0)),
            "The 1/N is in dZ already, from the loss. Over the examples one adds up.",
        ),
        Mistake(
            "dW and db are averaged over the examples",
            _dense(dW=lambda dZ, A, W: dZ.T @ A / len(A), db=lambda dZ, A, W: dZ.mean(axis=0)),
            "The 1/N is in dZ already, from the loss. Over the examples one adds up.",
        ),
        Mistake(
            "db is summed over the units instead of over the examples", _dense(db=lambda dZ, A, W: dZ.sum(axis=1)),
            "db has one entry for each unit, as b has. The rows of dZ are examples, so the sum runs down the columns: axis=0.",
        ),
        Mistake(
            "db is the sum of all of dZ", _dense(db=lambda dZ, A, W: dZ.sum()),
            "Each unit has a bias of its own, and so a db of its own. np.sum needs an axis here.",
        ),
        Mistake(
            "db is the dZ of the first example alone", _dense(db=lambda dZ, A, W: dZ[0]),
            "The bias works on every example, and each has a say: add them up, axis=0.",
        ),
        Mistake(
            "db is dZ itself, not summed", _dense(db=lambda dZ, A, W: dZ),
            "db has the shape of b, (n_out,). Every example has its say: add them up, axis=0.",
        ),
        Mistake(
            "db keeps two dimensions, (1, n_out)", _dense(db=lambda dZ, A, W: dZ.sum(axis=0, keepdims=True)),
            "b has the shape (n_out,), and so has db. Leave keepdims out.",
        ),
        Mistake(
            "db is all ones, as if its slope alone counted", _dense(db=lambda dZ, A, W: np.ones(dZ.shape[1])),
            "The bias's local slope is 1, and the unit's own dZ stands in front of it.",
        ),
        Mistake(
            "dA_prev is made with A_prev in the place of W",
            _dense(dA=lambda dZ, A, W: A * dZ.sum(axis=1, keepdims=True)),
            "How much does z move when a unit of the layer before does? By the weight in between. W belongs in there.",
        ),
        Mistake(
            "dA_prev holds the weights alone, without dZ", _dense(dA=lambda dZ, A, W: np.tile(W.sum(axis=0), (len(A), 1))),
            "The weight is the local slope. What each unit sends back is its dZ times that.",
        ),
        Mistake(
            "W is updated before the error goes back through it",
            _dense(dA=lambda dZ, A, W: dZ @ (W - dZ.T @ A)),
            "The error goes back through the weights through which the answer came. Changing them is somebody else's work.",
        ),
        Mistake(
            "the three come in the order dW, db, dA_prev", lambda dZ, A, W: (dZ.T @ A, dZ.sum(axis=0), dZ @ W),
            "The order asked for is dA_prev, dW, db.",
        ),
        Mistake(
            "the three come in the order dW, dA_prev, db", lambda dZ, A, W: (dZ.T @ A, dZ @ W, dZ.sum(axis=0)),
            "The order asked for is dA_prev, dW, db.",
        ),
        Mistake(
            "dA_prev is averaged over the examples", _dense(dA=lambda dZ, A, W: dZ @ W / len(A)),
            "Each example gets its own dA_prev, and the 1/N is in dZ already.",
        ),
        Mistake(
            "all three are averaged over the examples", lambda dZ, A, W: tuple(v / len(A) for v in nn.dense_backward(dZ, A, W)),
            "The 1/N is in dZ already, from the loss. Once is enough.",
        ),
        Mistake(
            "dA_prev is multiplied by A_prev too", _dense(dA=lambda dZ, A, W: (dZ @ W) * A),
            "A_prev belongs in dW. How z moves with A_prev is said by W alone.",
        ),
        Mistake(
            "dA_prev has gone through a relu already", _dense(dA=lambda dZ, A, W: (dZ @ W) * (A > 0)),
            "That step has its own function, activation_backward, and its own Z. Here only the layer's weights count.",
        ),
        Mistake(
            "db is summed from dA_prev", _dense(db=lambda dZ, A, W: (dZ @ W).sum(axis=0)),
            "The bias stands beside this layer's units: it is their dZ that is added up.",
        ),
        Mistake(
            "db is summed from dW", _dense(db=lambda dZ, A, W: (dZ.T @ A).sum(axis=1)),
            "The bias has the input 1, not A_prev. Add up dZ itself.",
        ),
        Mistake(
            "db is the dZ of the last example alone", _dense(db=lambda dZ, A, W: dZ[-1]),
            "In a loop over the examples, += adds up, and = keeps only the last.",
        ),
        Mistake(
            "dW comes from the last example alone", _dense(dW=lambda dZ, A, W: np.outer(dZ[-1], A[-1])),
            "In a loop over the examples, += adds up, and = keeps only the last.",
        ),
        Mistake(
            "dW and db have the wrong sign", lambda dZ, A, W: (dZ @ W, -dZ.T @ A, -dZ.sum(axis=0)),
            "These are slopes. The minus sign comes with the step, w - eta dw.",
        ),
        Mistake(
            "dA_prev is transposed", _dense(dA=lambda dZ, A, W: W.T @ dZ.T),
            "dA_prev has the shape of A_prev: examples are rows. dZ stands first.",
        ),
        Mistake(
            "dW and db have changed places", lambda dZ, A, W: (dZ @ W, dZ.sum(axis=0), dZ.T @ A),
            "The order asked for is dA_prev, dW, db.",
        ),
        Mistake(
            "only dW and db are returned", lambda dZ, A, W: (dZ.T @ A, dZ.sum(axis=0)),
            "Three things are asked for. Without dA_prev, the layer before learns nothing.",
        ),
        Mistake(
            "dW comes from the first example alone", _dense(dW=lambda dZ, A, W: np.outer(dZ[0], A[0])),
            "A matrix product adds up over the examples by itself. Try two examples.",
        ),
        Mistake(
            "dW is made with W in it", _dense(dW=lambda dZ, A, W: dZ.T @ A * W),
            "z = W a + b: how much z moves with a weight depends on what comes in, and not on the weight.",
        ),
        Mistake(
            "all signs are turned round, as if this were the step downhill already",
            lambda dZ, A, W: tuple(-part for part in nn.dense_backward(dZ, A, W)),
            "These are slopes. The minus sign comes with the step, w - eta dw.",
        ),
    ],
    accepted=[
        _dense_by_loop,
        lambda dZ, A, W: (np.einsum("nk,kj->nj", dZ, W), np.einsum("nk,nj->kj", dZ, A), np.einsum("nk->k", dZ)),
        lambda dZ, A, W: ((W.T @ dZ.T).T, (A.T @ dZ).T, np.ones(len(dZ)) @ dZ),
        lambda dZ, A, W: (np.dot(dZ, W), sum(np.outer(d, a) for d, a in zip(dZ, A, strict=True)), sum(dZ)),
    ],
    hints=[
        "Let the shapes lead you. dW must be (n_out, n_in), made from dZ of (N, n_out) and A_prev of (N, n_in). "
        "Which product does that?",
        "The examples are added up: in dW by the matrix product itself, in db by a sum over axis 0.",
        "dA_prev = dZ @ W, dW = dZ.T @ A_prev, db = dZ.sum(axis=0). Return them in this order.",
    ],
    source="Goodfellow et al., Deep Learning (2016), algorithm 6.4",
    compare=_compare_dense,
)

# ---- the whole way back ----


def _network(sizes, N, seed):
    """Return params and X of small binary fractions, so that no rounding decides where relu bends."""
    rng = np.random.default_rng(seed)

    def fractions(*shape):
        return rng.integers(-6, 7, size=shape) / 4

    return [(fractions(o, i), fractions(o)) for i, o in zip(sizes[:-1], sizes[1:], strict=True)], fractions(N, sizes[0]), fractions


def _backward_case(label, sizes, activations, N, seed, **options):
    params, X, fractions = _network(sizes, N, seed)
    _, cache = nn.forward(X, params, activations)
    return Case(label, fractions(N, sizes[-1]), cache, params, activations, **options)


def _random_backward(rng):
    sizes = [int(n) for n in rng.integers(2, 5, size=4)]
    activations = [str(a) for a in rng.choice(["tanh", "sigmoid", "softplus"], size=2)] + ["identity"]
    params = [(W, rng.normal(size=b.shape)) for W, b in nn.init_network(sizes, rng)]
    y_hat, cache = nn.forward(rng.normal(size=(4, sizes[0])), params, activations)
    return rng.normal(size=y_hat.shape), cache, params, activations


def _back(dense=nn.dense_backward, bend=None, start=None, inputs=lambda cache, n: cache[n][0], weights=lambda params, n: params[n][0]):
    """Return backward with one of its parts replaced; bend(dA, n, cache, activations) goes back into layer n."""
    bend = bend or (lambda dA, n, cache, activations: nn.activation_backward(dA, cache[n][1], activations[n]))

    def backward(dZ_out, cache, params, activations):
        dZ, grads = start(dZ_out, cache, activations) if start else dZ_out, []
        for n in reversed(range(len(params))):
            dA, dW, db = dense(dZ, inputs(cache, n), weights(params, n))
            grads.insert(0, (dW, db))
            if n:
                dZ = bend(dA, n - 1, cache, activations)
        return grads

    return backward


def _recursive(dZ, cache, params, activations):
    dA, dW, db = nn.dense_backward(dZ, cache[-1][0], params[-1][0])
    if len(params) == 1:
        return [(dW, db)]
    dZ = nn.activation_backward(dA, cache[-2][1], activations[-2])
    return [*_recursive(dZ, cache[:-1], params[:-1], activations[:-1]), (dW, db)]


def _by_slopes(dZ, cache, params, activations):
    """Work from the slopes of chapter 03, and a dict of layers."""
    deltas = {len(params) - 1: dZ}
    for n in range(len(params) - 2, -1, -1):
        deltas[n] = (deltas[n + 1] @ params[n + 1][0]) * nn.SLOPES[activations[n]](cache[n][1])
    return [[deltas[n].T @ cache[n][0], deltas[n].sum(axis=0)] for n in range(len(params))]


def _emptying(dZ, cache, params, activations):
    grads = nn.backward(dZ, cache, params, activations)
    cache.clear()
    return grads


def _always(name):
    return _back(bend=lambda dA, n, cache, names: nn.activation_backward(dA, cache[n][1], name))


def _forwards(dZ, cache, params, activations):
    grads = []
    for n in range(len(params)):
        dA, dW, db = nn.dense_backward(dZ, cache[n][0], params[n][0])
        grads.append((dW, db))
        if n + 1 < len(params):
            dZ = nn.activation_backward(dA, cache[n + 1][1], activations[n + 1])
    return grads


def _averaging(dZ, A, W):
    dA, dW, db = nn.dense_backward(dZ, A, W)
    return dA, dW / len(A), db / len(A)


def _updating(dZ, A, W):
    dA, dW, db = nn.dense_backward(dZ, A, W)
    return dZ @ (W - 0.1 * dW), dW, db


def _compare_backward(expected, got, dZ_out, cache, params, activations):
    """Say which layer is wrong first on the way back, and what that means."""
    sums_hold = all(compare(e[1], g[1]) is None for e, g in zip(expected, got, strict=True))
    parts, last = [], len(params)
    for n in reversed(range(last)):
        end = "That is the last layer: dZ_out goes into its dense_backward as it is."
        between = f"Layer {n + 2} is right. What happens to its dA_prev before it is the dZ of layer {n + 1}?"
        source = "The db are right, so the deltas are. dW is made with what came into this layer: A_prev in cache[layer]."
        look = source if sums_hold else end if n == last - 1 else between
        parts += [(f"{what} of layer {n + 1}", expected[n][i], got[n][i], look) for i, what in enumerate(("dW", "db"))]
    return _first_wrong(parts)


backward = Exercise(
    reference=nn.backward,
    points=3,
    cases=[
        _backward_case("one layer", [2, 1], ["identity"], 3, 0),
        _backward_case("two layers, relu", [2, 3, 1], ["relu", "identity"], 3, 1),
        _backward_case("two layers, tanh", [3, 2, 2], ["tanh", "sigmoid"], 4, 2),
        _backward_case("3-4-4-1", [3, 4, 4, 1], ["tanh", "tanh", "identity"], 5, 3),
        _backward_case("3-4-4-1 with relu", [3, 4, 4, 1], ["relu", "relu", "sigmoid"], 5, 4),
        _backward_case("a different activation in each layer", [2, 3, 4, 2], ["sigmoid", "tanh", "softplus"], 4, 5),
        _backward_case("all layers of one size", [3, 3, 3, 3], ["tanh", "sigmoid", "identity"], 3, 6),
        _backward_case("one example", [2, 2, 1], ["sigmoid", "identity"], 1, 7),
        _backward_case("no activation anywhere", [2, 3, 2], ["identity", "identity"], 3, 8),
        _backward_case("softmax at the end", [2, 3, 3], ["tanh", "softmax"], 4, 9),
        Drawn("a random network", _random_backward),
    ],
    mistakes=[
        Mistake(
            "the gradients come with the last layer first",
            lambda *args: nn.backward(*args)[::-1],
            "You walk from the end to the beginning, and append as you go. Turn the list round at the end, or insert at place 0.",
        ),
        Mistake(
            "the activation of the last layer is gone back through, although dZ_out stands before it",
            _back(start=lambda dZ, cache, names: nn.activation_backward(dZ, cache[-1][1], names[-1])),
            "dZ_out is dL/dZ of the last layer: its activation is behind you already. Begin with dense_backward.",
        ),
        Mistake(
            "the activations are left out on the way back", _back(bend=lambda dA, n, cache, names: dA),
            "What dense_backward gives is dA of the layer before. Its activation comes next: activation_backward makes dZ of it.",
        ),
        Mistake(
            "on the way into a layer, the activation of the layer behind it is used",
            _back(bend=lambda dA, n, cache, names: nn.activation_backward(dA, cache[n][1], names[n + 1])),
            "dA_prev belongs to the layer before. So do the Z and the activation's name that you need.",
        ),
        Mistake(
            "the activation of the last layer is used everywhere",
            _back(bend=lambda dA, n, cache, names: nn.activation_backward(dA, cache[n][1], names[-1])),
            "Each layer has its own activation. dA_prev belongs to the layer before: activations[layer - 1].",
        ),
        Mistake(
            "the activation of the first layer is used everywhere",
            _back(bend=lambda dA, n, cache, names: nn.activation_backward(dA, cache[n][1], names[0])),
            "Each layer has its own activation. dA_prev belongs to the layer before: activations[layer - 1].",
        ),
        Mistake(
            "the slope is taken at the layer's output instead of its Z",
            _back(bend=lambda dA, n, cache, names: nn.activation_backward(dA, cache[n + 1][0], names[n])),
            "cache[layer] holds (A_prev, Z). The slope is taken at the second of the two, of the layer before.",
        ),
        Mistake(
            "the slope is taken at what came into the layer instead of its Z",
            _back(bend=lambda dA, n, cache, names: nn.activation_backward(dA, cache[n][0], names[n])),
            "cache[layer] holds (A_prev, Z), in this order. The slope is taken at the second.",
        ),
        Mistake(
            "the slope alone is sent on, without dA_prev",
            _back(bend=lambda dA, n, cache, names: nn.activation_backward(np.ones_like(dA), cache[n][1], names[n])),
            "activation_backward wants what arrives, dA_prev, as its first argument.",
        ),
        Mistake(
            "dW is made with Z in the place of A_prev",
            _back(inputs=lambda cache, n: cache[n - 1][1] if n else cache[0][0]),
            "What came in through the weights is A_prev, after the activation. It is the first of the two in cache[layer].",
        ),
        Mistake(
            "dW of every layer is made with the network's own inputs", _back(inputs=lambda cache, n: cache[0][0]),
            "Each layer has its own inputs: the A_prev in cache[layer].",
        ),
        Mistake(
            "the error goes back through the transposed weights", _back(weights=lambda params, n: params[n][0].T),
            "dense_backward wants W as it is, (n_out, n_in).",
        ),
        Mistake(
            "the error goes back through the weights of the layer before",
            _back(weights=lambda params, n: params[max(n - 1, 0)][0]),
            "Each layer sends back through its own weights, params[layer].",
        ),
        Mistake(
            "the same dZ is used for every layer",
            lambda dZ, cache, params, names: [(dZ.T @ A, dZ.sum(axis=0)) for A, _ in cache],
            "After each layer, dZ has to become that of the layer before.",
        ),
        Mistake(
            "every layer averages over the examples once more", _back(dense=_averaging),
            "The 1/N is in dZ_out already, from the loss. dense_backward only adds up.",
        ),
        Mistake(
            "each layer's W is updated before the error goes back through it", _back(dense=_updating),
            "The error goes back through the weights through which the answer came. Update when all gradients are there.",
        ),
        Mistake(
            "the pairs are (db, dW)", lambda *args: [(db, dW) for dW, db in nn.backward(*args)],
            "dense_backward gives dA_prev, dW, db. A pair is (dW, db), as (W, b) is.",
        ),
        Mistake(
            "relu is used on the way back through every layer", _always("relu"),
            "The name of each layer's activation is in the list: activations[layer - 1].",
        ),
        Mistake(
            "tanh is used on the way back through every layer", _always("tanh"),
            "The name of each layer's activation is in the list: activations[layer - 1].",
        ),
        Mistake(
            "sigmoid is used on the way back through every layer", _always("sigmoid"),
            "The name of each layer's activation is in the list: activations[layer - 1].",
        ),
        Mistake(
            "on the way into a layer, the Z and the activation of the layer behind it are used",
            _back(bend=lambda dA, n, cache, names: nn.activation_backward(dA, cache[n + 1][1], names[n + 1])),
            "dA_prev belongs to the layer before, and so do the Z and the name that you need: cache[layer - 1], activations[layer - 1].",
        ),
        Mistake(
            "on the way into a layer, the Z of the layer behind it is used",
            _back(bend=lambda dA, n, cache, names: nn.activation_backward(dA, cache[n + 1][1], names[n])),
            "dA_prev belongs to the layer before, and so does the Z that you need: cache[layer - 1].",
        ),
        Mistake(
            "the layers are walked through from the first to the last", _forwards,
            "dZ_out belongs to the last layer. Begin there: reversed(range(len(params))).",
        ),
        Mistake(
            "dA_prev is averaged over the examples between the layers",
            _back(bend=lambda dA, n, cache, names: nn.activation_backward(dA / len(dA), cache[n][1], names[n])),
            "The 1/N is in dZ_out already, from the loss. It goes along by itself.",
        ),
        Mistake(
            "only the dW are in the list", lambda *args: [dW for dW, _ in nn.backward(*args)],
            "The biases learn too: a pair (dW, db) for each layer.",
        ),
        Mistake(
            "the last layer is left out", lambda *args: nn.backward(*args)[:-1],
            "Where does your loop begin? The last layer has the index len(params) - 1.",
        ),
        Mistake(
            "the first layer is left out", lambda *args: nn.backward(*args)[1:],
            "Every layer has weights to learn, the first one too. How far does your loop go down?",
        ),
        Mistake(
            "only the last layer gets its gradients", lambda *args: nn.backward(*args)[-1:],
            "Is the `return` inside the loop? There is one pair (dW, db) for each layer.",
        ),
        Mistake(
            "dA_prev is in the list too, three things for each layer",
            lambda *args: [(np.zeros_like(A), dW, db) for (A, _), (dW, db) in zip(args[1], nn.backward(*args), strict=True)],
            "Only dW and db belong in the list. dA_prev is handed on to the layer before.",
        ),
        Mistake(
            "all gradients stand in one flat list", lambda *args: [part for pair in nn.backward(*args) for part in pair],
            "One pair (dW, db) for each layer: append((dW, db)), with two pairs of brackets.",
        ),
        Mistake(
            "the caller's cache is emptied on the way", _emptying,
            "pop takes the entries out of the caller's own list. Count down with an index instead.",
        ),
        Mistake(
            "all signs are turned round", lambda *args: [(-dW, -db) for dW, db in nn.backward(*args)],
            "These are slopes. The minus sign comes with the step, w - eta dw.",
        ),
    ],
    accepted=[_recursive, _by_slopes, lambda *args: tuple(nn.backward(*args)), _back()],
    hints=[
        "Begin with dZ = dZ_out, and walk through the layers from the last to the first: for layer in reversed(range(len(params))).",
        "In each layer: dA_prev, dW, db = dense_backward(dZ, A_prev, W), with A_prev from cache[layer] and W from params[layer]. "
        "Keep (dW, db).",
        "If layer > 0: dZ = activation_backward(dA_prev, Z of cache[layer - 1], activations[layer - 1]). At the end turn the list round.",
    ],
    source="Rumelhart, Hinton and Williams (1986)",
    compare=_compare_backward,
)

# ---- where the way back begins ----


def _delta(slope_of_loss=None, slope_of_activation=None, pairs=None):
    """Return output_delta with other parts; pairs: what is done for the two pairs that cancel."""

    def delta(y_hat, y, loss, activation):
        if pairs and loss != "mse":
            return pairs(y_hat, y, loss)
        if loss != "mse":
            return nn.output_delta(y_hat, y, loss, activation)
        dA = slope_of_loss(y_hat, y) if slope_of_loss else nn.d_mse(y_hat, y)
        if slope_of_activation:
            return slope_of_activation(dA, y_hat, activation)
        return _through(dA, y_hat, activation)

    return delta


def _through(dA, y_hat, activation):
    if activation == "softmax":
        return y_hat * (dA - np.sum(dA * y_hat, axis=1, keepdims=True))
    return dA * SLOPES_FROM_OUTPUT[activation](y_hat)


def _elementwise_only(dA, y_hat, activation):
    return dA * y_hat * (1 - y_hat) if activation == "softmax" else _through(dA, y_hat, activation)


def _except(*names, by):
    """Return a step through the activation that differs for the named ones: by(dA, y_hat)."""
    return lambda dA, y_hat, activation: by(dA, y_hat) if activation in names else _through(dA, y_hat, activation)


def _but_for(one_loss, slope):
    """Return output_delta with slope(y_hat, y) for one of the losses."""
    return lambda a, y, loss, name: slope(a, y) if loss == one_loss else nn.output_delta(a, y, loss, name)


def _never_cancelled(y_hat, y, loss, activation):
    """Multiply the two slopes always, also where one of them is huge and the other tiny."""
    if loss == "binary_cross_entropy":
        return nn.d_binary_cross_entropy(y_hat, y) * y_hat * (1 - y_hat)
    if loss == "cross_entropy":
        return _through(-y / np.clip(y_hat, 1e-12, 1) / len(y), y_hat, "softmax")
    return nn.output_delta(y_hat, y, loss, activation)


def _some_targets(rng):
    return rng.uniform(0.05, 0.95, size=(4, 3)), rng.uniform(0, 1, size=(4, 3)), "mse", str(rng.choice(["sigmoid", "tanh", "softplus"]))


SLOPE_LINES = {
    "identity": "identity has slope 1: only the slope of the loss is left, 2 (y_hat - y) / M.",
    "sigmoid": "dA is the slope of mse. The slope of sigmoid, written with its output, is y_hat (1 - y_hat).",
    "tanh": "dA is the slope of mse. The slope of tanh, written with its output, is 1 - y_hat**2.",
    "relu": "dA is the slope of mse. The slope of relu is 1 where y_hat is above 0, else 0.",
    "softplus": "dA is the slope of mse. The slope of softplus, written with its output, is 1 - e**(-y_hat).",
    "softmax": "dA is the slope of mse. Then (9.5), with y_hat for p, in each row for itself.",
}


def _compare_delta(expected, got, y_hat, y, loss, activation):
    look = SLOPE_LINES[activation]
    if loss != "mse":
        count = "entries, np.size(y)" if activation == "sigmoid" else "examples, len(y)"
        look = f"With {activation} and {loss} the slopes cancel: y_hat - y is left, divided by the number of {count}."
    return _first_wrong([("dZ", expected, got, look)])


P = np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]])
ONE_HOT = np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
Y2 = np.array([[0.5, 0.25], [0.875, 0.75], [0.125, 0.5]])
T2 = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])

output_delta = Exercise(
    reference=nn.output_delta,
    points=2,
    cases=[
        Case("sigmoid with binary cross-entropy", np.array([[0.75], [0.5]]), np.array([[1.0], [0.0]]), "binary_cross_entropy", "sigmoid"),
        Case("the same with two outputs", Y2, T2, "binary_cross_entropy", "sigmoid"),
        Case("softmax with cross-entropy", P, ONE_HOT, "cross_entropy", "softmax"),
        Case("identity with mse", np.array([[3.0], [-1.0]]), np.array([[1.0], [0.5]]), "mse", "identity"),
        Case("the same with two outputs", np.array([[3.0, 1.0]]), np.array([[1.0, 2.0]]), "mse", "identity"),
        Case("sigmoid with mse", Y2, T2, "mse", "sigmoid"),
        Case("tanh with mse", np.array([[0.5, -0.25], [-0.75, 0.0]]), np.array([[1.0, 0.5], [-1.0, 1.0]]), "mse", "tanh"),
        Case("relu with mse", np.array([[2.0, 0.0], [0.5, 0.0]]), np.array([[1.0, 1.0], [3.0, -1.0]]), "mse", "relu"),
        Case("softplus with mse", np.array([[0.5], [2.0]]), np.array([[1.0], [1.5]]), "mse", "softplus"),
        Case("softmax with mse", P, ONE_HOT, "mse", "softmax"),
        Case(
            "certain and wrong, binary cross-entropy", np.array([[1.0], [0.0], [1.0]]), np.array([[0.0], [1.0], [1.0]]),
            "binary_cross_entropy", "sigmoid",
        ),
        Case("certain and wrong, cross-entropy", np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]]), "cross_entropy", "softmax"),
        Drawn("random numbers", _some_targets),
    ],
    mistakes=[
        Mistake(
            "y_hat - y is used for every pair of loss and activation",
            lambda y_hat, y, loss, activation: (y_hat - y) / (len(y) if loss == "cross_entropy" else np.size(y)),
            "That holds where the two slopes cancel, for two pairs. With mse the slope is 2 (y_hat - y) / M, and then the "
            "activation's slope comes in.",
        ),
        Mistake(
            "y_hat - y is used for every pair, and divided by nothing", lambda y_hat, y, loss, activation: y_hat - y,
            "A loss is a mean, so its slope holds 1/M. And y_hat - y is right for the two pairs that cancel, not for mse.",
        ),
        Mistake(
            "y_hat - y is used for every pair, and divided by the number of rows",
            lambda y_hat, y, loss, activation: (y_hat - y) / len(y),
            "That is right for softmax with cross-entropy. Binary cross-entropy is a mean over all entries, and mse has a 2, and the "
            "activation's slope.",
        ),
        Mistake(
            "y_hat - y is used for every pair, and divided by the number of entries",
            lambda y_hat, y, loss, activation: (y_hat - y) / np.size(y),
            "That is right for sigmoid with binary cross-entropy. Cross-entropy is a mean over rows, and mse has a 2, and the "
            "activation's slope.",
        ),
        Mistake(
            "the slope of mse is used for every pair of loss and activation",
            lambda y_hat, y, loss, activation: nn.d_mse(y_hat, y),
            "Try binary cross-entropy with sigmoid: there y_hat - y is left, without a 2. And with mse, the activation's slope comes in.",
        ),
        Mistake(
            "the loss is not looked at: mse is taken for all", lambda a, y, loss, name: _through(nn.d_mse(a, y), a, name),
            "The third argument names the loss. With the two cross-entropies the slopes cancel.",
        ),
        Mistake(
            "for cross-entropy the slope of the loss is returned, and softmax is left out",
            _but_for("cross_entropy", lambda a, y: -y / np.clip(a, 1e-12, 1) / len(y)),
            "Softmax stands between Z and y_hat. Together with cross-entropy it leaves y_hat - y.",
        ),
        Mistake(
            "for binary cross-entropy the slope of the loss is returned, and the sigmoid is left out",
            _but_for("binary_cross_entropy", nn.d_binary_cross_entropy),
            "The sigmoid stands between Z and y_hat. Together with binary cross-entropy it leaves y_hat - y.",
        ),
        Mistake(
            "y_hat - y is not divided by anything",
            _delta(slope_of_loss=lambda a, y: 2 * (a - y), pairs=lambda a, y, loss: a - y),
            "A loss is a mean, so its slope holds 1/M. That belongs in here, once and for all layers.",
        ),
        Mistake(
            "for the two pairs that cancel, the division is missing", _delta(pairs=lambda a, y, loss: a - y),
            "Your mse has its 1/M. The two cross-entropies are means too: over all entries the one, over the rows the other.",
        ),
        Mistake(
            "binary cross-entropy is averaged over the rows only", _delta(pairs=lambda a, y, loss: (a - y) / len(y)),
            "Binary cross-entropy is a mean over all entries, as in chapter 06: np.size(y), not len(y).",
        ),
        Mistake(
            "cross-entropy is averaged over all entries", _delta(pairs=lambda a, y, loss: (a - y) / np.size(y)),
            "Cross-entropy is a mean over the examples, as in chapter 06: each row is one choice. len(y), not np.size(y).",
        ),
        Mistake(
            "mse lacks its factor 2", _delta(slope_of_loss=lambda a, y: (a - y) / np.size(y)),
            "d_mse of chapter 06 is 2 (y_hat - y) / M.",
        ),
        Mistake(
            "mse is divided by the number of rows only", _delta(slope_of_loss=lambda a, y: 2 * (a - y) / len(y)),
            "mse is a mean over all entries, as in chapter 06: np.size(y), not len(y).",
        ),
        Mistake(
            "the error is taken the wrong way round, y - y_hat", lambda *args: -nn.output_delta(*args),
            "Where the answer is too large, more of it makes the loss larger: the slope is positive there.",
        ),
        Mistake(
            "with mse the activation's slope is left out", _delta(slope_of_activation=lambda dA, a, name: dA),
            "That is right for identity. Between y_hat and Z stands the activation, and its slope belongs in here.",
        ),
        Mistake(
            "the slope functions of Z are given y_hat",
            _delta(slope_of_activation=lambda dA, a, name: _through(dA, a, name) if name == "softmax" else dA * nn.SLOPES[name](a)),
            "d_sigmoid(z) wants z, and you have only y_hat. Written with y_hat itself, the slope is y_hat (1 - y_hat).",
        ),
        Mistake(
            "the slope of tanh is taken as y_hat (1 - y_hat)",
            _delta(slope_of_activation=_except("tanh", by=lambda dA, a: dA * a * (1 - a))),
            "That belongs to the sigmoid. For tanh it is 1 - y_hat**2.",
        ),
        Mistake(
            "the slope of softplus is left out", _delta(slope_of_activation=_except("softplus", by=lambda dA, a: dA)),
            "In the table (9.8) there is a line for softplus too: 1 - e**(-y_hat).",
        ),
        Mistake(
            "the slope of softplus is taken as sigmoid(y_hat)",
            _delta(slope_of_activation=_except("softplus", by=lambda dA, a: dA * nn.sigmoid(a))),
            "sigmoid(z) would be right, and you have y_hat instead of z. In y_hat it is 1 - e**(-y_hat).",
        ),
        Mistake(
            "relu's gate is left out, or open where y_hat is 0", _delta(slope_of_activation=_except("relu", by=lambda dA, a: dA)),
            "Where y_hat is 0, relu is flat, and nothing gets through: > instead of >=.",
        ),
        Mistake(
            "the slope of tanh lacks its square", _delta(slope_of_activation=_except("tanh", by=lambda dA, a: dA * (1 - a))),
            "1 - y_hat**2, with the square.",
        ),
        Mistake(
            "the slope functions of Z are given y_hat, for the sigmoid",
            _delta(slope_of_activation=_except("sigmoid", by=lambda dA, a: dA * nn.d_sigmoid(a))),
            "d_sigmoid(z) wants z, and you have only y_hat. Written with y_hat itself, the slope is y_hat (1 - y_hat).",
        ),
        Mistake(
            "for softmax the sum runs over the examples", _delta(slope_of_activation=_except(
                "softmax", by=lambda dA, a: a * (dA - np.sum(dA * a, axis=0, keepdims=True))
            )),
            "Each example has its own row, and its own sum: axis=1, keepdims=True.",
        ),
        Mistake(
            "softmax is left out with mse", _delta(slope_of_activation=_except("softmax", by=lambda dA, a: dA)),
            "Softmax stands between Z and y_hat, and bends. Take the formula of (9.5), with y_hat for p.",
        ),
        Mistake(
            "softmax is treated entry by entry, with y_hat (1 - y_hat)", _delta(slope_of_activation=_elementwise_only),
            "The units of a softmax row move together. Take the formula of (9.5), with y_hat for p.",
        ),
        Mistake(
            "softmax with mse is treated as if it cancelled",
            lambda a, y, loss, name: (a - y) / len(y) if name == "softmax" else nn.output_delta(a, y, loss, name),
            "Softmax cancels against cross-entropy, not against mse. Both the loss and the activation decide.",
        ),
        Mistake(
            "sigmoid with mse is treated as if it cancelled",
            lambda a, y, loss, name: (a - y) / np.size(y) if name == "sigmoid" else nn.output_delta(a, y, loss, name),
            "Sigmoid cancels against binary cross-entropy, not against mse. Both the loss and the activation decide.",
        ),
        Mistake(
            "the two slopes are multiplied even where they cancel, and at y_hat = 0 or 1 that is 0 times something huge",
            _never_cancelled,
            "A unit that is certain and wrong must hear about it: at y_hat = 1, y = 0 the delta is 1/M. Cancel first, on paper.",
        ),
        Mistake(
            "the slope of the loss is left out: the activation's slope alone is returned",
            _delta(slope_of_loss=lambda a, y: np.ones_like(a), pairs=lambda a, y, loss: a * (1 - a)),
            "How wrong the answer is has to come in: y_hat - y.",
        ),
        Mistake(
            "the errors are squared: the loss of each entry is returned",
            _delta(slope_of_loss=lambda a, y: (a - y) ** 2 / np.size(y), pairs=lambda a, y, loss: (a - y) ** 2 / len(y)),
            "That is what it costs. The slope of a square is twice what was squared.",
        ),
    ],
    accepted=[
        lambda a, y, loss, name: _through(2 * (a - y) / a.size, a, name)
        if loss == "mse" else (a - y) / (len(y) if name == "softmax" else y.size),
        lambda a, y, loss, name: np.einsum("nij,nj->ni", np.array([np.diag(p) - np.outer(p, p) for p in a]), nn.d_mse(a, y))
        if (loss, name) == ("mse", "softmax") else nn.output_delta(a, y, loss, name),
        _delta(slope_of_activation=_except("tanh", by=lambda dA, a: dA * (1 - a**2))),
    ],
    hints=[
        "Two pairs first, one `if` for each: there the result is y_hat - y, divided by what the loss is a mean over.",
        "Everything else is mse: dA = d_mse(y_hat, y), times the slope of the activation, written with y_hat as in (9.8).",
        "sigmoid: dA * y_hat * (1 - y_hat); tanh: dA * (1 - y_hat**2); relu: dA * (y_hat > 0); softplus: "
        "dA * (1 - np.exp(-y_hat)); identity: dA; softmax: (9.5) with y_hat for p.",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), section 5.3",
    compare=_compare_delta,
)

# ---- checking ----


def _flat(pairs):
    return np.concatenate([np.ravel(part) for pair in pairs for part in pair])


def _losses_around(params, X, y, activations, loss):
    """Return the loss as a function of all parameters in a row."""

    def cost(theta):
        made, start = [], 0
        for W, b in params:
            V = theta[start : start + W.size].reshape(W.shape)
            made.append((V, theta[start + W.size : start + W.size + b.size]))
            start += W.size + b.size
        return nn.LOSSES[loss](nn.forward(X, made, activations)[0], y)

    return cost


def _checker(numerical=nn.numerical_gradient, compare=nn.relative_error, some=lambda pairs: pairs, loss_of=lambda loss: loss):
    """Return gradient_check with one of its parts replaced."""

    def check(params, grads, X, y, activations, loss):
        cost = _losses_around(params, X, y, activations, loss_of(loss))
        slopes, start, found = numerical(cost, _flat(params)), 0, []
        for W, b in params:
            found.append((slopes[start : start + W.size], slopes[start + W.size : start + W.size + b.size]))
            start += W.size + b.size
        return compare(_flat(some(grads)), _flat(some(found)))

    return check


def _quotient(up, down, over):
    """Return a numerical gradient (f(x + up) - f(x - down)) / over."""

    def numerical(f, x):
        slopes = np.zeros(len(x))
        for i in range(len(x)):
            step = np.zeros(len(x))
            step[i] = 1
            slopes[i] = (f(x + up * step) - f(x - down * step)) / over
        return slopes

    return numerical


def _layer_by_layer(join):
    """Return gradient_check that compares W by W and b by b, and joins the errors."""

    def check(params, grads, X, y, activations, loss):
        slopes, start, errors = nn.numerical_gradient(_losses_around(params, X, y, activations, loss), _flat(params)), 0, []
        for pair in grads:
            for part in pair:
                errors.append(nn.relative_error(np.ravel(part), slopes[start : start + part.size]))
                start += part.size
        return join(errors)

    return check


def _moving_in_place(restore):
    """Return gradient_check that moves the caller's own parameters, and puts them back or not."""

    def check(params, grads, X, y, activations, loss):
        slopes = []
        for pair in params:
            for part in pair:
                for i in np.ndindex(part.shape):
                    before = part[i]
                    part[i] = before + 1e-5
                    up = nn.LOSSES[loss](nn.forward(X, params, activations)[0], y)
                    part[i] = before - 1e-5
                    down = nn.LOSSES[loss](nn.forward(X, params, activations)[0], y)
                    if restore:
                        part[i] = before
                    slopes.append((up - down) / 2e-5)
        return nn.relative_error(_flat(grads), np.array(slopes))

    return check


def _ignoring(params, grads, X, y, activations, loss):
    y_hat, cache = nn.forward(X, params, activations)
    own = nn.backward(nn.output_delta(y_hat, y, loss, activations[-1]), cache, params, activations)
    return _checker()(params, own, X, y, activations, loss)


def _against_own_backprop(params, grads, X, y, activations, loss):
    y_hat, cache = nn.forward(X, params, activations)
    own = nn.backward(nn.output_delta(y_hat, y, loss, activations[-1]), cache, params, activations)
    return nn.relative_error(_flat(grads), _flat(own))


def _check_case(label, sizes, activations, loss, N, seed, spoil=lambda grads: grads):
    params, X, fractions = _network(sizes, N, seed)
    y = {"mse": lambda: fractions(N, sizes[-1]), "binary_cross_entropy": lambda: (fractions(N, sizes[-1]) > 0) * 1.0,
         "cross_entropy": lambda: np.eye(sizes[-1])[np.arange(N) % sizes[-1]]}[loss]()
    y_hat, cache = nn.forward(X, params, activations)
    grads = nn.backward(nn.output_delta(y_hat, y, loss, activations[-1]), cache, params, activations)
    return Case(label, params, spoil(grads), X, y, activations, loss)


def _check_drawn(rng):
    seed, spoil = int(rng.integers(2**31)), _spoilt(0, 0, rng.uniform(2, 4))
    return _check_case("", [2, 3, 2], ["tanh", "identity"], "mse", 3, seed, spoil).args(None)


def _spoilt(place, part, factor):
    """Return what multiplies one dW (part 0) or db (part 1) by a factor."""

    def spoil(grads):
        made = [list(pair) for pair in grads]
        made[place][part] = made[place][part] * factor
        return [tuple(pair) for pair in made]

    return spoil


def _all_times(factor):
    return lambda grads: [(dW * factor, db * factor) for dW, db in grads]


def _compare_error(expected, got, *args):
    if not is_number(got):
        return f"you returned {describe(got)}; a single number is asked for."
    if is_number(expected) and abs(expected - got) <= 1e-6:
        return None
    right, yours = show_apart(expected, got)
    look = "The given and the numerical gradients agree here. Print yours beside the given: where do they part, and by how much?"
    if is_number(expected) and expected > 1e-6:
        look = "The given gradients are wrong here, on purpose. The measure is relative_error of chapter 07, over all parameters at once."
    return Difference(VALUE, f"you returned {yours}; {right} is right, to within 1e-6.", look)


NEAR = 1e-3  # a linear unit this close to its minimum shows whether the differences are central

gradient_check = Exercise(
    reference=nn.gradient_check,
    points=2,
    cases=[
        _check_case("right gradients", [2, 2, 1], ["tanh", "identity"], "mse", 3, 0),
        _check_case("gradients twice too large", [2, 2, 1], ["tanh", "identity"], "mse", 3, 0, _all_times(2.0)),
        _check_case("gradients that are all 0", [2, 2, 1], ["sigmoid", "identity"], "mse", 3, 1, _all_times(0.0)),
        _check_case("the wrong sign", [2, 2, 1], ["tanh", "sigmoid"], "mse", 2, 2, _all_times(-1.0)),
        _check_case("one wrong dW, in the first layer", [2, 3, 2], ["tanh", "identity"], "mse", 3, 3, _spoilt(0, 0, 1.5)),
        _check_case("one wrong dW, in the last layer", [2, 3, 2], ["tanh", "sigmoid"], "binary_cross_entropy", 3, 4, _spoilt(1, 0, 0.5)),
        _check_case("one wrong db", [2, 2, 3], ["tanh", "softmax"], "cross_entropy", 3, 5, _spoilt(0, 1, 3.0)),
        _check_case("right gradients of three layers", [2, 3, 2, 1], ["tanh", "sigmoid", "identity"], "mse", 4, 6),
        Case(
            "a unit just beside its minimum", [(np.array([[4.0]]), np.array([0.5]))],
            [(np.array([[16.0 * NEAR]]), np.array([2.0 * NEAR]))], np.array([[8.0]]), np.array([[32.5 - NEAR]]), ["identity"], "mse",
        ),
        Case(
            "a relu exactly at its corner", [(np.array([[0.0]]), np.array([0.0])), (np.array([[1.0]]), np.array([0.0]))],
            [(np.array([[0.0]]), np.array([0.0])), (np.array([[0.0]]), np.array([2000.0]))],
            np.array([[1.0]]), np.array([[-1000.0]]), ["relu", "identity"], "mse",
        ),
        Drawn("one wrong dW, random numbers", _check_drawn),
    ],
    mistakes=[
        Mistake(
            "the gradients that were handed in are not looked at: your own are checked instead", _ignoring,
            "Hand in gradients that are all 0: yours still says that they are right. The second argument is what is on trial.",
        ),
        Mistake(
            "the gradients are compared with those of backprop itself instead of with numerical ones", _against_own_backprop,
            "A check needs a second, independent way. A relu that stands exactly at its corner shows the difference: move each "
            "parameter a little to both sides, and look at the loss.",
        ),
        Mistake(
            "only the weights are compared, and not the biases", _checker(some=lambda pairs: [(W, []) for W, _ in pairs]),
            "Hand in wrong biases and right weights. Does yours notice?",
        ),
        Mistake(
            "only the biases are compared, and not the weights", _checker(some=lambda pairs: [([], b) for _, b in pairs]),
            "Hand in wrong weights and right biases. Does yours notice?",
        ),
        Mistake(
            "only the first layer is compared", _checker(some=lambda pairs: pairs[:1]),
            "Hand in gradients that are wrong in the last layer alone. Does yours notice?",
        ),
        Mistake(
            "only the last layer is compared", _checker(some=lambda pairs: pairs[-1:]),
            "Hand in gradients that are wrong in the first layer alone. Does yours notice?",
        ),
        Mistake(
            "the difference is one-sided", _checker(numerical=_quotient(1e-5, 0, 1e-5)),
            "Go h to both sides and divide by 2h: the curve's bend then cancels. numerical_gradient of chapter 07 does that.",
        ),
        Mistake(
            "the difference of both sides is divided by h instead of 2h", _checker(numerical=_quotient(1e-5, 1e-5, 1e-5)),
            "From x - h to x + h it is 2h.",
        ),
        Mistake(
            "h is far too large", _checker(numerical=_quotient(0.1, 0.1, 0.2)),
            "A step of 0.1 sees the bend of the loss, not only its slope. 1e-5 is a good step.",
        ),
        Mistake(
            "h is far too small", _checker(numerical=_quotient(1e-13, 1e-13, 2e-13)),
            "A step of 1e-13 changes the loss by less than its last digits. 1e-5 is a good step.",
        ),
        Mistake(
            "the length of the difference is returned, divided by nothing", _checker(compare=lambda a, b: np.linalg.norm(a - b)),
            "Is 0.01 much or little? That depends on the gradients' own size. Divide, as relative_error does.",
        ),
        Mistake(
            "the largest single difference is returned", _checker(compare=lambda a, b: np.abs(a - b).max()),
            "Is 0.01 much or little? relative_error of chapter 07 divides by the gradients' own size.",
        ),
        Mistake(
            "the error is divided by the numerical gradient's length alone",
            _checker(compare=lambda a, b: np.linalg.norm(a - b) / np.linalg.norm(b)),
            "relative_error has both lengths below the line, so that it never exceeds 1.",
        ),
        Mistake(
            "the error is divided by the length of the sum of both",
            _checker(compare=lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a + b) or 1)),
            "Below the line stands the sum of the two lengths, not the length of the sum.",
        ),
        Mistake(
            "the error is computed entry by entry and averaged",
            _checker(compare=lambda a, b: np.mean(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12))),
            "relative_error takes the lengths of the whole rows. Put all parameters into one long row first.",
        ),
        Mistake(
            "each W and each b is compared for itself, and the largest error returned", _layer_by_layer(max),
            "That is a good tool for finding the layer. Here all parameters together are asked for, in one long row.",
        ),
        Mistake(
            "each W and each b is compared for itself, and the errors are averaged", _layer_by_layer(np.mean),
            "A small b would count as much as a large W. Put all parameters into one long row first.",
        ),
        Mistake(
            "each W and each b is compared for itself, and the errors are added up", _layer_by_layer(sum),
            "Put all parameters into one long row first, and compare once.",
        ),
        Mistake(
            "the loss is always mse, whatever name comes in", _checker(loss_of=lambda loss: "mse"),
            "The last argument names the loss. LOSSES[loss] is the function.",
        ),
        Mistake(
            "the angle between the two is returned, which does not notice gradients that are twice too large",
            _checker(compare=lambda a, b: 1 - a @ b / ((np.linalg.norm(a) * np.linalg.norm(b)) or 1)),
            "Hand in twice the right gradients: they point the right way, and are wrong. relative_error notices.",
        ),
        Mistake(
            "the mean of the differences is returned", _checker(compare=lambda a, b: np.mean(np.abs(a - b))),
            "Is 0.01 much or little? relative_error of chapter 07 divides by the gradients' own size.",
        ),
        Mistake(
            "sums of absolute values stand in the place of lengths",
            _checker(compare=lambda a, b: np.abs(a - b).sum() / (np.abs(a).sum() + np.abs(b).sum())),
            "A length is the root of the sum of squares: np.linalg.norm. relative_error of chapter 07 does it all.",
        ),
        Mistake(
            "the error is divided by the longer of the two lengths",
            _checker(compare=lambda a, b: np.linalg.norm(a - b) / max(np.linalg.norm(a), np.linalg.norm(b))),
            "Many books do it so. relative_error of chapter 07 has the sum of the two lengths below the line.",
        ),
        Mistake(
            "the error is twice too large", lambda *args: 2 * nn.gradient_check(*args),
            "Below the line stands the sum of the two lengths, not their mean.",
        ),
        Mistake(
            "a truth value is returned", lambda *args: bool(nn.gradient_check(*args) < 1e-6),
            "Return the error itself. Whoever asks can compare it.",
        ),
        Mistake(
            "the error is turned into a likeness, 1 minus error", lambda *args: 1 - nn.gradient_check(*args),
            "Right gradients have the error 0.",
        ),
        Mistake(
            "each parameter is moved and not put back", _moving_in_place(restore=False),
            "After its turn each parameter must be as it was, or all later slopes are taken elsewhere. Better still: move a copy.",
        ),
        Mistake(
            "the lengths are squared: the root is forgotten",
            _checker(compare=lambda a, b: np.sum((a - b) ** 2) / (np.sum(a**2) + np.sum(b**2))),
            "np.linalg.norm is the root of the sum of squares. relative_error of chapter 07 does it all.",
        ),
    ],
    accepted=[
        _checker(),
        _checker(numerical=_quotient(1e-4, 1e-4, 2e-4)),
        lambda *args: np.float64(nn.gradient_check(*args)),
    ],
    hints=[
        "Chapter 07 gives you two tools: numerical_gradient(f, x) and relative_error(a, b). What is missing is an f of one long row.",
        "Put all parameters into one row: np.concatenate([part.ravel() for pair in params for part in pair]). And write the way "
        "back: cut the row into pieces, and reshape each like its part.",
        "def cost(row): build params from the row, y_hat, _ = forward(X, those, activations), return LOSSES[loss](y_hat, y). Then "
        "relative_error(the row of grads, numerical_gradient(cost, the row of params)).",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 11.5",
    compare=_compare_error,
    free_form=True,
)

# ---- one step downhill ----


def _stepper(loss_of=None, change=None, grads_of=None):
    """Return train_step with one of its parts replaced."""

    def step(params, X, y, activations, loss, eta):
        y_hat, cache = nn.forward(X, params, activations)
        grads = nn.backward(nn.output_delta(y_hat, y, loss, activations[-1]), cache, params, activations)
        grads = grads_of(grads, len(X)) if grads_of else grads
        new = [change(W, b, dW, db, eta, n) if change else (W - eta * dW, b - eta * db)
               for n, ((W, b), (dW, db)) in enumerate(zip(params, grads, strict=True))]
        before = nn.LOSSES[loss](y_hat, y)
        return new, loss_of(before, new, X, y, activations, loss) if loss_of else before

    return step


def _after(before, new, X, y, activations, loss):
    return nn.LOSSES[loss](nn.forward(X, new, activations)[0], y)


def _in_place(params, X, y, activations, loss, eta):
    y_hat, cache = nn.forward(X, params, activations)
    grads = nn.backward(nn.output_delta(y_hat, y, loss, activations[-1]), cache, params, activations)
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W -= eta * dW
        b -= eta * db
    return params, nn.LOSSES[loss](y_hat, y)


def _updated_on_the_way(params, X, y, activations, loss, eta):
    y_hat, cache = nn.forward(X, params, activations)
    dZ, new = nn.output_delta(y_hat, y, loss, activations[-1]), []
    for n in reversed(range(len(params))):
        W, b = params[n]
        _, dW, db = nn.dense_backward(dZ, cache[n][0], W)
        new.insert(0, (W - eta * dW, b - eta * db))
        if n:
            dZ = nn.activation_backward(dZ @ new[0][0], cache[n - 1][1], activations[n - 1])
    return new, nn.LOSSES[loss](y_hat, y)


def _with_plain_delta(params, X, y, activations, loss, eta):
    y_hat, cache = nn.forward(X, params, activations)
    grads = nn.backward((y_hat - y) / len(y), cache, params, activations)
    return [(W - eta * dW, b - eta * db) for (W, b), (dW, db) in zip(params, grads, strict=True)], nn.LOSSES[loss](y_hat, y)


def _with_loss_slope(params, X, y, activations, loss, eta):
    """Send dL/dy_hat back as if it were dL/dZ."""
    y_hat, cache = nn.forward(X, params, activations)
    slope = {"mse": nn.d_mse, "binary_cross_entropy": nn.d_binary_cross_entropy,
             "cross_entropy": lambda P, Y: -Y / np.clip(P, 1e-12, 1) / len(Y)}[loss](y_hat, y)
    grads = nn.backward(slope, cache, params, activations)
    return [(W - eta * dW, b - eta * db) for (W, b), (dW, db) in zip(params, grads, strict=True)], nn.LOSSES[loss](y_hat, y)


def _count(y, loss):
    return len(y) if loss == "cross_entropy" else y.size


def _train_case(label, sizes, activations, loss, N, seed, eta):
    params, _, X, y, _, _ = _check_case("", sizes, activations, loss, N, seed).args(None)
    return Case(label, params, X, y, activations, loss, eta)


def _some_training(rng):
    sizes = [int(n) for n in rng.integers(2, 5, size=3)]
    params = [(W, rng.normal(size=b.shape)) for W, b in nn.init_network(sizes, rng)]
    X, y = rng.normal(size=(4, sizes[0])), rng.normal(size=(4, sizes[-1]))
    return params, X, y, ["tanh", "identity"], "mse", float(rng.uniform(0.05, 0.5))


def _compare_step(expected, got, params, X, y, activations, loss, eta):
    parts = []
    for n, (right, found) in enumerate(zip(expected[0], got[0], strict=True)):
        for i, what in enumerate(("W", "b")):
            look = f"The new {what} is the old one minus eta times its gradient. Is it the old one that the gradient was taken at?"
            parts.append((f"the new {what} of layer {n + 1}", right[i], found[i], look))
    look = "The loss is LOSSES[loss](y_hat, y), with the y_hat before the step."
    return _first_wrong([*parts, ("the loss", expected[1], got[1], look)])


train_step = Exercise(
    reference=nn.train_step,
    points=2,
    cases=[
        Case(
            "one unit, one example", [(np.array([[0.0]]), np.array([0.0]))], np.array([[1.0]]), np.array([[2.0]]), ["identity"], "mse", 0.25
        ),
        _train_case("two layers", [2, 2, 1], ["tanh", "identity"], "mse", 3, 0, 0.5),
        _train_case("two outputs", [2, 3, 2], ["relu", "identity"], "mse", 3, 1, 0.125),
        _train_case("sigmoid with mse", [2, 3, 1], ["tanh", "sigmoid"], "mse", 4, 2, 1.0),
        _train_case("binary cross-entropy", [2, 3, 2], ["tanh", "sigmoid"], "binary_cross_entropy", 4, 3, 0.5),
        _train_case("cross-entropy", [2, 3, 3], ["tanh", "softmax"], "cross_entropy", 4, 4, 0.25),
        _train_case("3-4-4-1", [3, 4, 4, 1], ["tanh", "tanh", "identity"], "mse", 5, 5, 0.1),
        _train_case("square layers", [2, 2, 2], ["sigmoid", "identity"], "mse", 2, 6, 0.5),
        Drawn("a random network", _some_training),
    ],
    mistakes=[
        Mistake(
            "the loss after the step is returned", _stepper(loss_of=_after),
            "The loss that goes with these gradients is the one before the step. y_hat is there from the way forward.",
        ),
        Mistake(
            "the step goes uphill", _stepper(change=lambda W, b, dW, db, eta, n: (W + eta * dW, b + eta * db)),
            "The gradient points to where the loss grows. Which sign leads down?",
        ),
        Mistake(
            "eta is left out", _stepper(change=lambda W, b, dW, db, eta, n: (W - dW, b - db)),
            "With eta = 0 nothing should move.",
        ),
        Mistake(
            "the biases are not moved", _stepper(change=lambda W, b, dW, db, eta, n: (W - eta * dW, b)),
            "The biases are parameters as the weights are: b - eta db.",
        ),
        Mistake(
            "the weights are not moved", _stepper(change=lambda W, b, dW, db, eta, n: (W, b - eta * db)),
            "W - eta dW belongs in the pair too.",
        ),
        Mistake(
            "only the first layer is moved",
            _stepper(change=lambda W, b, dW, db, eta, n: (W - eta * dW, b - eta * db) if n == 0 else (W, b)),
            "zip goes through params and grads together, layer by layer. Is a `return` inside the loop?",
        ),
        Mistake(
            "the steps are returned instead of the new parameters",
            _stepper(change=lambda W, b, dW, db, eta, n: (eta * dW, eta * db)),
            "eta dW is how far to go. From where?",
        ),
        Mistake(
            "the gradients are returned instead of the new parameters", _stepper(change=lambda W, b, dW, db, eta, n: (dW, db)),
            "The gradients say where it goes up. Now take the step: W - eta dW.",
        ),
        Mistake(
            "the gradients are divided by the number of examples once more",
            _stepper(grads_of=lambda grads, N: [(dW / N, db / N) for dW, db in grads]),
            "The 1/N is in there already, from the loss. Once is enough.",
        ),
        Mistake(
            "y_hat - y is sent back, whatever the loss and the activation", _with_plain_delta,
            "output_delta knows when that is right and when it is not.",
        ),
        Mistake(
            "dL/dy_hat is sent back as if it were dL/dZ", _with_loss_slope,
            "backward begins before the last activation: it wants dL/dZ. output_delta gives that.",
        ),
        Mistake(
            "each W is moved before the error goes back through it", _updated_on_the_way,
            "First all gradients, with the old weights. Then all steps.",
        ),
        Mistake(
            "the caller's parameters are moved in place", _in_place,
            "`W -= ...` writes into the caller's array. W - eta * dW makes a new one.",
        ),
        Mistake(
            "loss and parameters have changed places", lambda *args: nn.train_step(*args)[::-1],
            "The new parameters come first, the loss second.",
        ),
        Mistake(
            "only the new parameters are returned", lambda *args: nn.train_step(*args)[0],
            "The loss before the step is asked for too: return params, loss.",
        ),
        Mistake(
            "the new parameters stand in one flat list",
            lambda *args: ([part for pair in nn.train_step(*args)[0] for part in pair], nn.train_step(*args)[1]),
            "One pair (W, b) for each layer.",
        ),
        Mistake(
            "the loss is always mse",
            lambda *args: (nn.train_step(*args)[0], nn.mse(nn.forward(args[1], args[0], args[3])[0], args[2])),
            "The argument loss names it: LOSSES[loss](y_hat, y).",
        ),
        Mistake(
            "the loss is added up instead of averaged",
            lambda *args: (nn.train_step(*args)[0], nn.train_step(*args)[1] * _count(args[2], args[4])),
            "LOSSES[loss](y_hat, y) is a mean already.",
        ),
        Mistake(
            "the layers come back in the wrong order", lambda *args: (nn.train_step(*args)[0][::-1], nn.train_step(*args)[1]),
            "The first layer comes first, as in params.",
        ),
        Mistake(
            "only the last layer is returned", lambda *args: (nn.train_step(*args)[0][-1:], nn.train_step(*args)[1]),
            "A pair for each layer: append inside the loop, and return behind it.",
        ),
        Mistake(
            "nothing moves: the old parameters are returned", lambda *args: (list(args[0]), nn.train_step(*args)[1]),
            "Which line makes the new parameters? And does the list that you return hold them?",
        ),
        Mistake(
            "the pairs are (b, W)", lambda *args: ([(b, W) for W, b in nn.train_step(*args)[0]], nn.train_step(*args)[1]),
            "A pair is (W, b), as in params.",
        ),
        Mistake(
            "the steps are half as long", lambda *args: nn.train_step(*args[:-1], args[-1] / 2),
            "The new W is W - eta dW. Where does the 2 come from: is it missing in the slope of mse?",
        ),
        Mistake(
            "two steps are made in one call",
            lambda params, *rest: (nn.train_step(nn.train_step(params, *rest)[0], *rest)[0], nn.train_step(params, *rest)[1]),
            "One call, one step. Is the update done twice?",
        ),
    ],
    accepted=[
        _stepper(),
        lambda *args: [[list(pair) for pair in nn.train_step(*args)[0]], float(nn.train_step(*args)[1])],
        _stepper(change=lambda W, b, dW, db, eta, n: (np.subtract(W, eta * dW), np.add(b, -eta * db))),
    ],
    hints=[
        "Four calls in a row: forward, output_delta, backward, and a step for each W and b.",
        "y_hat, cache = forward(...). dZ = output_delta(y_hat, y, loss, activations[-1]). grads = backward(dZ, cache, params, "
        "activations).",
        "New pairs (W - eta * dW, b - eta * db), for (W, b), (dW, db) in zip(params, grads). And LOSSES[loss](y_hat, y), from the "
        "y_hat before the step.",
    ],
    source="Goodfellow et al., Deep Learning (2016), algorithm 8.1",
    compare=_compare_step,
)

# ---- six broken backprops ----

CAUSES = {
    1: "W is changed before the error goes back through it",
    2: "dW is made with the Z of the layer before, instead of with its output",
    3: "the gate of relu looks at what comes back, instead of at Z",
    4: "the delta at the end lacks the slope of the last activation",
    5: "everything is averaged over the examples twice",
    6: "db is a mean over the examples instead of a sum",
    7: "the activations of the hidden layers are left out on the way back",
    8: "every gradient has the wrong sign",
}
CAUSE_OF = {"A": 4, "B": 5, "C": 6, "D": 3, "E": 1, "F": 2}
CLUES = {
    "A": "Everything is wrong, the last layer too, and not by one and the same factor. What happens before the last layer?",
    "B": "All six numbers are the same. Which factor f gives |1 - f| / (1 + f) = 5/7?",
    "C": "All W are right, so all deltas are right too. What is made of the deltas and is not dW?",
    "D": "The last layer is right, so the fault lies on the way from there. Look at the sign of the entries, one by one.",
    "E": "The last layer is right, the others are nearly right. Change eta, and see what happens to the error.",
    "F": "All b are right, so all deltas are right too. Which dW is right, and what is special about its inputs?",
}


def diagnose(name):
    """Return the number of what is wrong with one of the six broken backprops.

    name : "A" to "F"    returns a number from 1 to 8

    >>> diagnose("A") in [1, 2, 3, 4, 5, 6, 7, 8]
    True
    """
    return CAUSE_OF[name]


def _compare_cause(expected, got, name):
    if not is_number(got) or got not in CAUSES:
        return Difference(VALUE, f"you returned {describe(got)}; a number from 1 to 8 is asked for.", "Return the number, as in return 8.")
    if got == expected:
        return None
    return Difference(VALUE, f"you say {got:g}: {CAUSES[got]}. That would leave other traces in the table.", CLUES[name])


def _taken_for(**named):
    return lambda name: named.get(name, CAUSE_OF[name])


hunt_six = Exercise(
    reference=diagnose,
    points=2,
    cases=[Case(f"backprop {name}", name) for name in CAUSE_OF],
    mistakes=[
        Mistake(
            "D and E are taken for each other", _taken_for(D=1, E=3),
            "Both are right in the last layer alone. One of them is wrong by a little, and by less if eta is less. The other "
            "knows no eta.",
        ),
        Mistake(
            "B and C are taken for each other", _taken_for(B=6, C=5),
            "Both have an N too many. In one of them the weights are right, in the other nothing is.",
        ),
        Mistake(
            "A and B are taken for each other", _taken_for(A=5, B=4),
            "A mean taken twice divides everything by one and the same number, so all six errors are equal. A missing slope "
            "differs from example to example.",
        ),
        Mistake(
            "D is taken for activations that are left out", _taken_for(D=7),
            "Near it. Without activations nothing would ever be 0. Count the zeros in the hidden layers of D, beside those of "
            "the right gradients.",
        ),
        Mistake(
            "F is taken for activations that are left out", _taken_for(F=7),
            "Activations left out would spoil the deltas, and so the db. Are they spoilt in F?",
        ),
        Mistake(
            "A is taken for a wrong sign", _taken_for(A=8),
            "Gradients with the wrong sign have the error 1 everywhere: they point straight away. Look at the numbers of A.",
        ),
        Mistake(
            "E is taken for activations that are left out", _taken_for(E=7),
            "The errors of E are small. Activations left out would change the hidden layers a great deal.",
        ),
    ],
    accepted=[
        lambda name: {"A": 4, "B": 5, "C": 6, "D": 3, "E": 1, "F": 2}[name],
        lambda name: float(CAUSE_OF[name]),
        lambda name: [4, 5, 6, 3, 1, 2]["ABCDEF".index(name)],
    ],
    hints=[
        "db is the sum of a layer's deltas. Where all db are right, all deltas are; where they are wrong from some layer on, "
        "look between that layer and the one behind it.",
        "Print a broken gradient beside the right one, and divide them, entry by entry. One factor everywhere? Other signs? "
        "Zeros in other places?",
        "C: only the b. F: only some W. B: the same number everywhere. A: all, in different measure. D and E: all but the "
        "last layer, the one by much, the other by little.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 11.5",
    compare=_compare_cause,
    free_form=True,
)

which_last_layer = Decision(
    name="which_last_layer",
    question="A network is to answer a yes-or-no question with one output. It begins with a very wrong conviction: z = -6 for an "
    "example whose target is 1. **Which last layer and loss get it out of there fastest?**",
    points=1,
    choices={
        "A": "sigmoid with mse: the squared error punishes large errors most",
        "B": "sigmoid with binary cross-entropy: the loss goes by the logarithm of the probability",
        "C": "tanh with mse, with targets of -1 and 1: tanh is steeper than sigmoid",
        "D": "relu with mse: relu does not saturate to the right",
        "E": "softmax over the one output with cross-entropy: the usual pair for classes",
    },
    right="B",
    reasons={
        "1": "The slope of the activation cancels, so the delta is as large as the error, however certain the unit is.",
        "2": "Only with this pair does the answer lie between 0 and 1.",
        "3": "Its loss is larger than the others', and a larger loss means larger steps.",
        "4": "Its activation is the steepest of them where z is far from 0.",
    },
    because="1",
    replies={
        "A": "In the table above, read the delta of this pair at z = -6. What has become of the large error on its way back?",
        "C": "Steeper at 0, and flatter far out: print d_tanh(-6.0) beside d_sigmoid(-6.0).",
        "D": "z = -6 lies to the left. What does relu let through there?",
        "E": "One output alone shares with nobody: softmax makes 1 of it, whatever z is. Try softmax(np.array([[-6.0]])).",
        "2": "The other pair with a sigmoid has that too. Compare the deltas of the two.",
        "3": "What moves the weights is the slope of the loss, not its height. Which of them reaches z?",
        "4": "Two of the pairs share one and the same activation, and their deltas differ by a factor of 200 and more.",
    },
    moral="Choose loss and last activation together, so that the slope of the one cancels the slope of the other: identity with "
    "mse, sigmoid with binary cross-entropy, softmax with cross-entropy. Then dZ is prediction minus target, and an error "
    "never hides in a flat place.",
    hints=[
        "The table above gives the delta of each pair at z = -6. Which one is as large as the error itself?",
        "What multiplies the error on its way from the loss to z, with mse, and with binary cross-entropy?",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), section 5.2",
)

chapter = Chapter(
    "09_backprop",
    "09 Backprop",
    (
        row_by_hand, activation_backward, dense_backward, backward, output_delta, gradient_check, hunt_six, train_step,
        which_last_layer,
    ),
)
