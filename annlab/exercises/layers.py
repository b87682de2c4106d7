"""Chapter 04: many units on the same inputs. A layer as one matrix product, and classes as rows of a table."""

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.checking.compare import FORM, Difference
from annlab.exercises.chapter import Chapter


def _z_by_loop(X, W, b):
    """The weighted sums of a layer, one product at a time."""
    Z = np.zeros((len(X), len(W)))
    for n in range(len(X)):
        for k in range(len(W)):
            for j in range(X.shape[1]):
                Z[n, k] += X[n, j] * W[k, j]
            Z[n, k] += b[k]
    return Z


def _z_adding_up_in_b(X, W, b):
    rows = []
    for x in X:
        z = b
        for j in range(len(x)):
            z += W[:, j] * x[j]
        rows.append(z.copy())
    return np.array(rows)


def _without_bias(X, W):
    return X @ W.T


def _up_to(n, Z):
    """Return Z with rows from n on left at 0, as a loop that stops too early leaves them."""
    return np.vstack([Z[:n], np.zeros_like(Z[n:])])


def _bias_by_example(X, W, b):
    Z = _without_bias(X, W).astype(float)
    for n in range(len(X)):
        Z[n] += b[n]
    return Z


def _indices_swapped(X, W, b):
    Z = np.zeros((len(X), len(W))) + b
    for n in range(len(X)):
        for k in range(len(W)):
            for j in range(X.shape[1]):
                Z[n, k] += X[n, j] * W[j, k]
    return Z


def _as_many_units_as_inputs(X, W, b):
    Z = np.zeros(X.shape)
    for n in range(len(X)):
        for k in range(X.shape[1]):
            Z[n, k] = X[n] @ W[k] + b[k]
    return Z


def _stored_in_the_shape_of_X(X, W, b):
    Z = np.zeros(X.shape)
    for n in range(len(X)):
        for k in range(len(W)):
            Z[n, k] = X[n] @ W[k] + b[k]
    return Z


# Wrong weighted sums of a layer: what happened, how, and the next step. Whoever writes dense can make them as well.
_WRONG_SUMS = [
    (
        "W is not transposed: X @ W sends column k of W into unit k, and runs only where the layer is square",
        lambda X, W, b: X @ W + b,
        "Row k of W belongs to unit k. Take x = [1, 0] and W = [[1, 2], [3, 4]]: unit 0 should get 1, unit 1 should get 3. "
        "What does yours get?",
    ),
    (
        "W is not transposed (X @ W), and the biases are left out",
        lambda X, W, b: X @ W,
        "Two things to mend. Row k of W belongs to unit k, so that W has to be turned round; and each unit adds its bias.",
    ),
    (
        "W[j, k] is read where W[k, j] is meant",
        _indices_swapped,
        "Row k of W belongs to unit k: the unit comes first in the brackets, the input second.",
    ),
    (
        "W is reshaped where it should be transposed",
        lambda X, W, b: X @ W.reshape(W.shape[::-1]) + b,
        "Print W.reshape(3, 2) and W.T for a W of shape (2, 3). Both have the shape you need; only one turns rows into columns.",
    ),
    (
        "the biases are left out",
        lambda X, W, b: _without_bias(X, W),
        "Set every input to 0. Yours says 0 for all units. What should unit k say?",
    ),
    (
        "the biases are subtracted",
        lambda X, W, b: _without_bias(X, W) - b,
        "Set every input to 0. Unit k should say b[k]. What does yours say?",
    ),
    (
        "the biases are added twice",
        lambda X, W, b: _without_bias(X, W) + 2 * b,
        "Set every input to 0. Unit k should say b[k]. What does yours say, and where does the second b come from?",
    ),
    (
        "a bias is added for every input, d times in all",
        lambda X, W, b: _without_bias(X, W) + X.shape[1] * b,
        "The bias belongs to the unit and not to an input. Is it added inside the innermost loop or sum?",
    ),
    (
        "the biases are added to the weights, so that every input brings them along",
        lambda X, W, b: X @ (W.T + b),
        "Look at the brackets: the product of X and W first, then b. Set every input to 0 to see the difference.",
    ),
    (
        "the biases are multiplied with the sums",
        lambda X, W, b: _without_bias(X, W) * b,
        "Try b = 0. All sums vanish in yours. By which operation does a bias join a sum?",
    ),
    (
        "the bias of the first unit is used for all units",
        lambda X, W, b: _without_bias(X, W) + b[0],
        "Give two units the same weights and different biases: their outputs should differ. b[0] is the bias of one unit.",
    ),
    (
        "the bias of the last unit is used for all units",
        lambda X, W, b: _without_bias(X, W) + b[-1],
        "Give two units the same weights and different biases: their outputs should differ. Which bias does each of yours get?",
    ),
    (
        "all biases are added up, and every unit gets their sum",
        lambda X, W, b: _without_bias(X, W) + np.sum(b),
        "Unit k has one bias of its own, b[k]. A plain + lays b, which is (K,), along the columns of an (N, K) table.",
    ),
    (
        "every unit gets the mean of all biases",
        lambda X, W, b: _without_bias(X, W) + np.mean(b),
        "Unit k has one bias of its own, b[k]. A plain + lays b, which is (K,), along the columns of an (N, K) table.",
    ),
    (
        "b is made a column, and each example gets a bias instead of each unit",
        lambda X, W, b: _without_bias(X, W) + b.reshape(-1, 1),
        "A column of shape (K, 1) runs down the examples. b as it comes, (K,), runs along the units. Leave its shape alone.",
    ),
    (
        "each example gets a bias instead of each unit: b is indexed with the number of the example",
        _bias_by_example,
        "There are K biases, one for each unit. Which of your loop variables counts the units?",
    ),
    (
        "the whole of b is added to a single number, so that each of them becomes an array",
        lambda X, W, b: np.array([[x @ w + b for w in W] for x in X]),
        "In your loop w is one row of W. Which one entry of b goes with it? zip(W, b) hands out both together.",
    ),
    (
        "the result is transposed: a row for each unit instead of one for each example",
        lambda X, W, b: _without_bias(X, W).T + b[:, None],
        "Examples are rows, in the result too: (N, K). Yours is (K, N).",
    ),
    (
        "the result is transposed, a row for each unit, and the biases are left out",
        lambda X, W, b: W @ X.T,
        "Examples are rows, in the result too: (N, K). Yours is (K, N). And the biases are still missing.",
    ),
    (
        "the product is taken as W @ X.T, with the examples as columns, and then b meets the wrong axis",
        lambda X, W, b: W @ X.T + b,
        "W @ X.T is (K, N): a row for each unit. The result is (N, K), so X stands on the left and W is turned round.",
    ),
    (
        "example 0 meets only unit 0, example 1 only unit 1, and so on",
        lambda X, W, b: np.array([x @ w + c for x, w, c in zip(X, W, b, strict=False)]),
        "zip walks through both at the same pace. Every example meets every unit: that takes a loop inside a loop, or one @.",
    ),
    (
        "all units use the weights of the first",
        lambda X, W, b: X @ np.tile(W[0], (len(W), 1)).T + b,
        "Print what your code takes from W for unit 1. Is it W[1]?",
    ),
    (
        "only the first unit is there",
        lambda X, W, b: X @ W[0] + b[0],
        "That is chapter 01's neuron for a batch, (N,). A layer has K units, and the result a column for each: (N, K).",
    ),
    (
        "only the last unit is there",
        lambda X, W, b: X @ W[-1] + b[-1],
        "A loop over the units overwrites its result each time. The result needs a column for each unit: (N, K).",
    ),
    (
        "only the first example is there, without its axis",
        lambda X, W, b: W @ X[0] + b,
        "Is there a return inside your loop, or an index 0? The result has a row for each example: (N, K).",
    ),
    (
        "only the last example is there, without its axis",
        lambda X, W, b: W @ X[-1] + b,
        "A loop over the examples overwrites its result each time. The result has a row for each example: (N, K).",
    ),
    (
        "X and W are multiplied entry by entry: * is not @",
        lambda X, W, b: X * W + b,
        "* lays one table over the other. @ is the product that multiplies and sums over the inputs.",
    ),
    (
        "X and W are multiplied entry by entry and then summed, so that example n meets only unit n",
        lambda X, W, b: (X * W).sum(axis=1) + b,
        "* lays one table over the other, row upon row. @ lets every row of the one meet every column of the other.",
    ),
    (
        "the products are averaged over the inputs instead of summed",
        lambda X, W, b: _without_bias(X, W) / X.shape[1] + b,
        "A unit sums. Is there a mean, or a division by the number of inputs?",
    ),
    (
        "the sums are divided by the number of examples",
        lambda X, W, b: _without_bias(X, W) / len(X) + b,
        "Repeat an example in the batch: its sums should stay the same. Where do you divide by N?",
    ),
    (
        "the units come in reverse order",
        lambda X, W, b: X @ W[::-1].T + b,
        "Column k of the result belongs to row k of W. Is W walked through backwards, or turned round with [::-1]?",
    ),
    (
        "all examples are added up",
        lambda X, W, b: (_without_bias(X, W) + b).sum(axis=0),
        "The examples have nothing to do with each other: a row for each of them, (N, K).",
    ),
    (
        "everything is added up into one number",
        lambda X, W, b: (_without_bias(X, W) + b).sum(),
        "A sum runs over the inputs of one unit and one example, and over nothing else: (N, K) numbers are left.",
    ),
    (
        "the number of units is taken from X, which has a column for each input",
        _as_many_units_as_inputs,
        "The number of units is the number of rows of W: len(W). X.shape[1] is the number of inputs.",
    ),
    (
        "the result is stored in a table of the shape of X",
        _stored_in_the_shape_of_X,
        "X is (N, d), the result is (N, K): a column for each unit, not for each input. np.zeros((N, K)) has the right shape.",
    ),
    (
        "the sums of all units are added up",
        lambda X, W, b: (_without_bias(X, W) + b).sum(axis=1),
        "A sum runs over the inputs j, and not over the units k. Each unit keeps a number of its own: (N, K).",
    ),
    (
        "the units of a row are added up one after the other: the running total is not set back for the next unit",
        lambda X, W, b: np.cumsum(_without_bias(X, W) + b, axis=1),
        "Where does your z start from 0? Every unit of every example starts afresh.",
    ),
    (
        "the running total is never set back, neither for the next unit nor for the next example",
        lambda X, W, b: np.cumsum(_without_bias(X, W) + b).reshape(len(X), len(W)),
        "Where does your z start from 0? Every unit of every example starts afresh.",
    ),
    (
        "the last example is left at 0",
        lambda X, W, b: _up_to(len(X) - 1, _without_bias(X, W) + b),
        "range(N) already stops at N - 1. How many rows does your loop fill?",
    ),
    (
        "only the first example is worked out, and the others are left at 0",
        lambda X, W, b: _up_to(1, _without_bias(X, W) + b),
        "Print your result for three examples. Does a return, or an index 0, stand in the loop over the examples?",
    ),
    (
        "the last unit is left at 0",
        lambda X, W, b: _up_to(len(W) - 1, (_without_bias(X, W) + b).T).T,
        "range(K) already stops at K - 1. How many columns does your loop fill?",
    ),
    (
        "the last input is left out",
        lambda X, W, b: X[:, :-1] @ W[:, :-1].T + b,
        "Make the weight of the last input 100. Nothing changes in yours. How far does your sum run?",
    ),
    (
        "the first input is left out",
        lambda X, W, b: X[:, 1:] @ W[:, 1:].T + b,
        "Make the weight of the first input 100. Nothing changes in yours. Is column 0 meant for a bias? Here b is apart.",
    ),
    (
        "only two inputs are read, however many there are",
        lambda X, W, b: X[:, [0, 1]] @ W[:, [0, 1]].T + b,
        "X.shape[1] says how many inputs there are. Let the sum run over all of them: a loop over j, or @.",
    ),
    (
        "the inputs of an example are summed before a weight has touched them",
        lambda X, W, b: X.sum(axis=1, keepdims=True) * W.sum(axis=1) + b,
        "Each input has a weight of its own: first w_kj times x_j, then the sum over j. Try W = [[1, 0]].",
    ),
    (
        "the biases are ready, and the weights are left out",
        lambda X, W, b: np.zeros((len(X), len(W))) + b,
        "Change one weight. Nothing happens in yours. Where do X and W come in?",
    ),
    (
        "the result is a table of zeros that nothing fills",
        lambda X, W, b: np.zeros((len(X), len(W))),
        "The shape is right. Now every place [n, k] needs the weighted sum of example n and unit k.",
    ),
    (
        "the axis of the examples is lost where there is only one: squeeze removes every axis of length 1",
        lambda X, W, b: (_without_bias(X, W) + b).squeeze(),
        "A batch of one example is still a table: (1, K). Leave squeeze out.",
    ),
    (
        "the table is strung out into one long array",
        lambda X, W, b: (_without_bias(X, W) + b).ravel(),
        "The numbers are right. Keep a row for each example: (N, K).",
    ),
    (
        "the sums are cut to whole numbers",
        lambda X, W, b: (_without_bias(X, W) + b).astype(int),
        "An array made with dtype=int cuts off all decimals. np.zeros((N, K)) holds fractions as well.",
    ),
    (
        "the sums are kept in an array of X's type, so that whole-number inputs cost the decimals",
        lambda X, W, b: (_without_bias(X, W) + b).astype(X.dtype),
        "zeros_like(X) and empty_like(X) hold whole numbers where X does. np.zeros((N, K)) holds fractions as well.",
    ),
    (
        "b itself serves as the running total, and is changed in the caller's hands",
        _z_adding_up_in_b,
        "`z = b` gives b a second name, and `z += ...` then writes into b. Start from zeros and add b, or start from b.copy().",
    ),
]


def _layer(rng, N, d, K):
    return rng.normal(size=(N, d)), rng.normal(size=(K, d)), rng.normal(size=K)


_SQUARE = np.array([[1.0, 0.0], [2.0, -1.0], [0.5, 3.0]]), np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([0.5, -2.0])
_AS_MANY = (
    np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]]),
    np.array([[1.0, -1.0], [2.0, 0.0], [0.5, 4.0]]),
    np.array([10.0, -3.0, 0.25]),
)
_ONE_INPUT = np.array([[1.0], [-2.0], [0.5], [0.0]]), np.array([[2.0], [-1.0]]), np.array([0.25, -3.0])

multi_output = Exercise(
    reference=nn.multi_output,
    points=3,
    cases=[
        Case("one example, one unit", np.array([[1.0, 2.0]]), np.array([[0.5, -1.0]]), np.array([0.25])),
        Case(
            "b = 0",
            np.array([[1.0, 2.0], [3.0, -1.0]]),
            np.array([[1.0, 0.0], [2.0, 1.0], [0.0, -1.0]]),
            np.zeros(3),
        ),
        Case(
            "one example, three units",
            np.array([[1.0, -2.0]]),
            np.array([[1.0, 0.5], [0.0, 2.0], [-1.0, 3.0]]),
            np.array([0.5, 4.0, -1.0]),
        ),
        Case("a square layer", *_SQUARE),
        Case("as many examples as units", *_AS_MANY),
        Case("one input", *_ONE_INPUT),
        Case("all weights 0", np.array([[1.0, 2.0, 3.0], [-1.0, 0.0, 4.0]]), np.zeros((2, 3)), np.array([1.5, -0.5])),
        Case("whole numbers", np.array([[1, 2], [3, -4], [0, 5]]), np.array([[2, -1], [0, 3]]), np.array([7, -2])),
        Case(
            "whole-number inputs, fractional weights",
            np.array([[1, -3, 2], [4, 0, 5]]),
            np.array([[0.5, 0.25, -1.5], [1.75, 0.5, 0.125]]),
            np.array([0.25, -0.5]),
        ),
        Drawn("random numbers", lambda rng: _layer(rng, 5, 3, 4)),
    ],
    laws=[
        Law(
            "An example comes out the same alone and in a batch",
            lambda f, rng: (lambda X, W, b: (f(X[1:2], W, b), f(X, W, b)[1:2]))(*_layer(rng, 4, 3, 2)),
        ),
        Law(
            "A unit comes out the same alone and among others",
            lambda f, rng: (lambda X, W, b: (f(X, W[1:2], b[1:2]), f(X, W, b)[:, 1:2]))(*_layer(rng, 3, 2, 4)),
        ),
    ],
    mistakes=[
        *(Mistake(*wrong) for wrong in _WRONG_SUMS),
        Mistake(
            "an activation, the sigmoid, is applied already",
            lambda X, W, b: nn.sigmoid(nn.multi_output(X, W, b)),
            "Here the plain weighted sums are asked for. The activation comes in the next exercise.",
        ),
        Mistake(
            "an activation, the ReLU, is applied already",
            lambda X, W, b: nn.relu(nn.multi_output(X, W, b)),
            "Here the plain weighted sums are asked for, negative ones too. The activation comes in the next exercise.",
        ),
        Mistake(
            "an activation, tanh, is applied already",
            lambda X, W, b: np.tanh(nn.multi_output(X, W, b)),
            "Here the plain weighted sums are asked for. The activation comes in the next exercise.",
        ),
        Mistake(
            "an activation, the step, is applied already",
            lambda X, W, b: nn.step(nn.multi_output(X, W, b)),
            "Here the plain weighted sums are asked for. The activation comes in the next exercise.",
        ),
        Mistake(
            "an activation, softmax, is applied already",
            lambda X, W, b: nn.softmax(nn.multi_output(X, W, b)),
            "Here the plain weighted sums are asked for. The activation comes in the next exercise.",
        ),
        Mistake(
            "truth values are returned: whether the sums are positive",
            lambda X, W, b: nn.multi_output(X, W, b) > 0,
            "The sums themselves are asked for. Leave the comparison out.",
        ),
        Mistake(
            "products and biases are returned as a pair and not added",
            lambda X, W, b: (X @ W.T, b),
            "Add the two: + lays b along the columns of the table.",
        ),
        Mistake(
            "a list of rows is returned",
            lambda X, W, b: nn.multi_output(X, W, b).tolist(),
            "np.array(rows) makes an array of the list.",
        ),
    ],
    accepted=[
        _z_by_loop,
        lambda X, W, b: (W @ X.T).T + b,
        lambda X, W, b: np.einsum("nd,kd->nk", X, W) + b,
        lambda X, W, b: np.column_stack([X @ w + c for w, c in zip(W, b, strict=True)]),
        lambda X, W, b: np.array([W @ x + b for x in X]),
        lambda X, W, b: nn.add_bias_input(X) @ np.column_stack([b, W]).T,
        lambda X, W, b: (X[:, None, :] * W).sum(axis=2) + b[None, :],
    ],
    hints=[
        "Start with one unit: X @ W[0] + b[0] is its column. Every other unit has such a column as well.",
        "X is (N, d) and W is (K, d). In a matrix product the inner sizes must agree: (N, d) @ (d, K). What turns W round?",
        "W.T has the shape (d, K). X @ W.T is (N, K), and adding b, of shape (K,), gives every column its own bias.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 6.4, for rows",
)


def square(z):
    return z * z


def one_more(z):
    return z + 1


_z = nn.multi_output  # several wrong versions of dense start from right sums


def _dense_by_loop(X, W, b, phi):
    Y = np.zeros((len(X), len(W)))
    for n, x in enumerate(X):
        for k, (w, c) in enumerate(zip(W, b, strict=True)):
            Y[n, k] = phi(sum(x_j * w_j for x_j, w_j in zip(x, w, strict=True)) + c)
    return Y


def _phi_at_every_step(X, W, b, phi):
    z = np.zeros((len(X), len(W))) + b
    for j in range(X.shape[1]):
        z = phi(z + np.outer(X[:, j], W[:, j]))
    return z


def _into_X(X, W, b, phi):
    X[...] = phi(X)
    return phi(X @ W.T + b)


def _drawn_layer_and_phi(rng):
    phi = [np.tanh, nn.softplus, nn.sigmoid, np.arctan][rng.integers(4)]
    return *_layer(rng, 4, 3, 5), phi


dense = Exercise(
    reference=nn.dense,
    points=2,
    cases=[
        Case("phi is the identity", np.array([[1.0, 2.0]]), np.array([[0.5, -1.0]]), np.array([0.25]), nn.identity),
        Case("ReLU", np.array([[1.0, 2.0]]), np.array([[1.0, -1.0], [2.0, 0.5]]), np.array([0.5, -1.0]), nn.relu),
        Case("b = 0, tanh", np.array([[0.5, -1.0], [0.25, 2.0]]), np.array([[1.0, 0.5], [-0.5, 1.5], [2.0, 1.0]]), np.zeros(3), nn.tanh),
        Case("a square layer, phi squares", *_SQUARE, square),
        Case("as many examples as units, phi adds 1", *_AS_MANY, one_more),
        Case("one input, sigmoid", *_ONE_INPUT, nn.sigmoid),
        Case(
            "step, with z = 0 among the sums",
            np.array([[1.0, 2.0], [2.0, 1.0]]),
            np.array([[2.0, -1.0], [0.5, 1.0], [-1.0, 1.0]]),
            np.array([0.0, -2.0, 0.0]),
            nn.step,
        ),
        Case("all inputs 0", np.zeros((2, 3)), np.array([[1.0, -2.0, 0.5], [3.0, 1.0, 1.0]]), np.array([-1.0, 2.0]), nn.softplus),
        Case("whole numbers", np.array([[1, 2], [3, -4], [0, 5]]), np.array([[2, -1], [0, 3]]), np.array([7, -2]), nn.relu),
        Case(
            "whole-number inputs, fractional weights",
            np.array([[1, -3, 2], [4, 0, 5]]),
            np.array([[0.5, 0.25, -1.5], [1.75, 0.5, 0.125]]),
            np.array([0.25, -0.5]),
            np.abs,
        ),
        Drawn("random numbers", _drawn_layer_and_phi),
    ],
    laws=[
        Law(
            "An example comes out the same alone and in a batch",
            lambda f, rng: (lambda X, W, b: (f(X[1:2], W, b, np.tanh), f(X, W, b, np.tanh)[1:2]))(*_layer(rng, 4, 3, 2)),
        ),
        Law(
            "With the identity for phi, a layer with X = 0 says b",
            lambda f, rng: (lambda b: (f(np.zeros((2, 3)), np.ones((4, 3)), b, nn.identity), np.array([b, b])))(
                rng.normal(size=4)
            ),
        ),
    ],
    mistakes=[
        Mistake(
            "the activation is left out",
            lambda X, W, b, phi: _z(X, W, b),
            "You have the weighted sums z. What the layer says is phi of each of them.",
        ),
        Mistake(
            "phi acts before the biases are added",
            lambda X, W, b, phi: phi(X @ W.T) + b,
            "The bias is part of the sum: phi comes last. Look at the closing bracket.",
        ),
        Mistake(
            "phi acts on the sums without a bias, and the biases are left out",
            lambda X, W, b, phi: phi(X @ W.T),
            "Set every input to 0. What should unit k say? Your answer knows nothing of b.",
        ),
        Mistake(
            "the activation and the biases are left out",
            lambda X, W, b, phi: X @ W.T,
            "You have the products of inputs and weights. Two steps are missing: the biases, and then phi.",
        ),
        Mistake(
            "phi acts on the biases only",
            lambda X, W, b, phi: X @ W.T + phi(b),
            "Look at the brackets: phi should get the whole sum, products and bias.",
        ),
        Mistake(
            "phi is called anew for each input that is added",
            _phi_at_every_step,
            "A unit sums over all its inputs and activates once. Does phi stand in the loop over the inputs?",
        ),
        Mistake(
            "phi acts before the biases are added, and W is not transposed",
            lambda X, W, b, phi: phi(X @ W) + b,
            "Two things to mend. Row k of W belongs to unit k, so that W has to be turned round; and phi comes last, after b.",
        ),
        Mistake(
            "phi acts on the inputs instead of the sums",
            lambda X, W, b, phi: _z(phi(X), W, b),
            "phi waits until a unit has summed: weights first, then the bias, then phi.",
        ),
        Mistake(
            "phi acts on the inputs as well as on the sums",
            lambda X, W, b, phi: phi(_z(phi(X), W, b)),
            "The inputs go in as they come. phi is called once, on the finished sums.",
        ),
        Mistake(
            "phi is called twice",
            lambda X, W, b, phi: phi(phi(_z(X, W, b))),
            "Try phi = square with z = 2: phi once gives 4. What does yours give?",
        ),
        Mistake(
            "phi acts on each product before they are summed",
            lambda X, W, b, phi: phi(X[:, None, :] * W).sum(axis=2) + b,
            "A unit sums first and activates once. phi stands inside your sum over the inputs.",
        ),
        Mistake(
            "phi acts on the sum and on the bias apart",
            lambda X, W, b, phi: phi(X @ W.T) + phi(b),
            "phi(z + b) is not phi(z) + phi(b). Add b first, and call phi once on all of it.",
        ),
        Mistake(
            "phi acts on the weights",
            lambda X, W, b, phi: _z(X, phi(W), b),
            "The weights go in as they are. phi is called on the finished sums.",
        ),
        Mistake(
            "the sums are multiplied with phi of the sums",
            lambda X, W, b, phi: _z(X, W, b) * phi(_z(X, W, b)),
            "phi(z) takes the place of z. It is not multiplied with it.",
        ),
        Mistake(
            "the sigmoid is built in, and phi is ignored",
            lambda X, W, b, phi: nn.sigmoid(_z(X, W, b)),
            "phi is an argument: call phi(...), whichever function it is today.",
        ),
        Mistake(
            "the ReLU is built in, and phi is ignored",
            lambda X, W, b, phi: nn.relu(_z(X, W, b)),
            "phi is an argument: call phi(...), whichever function it is today.",
        ),
        Mistake(
            "tanh is built in, and phi is ignored",
            lambda X, W, b, phi: np.tanh(_z(X, W, b)),
            "phi is an argument: call phi(...), whichever function it is today.",
        ),
        Mistake(
            "the step is built in, and phi is ignored",
            lambda X, W, b, phi: nn.step(_z(X, W, b)),
            "phi is an argument: call phi(...), whichever function it is today.",
        ),
        Mistake(
            "softmax is built in, and phi is ignored",
            lambda X, W, b, phi: nn.softmax(_z(X, W, b)),
            "phi is an argument: call phi(...), whichever function it is today.",
        ),
        Mistake(
            "phi is called on the first example only",
            lambda X, W, b, phi: np.vstack([phi(_z(X, W, b)[:1]), _z(X, W, b)[1:]]),
            "phi takes a whole array: give it the sums of all examples at once.",
        ),
        Mistake(
            "the outputs are added to the sums",
            lambda X, W, b, phi: _z(X, W, b) + phi(_z(X, W, b)),
            "phi(z) takes the place of z. It is not added to it.",
        ),
        Mistake(
            "phi is called on the sums with their signs turned",
            lambda X, W, b, phi: phi(-_z(X, W, b)),
            "Try phi = identity: your outputs have the wrong sign. Where does the minus come from?",
        ),
        Mistake(
            "the outputs are zeros that nothing fills",
            lambda X, W, b, phi: np.zeros((len(X), len(W))),
            "The shape is right. Now every place [n, k] needs phi of the weighted sum of example n and unit k.",
        ),
        Mistake(
            "truth values are returned: whether the outputs exceed 0.5",
            lambda X, W, b, phi: nn.dense(X, W, b, phi) > 0.5,
            "The outputs themselves are asked for. Leave the comparison out.",
        ),
        Mistake(
            "the outputs are cut to whole numbers",
            lambda X, W, b, phi: nn.dense(X, W, b, phi).astype(int),
            "An array made with dtype=int cuts off all decimals. np.zeros((N, K)) holds fractions as well.",
        ),
        Mistake(
            "negative outputs are set to 0, whatever phi says",
            lambda X, W, b, phi: np.maximum(0, nn.dense(X, W, b, phi)),
            "phi alone decides. Try phi = identity: a negative sum should come out negative.",
        ),
        Mistake(
            "phi is called on one column only, that of the first unit",
            lambda X, W, b, phi: np.column_stack([phi(_z(X, W, b)[:, :1]), _z(X, W, b)[:, 1:]]),
            "All units of a layer share the activation. phi takes a whole array: give it all the sums at once.",
        ),
        Mistake(
            "sums and outputs are returned as a pair",
            lambda X, W, b, phi: (_z(X, W, b), phi(_z(X, W, b))),
            "Only the outputs are asked for here. (In chapter 05 you will keep the sums as well.)",
        ),
        Mistake(
            "outputs and sums are returned as a pair",
            lambda X, W, b, phi: (phi(_z(X, W, b)), _z(X, W, b)),
            "Only the outputs are asked for here. (In chapter 05 you will keep the sums as well.)",
        ),
        Mistake(
            "phi itself is returned, and nobody calls it",
            lambda X, W, b, phi: phi,
            "phi is a function. phi(z) calls it, and has a value.",
        ),
        Mistake(
            "a list of rows is returned",
            lambda X, W, b, phi: nn.dense(X, W, b, phi).tolist(),
            "np.array(rows) makes an array of the list.",
        ),
        Mistake(
            "phi of the inputs is written into the caller's X",
            _into_X,
            "`X[...] =` changes what you were given. phi belongs to the sums, and the result is an array of its own.",
        ),
        *(
            Mistake(name, lambda X, W, b, phi, sums=sums: phi(sums(X, W, b)), hint)
            for name, sums, hint in _WRONG_SUMS
            if name != "the biases are left out"  # the same as phi of the sums without a bias, above
        ),
    ],
    accepted=[
        _dense_by_loop,
        lambda X, W, b, phi: phi(np.einsum("nd,kd->nk", X, W) + b),
        lambda X, W, b, phi: np.column_stack([nn.neuron_batch(X, w, c, phi) for w, c in zip(W, b, strict=True)]),
        lambda X, W, b, phi: np.array([phi(W @ x + b) for x in X]),
        lambda X, W, b, phi: np.vectorize(phi, otypes=[float])(np.dot(X, W.T) + b),
        lambda X, W, b, phi: np.array([[phi(x @ w + c) for w, c in zip(W, b, strict=True)] for x in X]),
    ],
    hints=[
        "Two steps: all weighted sums, then phi of all of them.",
        "The sums are what multi_output gives. phi takes a whole array and answers with an array of the same shape.",
        "Z = X @ W.T + b, and then hand back phi(Z): the bias inside the brackets, phi outside.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 6.4",
)


def _ones_at(labels, K):
    """Return a one-hot table by a loop."""
    table = np.zeros((len(labels), K))
    for n, label in enumerate(labels):
        table[n, label] = 1
    return table


def _whole_columns(labels, K):
    table = np.zeros((len(labels), K))
    table[:, labels] = 1
    return table


def _whole_rows(labels, K):
    table = np.zeros((len(labels), K))
    table[labels] = 1
    return table


def _never_set_back(labels, K):
    rows, row = [], np.zeros(K)
    for label in labels:
        row[label] = 1
        rows.append(row.copy())
    return np.array(rows)


def _row_and_column_swapped(labels, K):
    table = np.zeros((len(labels), K))
    for n, label in enumerate(labels):
        table[label, n] = 1
    return table


def _one_to_the_right(labels, K):
    table = np.zeros((len(labels), K))
    for n, label in enumerate(labels):
        table[n, label + 1] = 1
    return table


def _square_table(labels, K):
    table = np.zeros((K, K))
    for n, label in enumerate(labels):
        table[n, label] = 1
    return table


def _labels_from_one(labels, K):
    labels -= 1
    return np.eye(K)[labels]


def _into_labels(labels, K):
    table = np.eye(K)[labels]
    labels[...] = 1
    return table


one_hot = Exercise(
    reference=nn.one_hot,
    points=2,
    cases=[
        Case("one label", np.array([1]), 3),
        Case("two labels of three classes", np.array([2, 0]), 3),
        Case("every class once", np.array([1, 2, 0]), 3),
        Case("a class that never comes", np.array([0, 1, 0]), 4),
        Case("class 0 missing", np.array([2, 3]), 4),
        Case("the same label again and again", np.array([2, 2, 2, 2]), 3),
        Case("more examples than classes", np.array([0, 1, 1, 0, 1]), 2),
        Case("one class only", np.array([0, 0]), 1),
        Drawn("random labels", lambda rng: (rng.integers(0, 6, size=9), 6)),
    ],
    laws=[
        Law(
            "Every row sums to 1",
            lambda f, rng: (f(rng.integers(0, 5, size=7), 5).sum(axis=1), np.ones(7)),
        ),
        Law(
            "The place of each row's 1 is the label",
            lambda f, rng: (lambda labels: (f(labels, 5) @ np.arange(5), labels))(rng.integers(0, 5, size=7)),
        ),
    ],
    mistakes=[
        Mistake(
            "whole columns are filled: by table[:, labels] = 1, or because all rows are one and the same array",
            _whole_columns,
            "Each example has one place of its own: table[n, labels[n]], and np.arange(N) counts the n; a colon takes all rows. "
            "With a list of rows, make a fresh np.zeros(K) for each.",
        ),
        Mistake(
            "table[labels] = 1 fills whole rows, and takes the labels for row numbers",
            _whole_rows,
            "The label says which column. The row is the number of the example: table[n, labels[n]].",
        ),
        Mistake(
            "the table is transposed: a column for each example",
            lambda labels, K: np.eye(K)[:, labels],
            "Examples are rows: (N, K). In np.eye(K)[...], which place picks rows?",
        ),
        Mistake(
            "the number of classes is taken from the labels instead of K",
            lambda labels, K: np.eye(labels.max() + 1)[labels],
            "The largest class need not be among the labels. K is what says how wide the table is.",
        ),
        Mistake(
            "the classes that come are numbered afresh, and the missing ones get no column",
            lambda labels, K: (labels[:, None] == np.unique(labels)).astype(float),
            "A class that no example has still has its column. K is what says how wide the table is.",
        ),
        Mistake(
            "the different labels are counted, and their number is used for the number of classes",
            lambda labels, K: np.eye(len(np.unique(labels)))[labels],
            "A class that no example has still has its column. K is what says how wide the table is.",
        ),
        Mistake(
            "the largest label is used for the number of classes",
            lambda labels, K: np.eye(labels.max())[labels],
            "Labels count from 0, so that the largest is too small by one at least. K says how wide the table is.",
        ),
        Mistake(
            "the table is always three columns wide, and K is ignored",
            lambda labels, K: np.eye(3)[labels],
            "K is an argument, and not always 3. Where does a 3 stand in yours?",
        ),
        Mistake(
            "the table is always ten columns wide, and K is ignored",
            lambda labels, K: np.eye(10)[labels],
            "K is an argument, and not always 10. Where does a 10 stand in yours?",
        ),
        Mistake(
            "the table has K rows, whatever the number of examples",
            _square_table,
            "The table is N rows high, one for each label, and K columns wide: np.zeros((len(labels), K)).",
        ),
        Mistake(
            "row and column have changed places: table[label, n] is set",
            _row_and_column_swapped,
            "The row is the number n of the example, the column its label: table[n, label].",
        ),
        Mistake(
            "the labels are made a column first, and the result has an axis too many",
            lambda labels, K: np.eye(K)[labels.reshape(-1, 1)],
            "Print labels.shape and your result's shape. An index of shape (N, 1) picks rows into (N, 1, K). Leave it (N,).",
        ),
        Mistake(
            "the labels are handed back as a column",
            lambda labels, K: labels.reshape(-1, 1),
            "(N, 1) holds the labels themselves. Each is to become a row of K numbers, one of them 1.",
        ),
        Mistake(
            "the number of examples is used for the number of classes",
            lambda labels, K: np.eye(len(labels))[labels],
            "The table is N rows high and K columns wide. Which of the two did you give to eye or zeros?",
        ),
        Mistake(
            "labels are counted from 1 instead of from 0",
            lambda labels, K: np.eye(K)[labels - 1],
            "Label 0 is the first class, and its 1 stands in column 0. Is 1 subtracted somewhere?",
        ),
        Mistake(
            "every 1 is put one column too far to the right, and the last class finds no column",
            _one_to_the_right,
            "Label 0 is the first class, and its 1 stands in column 0. Is 1 added somewhere?",
        ),
        Mistake(
            "the table has one column too many",
            lambda labels, K: np.eye(K + 1)[labels],
            "K classes are numbered from 0 to K - 1 and need K columns.",
        ),
        Mistake(
            "class 0 gets no column, and its rows are all 0",
            lambda labels, K: np.eye(K)[labels][:, 1:],
            "That is the dummy coding of statistics. Here all K classes have a column, the first one too.",
        ),
        Mistake(
            "the last class gets no column",
            lambda labels, K: np.eye(K)[labels][:, :-1],
            "Labels run from 0 to K - 1, and each of these K classes has a column.",
        ),
        Mistake(
            "labels are counted from 1, and label 0 gets a row of zeros",
            lambda labels, K: np.eye(K + 1)[labels][:, 1:],
            "Label 0 is the first class, and its 1 stands in column 0.",
        ),
        Mistake(
            "the identity matrix of all classes is returned",
            lambda labels, K: np.eye(K),
            "np.eye(K) holds the row of each class. Pick a row for each label: an array of row numbers between square brackets.",
        ),
        Mistake(
            "every place holds a 1",
            lambda labels, K: np.ones((len(labels), K)),
            "One place in a row is hot, in the column of the label. Which condition chooses it?",
        ),
        Mistake(
            "the columns are counted from the right",
            lambda labels, K: np.eye(K)[labels][:, ::-1],
            "Label 0 has its 1 in the first column, on the left.",
        ),
        Mistake(
            "the label itself is written in its place instead of a 1",
            lambda labels, K: np.eye(K)[labels] * labels[:, None],
            "The place carries the label; the number in it is always 1. What does yours write for label 0?",
        ),
        Mistake(
            "ones and zeros have changed places",
            lambda labels, K: 1.0 - np.eye(K)[labels],
            "One place is hot, all the others are cold. Is == meant where != stands?",
        ),
        Mistake(
            "the cold places hold -1 instead of 0",
            lambda labels, K: 2 * np.eye(K)[labels] - 1,
            "That is another coding. Here the other places hold 0, so that a row sums to 1.",
        ),
        Mistake(
            "every place up to the label holds a 1",
            lambda labels, K: (np.arange(K) <= labels[:, None]).astype(float),
            "One place in a row is hot: column == label, not <=.",
        ),
        Mistake(
            "every place from the label on holds a 1",
            lambda labels, K: (np.arange(K) >= labels[:, None]).astype(float),
            "One place in a row is hot: column == label, not >=.",
        ),
        Mistake(
            "the rows come in reverse order",
            lambda labels, K: np.eye(K)[labels][::-1],
            "Row n belongs to example n. Leave the order alone.",
        ),
        Mistake(
            "truth values are returned",
            lambda labels, K: labels[:, None] == np.arange(K),
            "The places are right. .astype(float) makes 1.0 and 0.0 of True and False.",
        ),
        Mistake(
            "one and the same row is filled further and further: it is not set back to 0",
            _never_set_back,
            "Every example starts with a fresh row of zeros. Does np.zeros stand inside your loop?",
        ),
        Mistake(
            "the hot places of all examples are put into a single row",
            lambda labels, K: np.eye(K)[labels].max(axis=0),
            "Every example has a row of its own: (N, K).",
        ),
        Mistake(
            "only the first label is looked at",
            lambda labels, K: np.eye(K)[labels[0]],
            "One row for each label: (N, K). Yours is a single row.",
        ),
        Mistake(
            "only the first label's row is filled",
            lambda labels, K: _up_to(1, np.eye(K)[labels]),
            "Print your table for three labels. Does a return, or an index 0, stand in the loop?",
        ),
        Mistake(
            "the last label's row is left at 0",
            lambda labels, K: _up_to(len(labels) - 1, np.eye(K)[labels]),
            "range(N) already stops at N - 1. How many rows does your loop fill?",
        ),
        Mistake(
            "the labels are sorted first",
            lambda labels, K: np.eye(K)[np.sort(labels)],
            "Row n belongs to example n. Leave the order alone.",
        ),
        Mistake(
            "each row counts how often that label comes",
            lambda labels, K: np.eye(K)[labels] * (labels[:, None] == labels).sum(axis=1, keepdims=True),
            "= 1 sets a place, += 1 counts. Which row are you writing into?",
        ),
        Mistake(
            "the labels of all examples are counted, class by class",
            lambda labels, K: np.bincount(labels, minlength=K),
            "A count for each class is (K,). A row for each example is asked for: (N, K).",
        ),
        Mistake(
            "the place of the label is divided by the number of classes",
            lambda labels, K: np.eye(K)[labels] / K,
            "The hot place holds 1. A row sums to 1 already.",
        ),
        Mistake(
            "nothing is returned but zeros",
            lambda labels, K: np.zeros((len(labels), K)),
            "The shape is right. Now the place [n, labels[n]] of every row n becomes 1.",
        ),
        Mistake(
            "the identity matrix is returned, and the labels are ignored",
            lambda labels, K: np.eye(len(labels), K),
            "Row n has its 1 in column labels[n], not in column n. Where do the labels come in?",
        ),
        Mistake(
            "labels itself is changed",
            _labels_from_one,
            "`labels -= 1` writes into the caller's array, and label 0 then counts from the end. Labels already start at 0.",
        ),
        Mistake(
            "the right table is made, and something is written into labels",
            _into_labels,
            "The caller's labels must come back as they were. Into which array does your last step write?",
        ),
        Mistake(
            "a list of rows is returned",
            lambda labels, K: _ones_at(labels, K).tolist(),
            "np.array(rows) makes an array of the list.",
        ),
        Mistake(
            "the table is strung out into one long array",
            lambda labels, K: _ones_at(labels, K).ravel(),
            "The numbers are right. Keep a row for each example: (N, K).",
        ),
    ],
    accepted=[
        _ones_at,
        lambda labels, K: np.eye(K, dtype=int)[labels],
        lambda labels, K: (labels[:, None] == np.arange(K)).astype(float),
        lambda labels, K: np.array([[1.0 if k == label else 0.0 for k in range(K)] for label in labels]),
        lambda labels, K: np.where(labels.reshape(-1, 1) == np.arange(K).reshape(1, -1), 1.0, 0.0),
        lambda labels, K: np.take(np.identity(K), labels, axis=0),
    ],
    hints=[
        "The row for label 2 of three classes is [0, 0, 1]: a 1 in column 2, zeros elsewhere.",
        "With a loop: start from np.zeros((N, K)), and for each n set one place to 1. Which row, which column?",
        "np.eye(K) is a table whose row k is the one-hot row of class k, and an array of row numbers picks rows: table[labels].",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), section 4.1.2: 1-of-K coding",
)


def _whole(expected, got, Y):
    """Say what is wrong with places: a place that is no int cannot be used as an index."""
    if not np.array_equal(expected, got):
        at = int(np.flatnonzero(expected != got)[0])
        return f"you returned {got[at]:g} for row {at}; {int(expected[at])} is right."
    if got.dtype.kind == "f":
        return Difference(
            FORM,
            "the places are right and come as floats, such as 1.0; ints are asked for, so that they can be used as indices.",
            "np.argmax gives ints by itself. np.zeros makes floats unless told dtype=int; .astype(int) makes ints of them.",
        )
    return None


def _first_above_half(Y):
    return np.array([next((k for k, y in enumerate(row) if y > 0.5), 0) for row in Y])


def _last_improvement_on_zero(Y):
    places = []
    for row in Y:
        best, place = 0.0, 0
        for k, y in enumerate(row):
            if y > best:
                best, place = y, k
        places.append(place)
    return np.array(places)


def _best_never_updated(Y):
    places = []
    for row in Y:
        place = 0
        for k in range(1, len(row)):
            if row[k] > row[0]:
                place = k
        places.append(place)
    return np.array(places)


def _best_not_set_back(Y):
    places, best = [], -np.inf
    for row in Y:
        place = 0
        for k, y in enumerate(row):
            if y > best:
                best, place = y, k
        places.append(place)
    return np.array(places)


def _class_by_loop(Y):
    places = []
    for row in Y:
        place = 0
        for k in range(len(row)):
            if row[k] > row[place]:
                place = k
        places.append(place)
    return np.array(places)


def _sorting_in_place(Y):
    places = np.argmax(Y, axis=1)
    Y.sort(axis=1)
    return places


predict_class = Exercise(
    reference=nn.predict_class,
    points=1,
    cases=[
        Case("one example", np.array([[0.1, 0.7, 0.2]])),
        Case("two examples", np.array([[0.1, 0.7, 0.2], [0.5, 0.2, 0.3]])),
        Case("as many examples as classes", np.array([[0.2, 0.3, 0.9], [0.8, 0.6, 0.4], [0.1, 0.5, 0.3]])),
        Case("no entry above 0.5", np.array([[0.25, 0.35, 0.1, 0.3], [0.3, 0.1, 0.2, 0.4], [0.0, 0.1, 0.3, 0.2]])),
        Case("all entries negative", np.array([[-3.0, -1.0, -2.0], [-0.5, -4.0, -1.0]])),
        Case("several entries above 0.5", np.array([[0.6, 0.9, 0.7], [0.75, 0.8, 0.95], [0.9, 0.55, 0.2]])),
        Case("large sums, not shares", np.array([[12.0, -30.0, 45.0], [700.0, 3.0, 699.0]])),
        Case("one class only", np.array([[0.3], [-2.0]])),
        Case("whole numbers", np.array([[3, 1, 2, 0], [0, 9, 4, -5], [-1, 0, 1, 7]])),
        Drawn("random numbers", lambda rng: (rng.normal(size=(8, 5)),)),
    ],
    laws=[
        Law(
            "Adding the same number to all entries changes no vote",
            lambda f, rng: (lambda Y: (f(Y + 10), f(Y)))(rng.normal(size=(6, 4))),
        ),
        Law(
            "It takes a one-hot table back to its labels",
            lambda f, rng: (lambda labels: (f(nn.one_hot(labels, 4)), labels))(rng.integers(0, 4, size=6)),
        ),
    ],
    mistakes=[
        Mistake(
            "the largest entry of every column is looked for instead of that of every row",
            lambda Y: np.argmax(Y, axis=0),
            "One answer for each example, (N,). The axis that you name is the one that disappears; which one holds the classes?",
        ),
        Mistake(
            "no axis is named, and the place in the table as a whole is returned",
            lambda Y: np.argmax(Y),
            "Without an axis argmax looks at all numbers at once. Name the axis that is to disappear.",
        ),
        Mistake(
            "the smallest entry is looked for: argmin, or the first of argsort, which goes upwards",
            lambda Y: np.argmin(Y, axis=1),
            "The class with the largest entry has the most votes. Print your answer for [[1, 5, 2]].",
        ),
        Mistake(
            "the largest entry is returned instead of its place",
            lambda Y: Y.max(axis=1),
            "max says how large, argmax says where. The class is the where.",
        ),
        Mistake(
            "the largest entry is rounded to a whole number",
            lambda Y: np.round(Y.max(axis=1)).astype(int),
            "max says how large, argmax says where. The class is the where.",
        ),
        Mistake(
            "np.where hands back rows and columns of the largest entries, as a pair",
            lambda Y: np.where(Y == Y.max(axis=1, keepdims=True)),
            "Only the columns are asked for. np.argmax, with its axis named, gives them at once.",
        ),
        Mistake(
            "np.argwhere hands back a row and a column for each largest entry",
            lambda Y: np.argwhere(Y == Y.max(axis=1, keepdims=True)),
            "Only the columns are asked for. np.argmax, with its axis named, gives them at once.",
        ),
        Mistake(
            "the largest entry of the whole table is looked for, and only its row answers",
            lambda Y: np.where(Y == Y.max())[1],
            "Every row has a largest entry of its own. Name the axis along which the maximum is taken.",
        ),
        Mistake(
            "the places are counted through the whole table, row after row",
            lambda Y: np.argmax(Y, axis=1) + Y.shape[1] * np.arange(len(Y)),
            "Each row starts again from 0. Does your search run over the flattened table?",
        ),
        Mistake(
            "the entries are cut to whole numbers before they are compared",
            lambda Y: np.argmax(Y.astype(int), axis=1),
            "int makes 0 of 0.7 as well as of 0.2. Compare the entries as they come.",
        ),
        Mistake(
            "the first column alone is compared with 0.5",
            lambda Y: (Y[:, 0] > 0.5).astype(int),
            "That suits a single yes or no. Here all columns of a row compete: which is the largest?",
        ),
        Mistake(
            "the last column alone is compared with 0.5",
            lambda Y: (Y[:, -1] > 0.5).astype(int),
            "That suits a single yes or no. Here all columns of a row compete: which is the largest?",
        ),
        Mistake(
            "class 0 is given to everybody",
            lambda Y: np.zeros(len(Y), dtype=int),
            "The shape is right. For each row, find the place of its largest entry.",
        ),
        Mistake(
            "the last class is given to everybody",
            lambda Y: np.full(len(Y), Y.shape[1] - 1),
            "Does your loop overwrite the place at each entry? It should only where the entry is larger than the best so far.",
        ),
        Mistake(
            "the last example is left out",
            lambda Y: np.argmax(Y[:-1], axis=1),
            "range(N - 1) and Y[:-1] both stop one short. How many classes do you return?",
        ),
        Mistake(
            "classes are counted from 1",
            lambda Y: np.argmax(Y, axis=1) + 1,
            "Column 0 is class 0, as with one_hot. Is 1 added somewhere?",
        ),
        Mistake(
            "a one-hot row is returned instead of the place",
            lambda Y: (Y == Y.max(axis=1, keepdims=True)).astype(float),
            "That marks the place; its number is asked for: (N,) ints.",
        ),
        Mistake(
            "a row of truth values that marks the place is returned",
            lambda Y: Y == Y.max(axis=1, keepdims=True),
            "That marks the place; its number is asked for: (N,) ints.",
        ),
        Mistake(
            "the entries are compared with 0.5, and truth values are returned",
            lambda Y: Y > 0.5,
            "That suits a single yes or no. Here the classes compete: the largest entry wins, however small it is.",
        ),
        Mistake(
            "the entries are compared with 0.5",
            lambda Y: (Y > 0.5).astype(int),
            "That suits a single yes or no. Here the classes compete: the largest entry wins, however small it is.",
        ),
        Mistake(
            "the entries are rounded, and the class is looked for in what is left",
            lambda Y: np.argmax(np.round(Y), axis=1),
            "0.3 and 0.4 both round to 0. Compare the entries as they come.",
        ),
        Mistake(
            "the first entry above 0.5 wins",
            _first_above_half,
            "The largest entry wins, not the first large one; and it may lie below 0.5.",
        ),
        Mistake(
            "the absolute values are compared",
            lambda Y: np.argmax(np.abs(Y), axis=1),
            "-3 is less than -1. Leave abs out.",
        ),
        Mistake(
            "the search for the largest starts from 0, so that negative entries never win",
            _last_improvement_on_zero,
            "Weighted sums may all be negative. Start the search from the row's own first entry.",
        ),
        Mistake(
            "every entry is compared with the first one only, and the last that beats it wins",
            _best_never_updated,
            "When you find a larger entry, the next ones have to beat that one.",
        ),
        Mistake(
            "the largest entry so far is carried over from one example to the next",
            _best_not_set_back,
            "Each example votes on its own. Where is your `best` set back?",
        ),
        Mistake(
            "the order of all classes is returned instead of the first of them",
            lambda Y: np.argsort(Y, axis=1),
            "argsort ranks all classes of a row. Only the best is asked for: (N,).",
        ),
        Mistake(
            "the second largest wins",
            lambda Y: np.argsort(Y, axis=1)[:, max(-2, -Y.shape[1])],
            "argsort goes upwards: the last column, -1, is the place of the largest.",
        ),
        Mistake(
            "the columns are counted from the right",
            lambda Y: np.argmax(Y[:, ::-1], axis=1),
            "The first column is class 0. Is the order turned round somewhere?",
        ),
        Mistake(
            "only the first example is looked at",
            lambda Y: np.argmax(Y[0]),
            "One class for each row: (N,). Yours is the class of row 0.",
        ),
        Mistake(
            "the last column is not looked at",
            lambda Y: np.argmax(Y[:, : max(1, Y.shape[1] - 1)], axis=1),
            "range(K - 1) and Y[:, :-1] both stop one short.",
        ),
        Mistake(
            "the axis is kept, and the result is a table of one column",
            lambda Y: np.argmax(Y, axis=1, keepdims=True),
            "The numbers are right. (N,) is asked for, not (N, 1).",
        ),
        Mistake(
            "a list is returned",
            lambda Y: np.argmax(Y, axis=1).tolist(),
            "np.array(...) makes an array of the list.",
        ),
        Mistake(
            "the places come as floats",
            lambda Y: np.argmax(Y, axis=1).astype(float),
            "The places are right. Somewhere they are put into an array of floats: np.zeros(N) makes one, np.zeros(N, dtype=int) "
            "does not.",
        ),
        Mistake(
            "the rows of the caller's Y are sorted",
            _sorting_in_place,
            "Y.sort() changes the caller's array. np.argmax needs no sorting.",
        ),
    ],
    accepted=[
        _class_by_loop,
        lambda Y: Y.argmax(axis=-1),
        lambda Y: np.argsort(Y, axis=1)[:, -1],
        lambda Y: np.array([row.tolist().index(max(row)) for row in Y]),
        lambda Y: np.array([np.argmax(row) for row in Y], dtype=np.int32),
        lambda Y: np.argmin(-Y, axis=1),
    ],
    hints=[
        "Each row is one example, and its largest entry is its class. Where in the row does it stand?",
        "np.argmax(row) is the place of the largest entry of one row. It takes an axis, as sum and mean do.",
        "From (N, K) to (N,) it is K that disappears, and K is axis 1. One call of np.argmax is enough.",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), section 4.1.2",
    compare=_whole,
)


def _layers(sizes):
    """Return (n_in, n_out) of every layer."""
    return list(zip(sizes[:-1], sizes[1:], strict=True))


def _count_by_loop(layer_sizes):
    total = 0
    for i in range(1, len(layer_sizes)):
        total += layer_sizes[i - 1] * layer_sizes[i]
        total += layer_sizes[i]
    return total


def _draw_sizes(rng):
    return (rng.integers(2, 30, size=5).tolist(),)


def _count_popping(layer_sizes):
    total, n_in = 0, layer_sizes.pop(0)
    while layer_sizes:
        n_out = layer_sizes.pop(0)
        total += (n_in + 1) * n_out
        n_in = n_out
    return total


count_parameters = Exercise(
    reference=nn.count_parameters,
    points=1,
    cases=[
        Case("one input, one unit", [1, 1]),
        Case("two inputs, three units", [2, 3]),
        Case("one hidden layer", [2, 3, 1]),
        Case("the 3-4-4-1 network", [3, 4, 4, 1]),
        Case("a bottleneck", [5, 1, 5]),
        Case("a large network", [64, 128, 128, 10]),
        Drawn("random sizes", _draw_sizes),
    ],
    laws=[
        Law(
            "A network has as many parameters as its two halves together",
            lambda f, rng: (lambda s: (f(s), f(s[:3]) + f(s[2:])))(rng.integers(2, 20, size=6).tolist()),
        ),
    ],
    mistakes=[
        Mistake(
            "the biases are left out",
            lambda s: sum(i * o for i, o in _layers(s)),
            "One input and one unit make w and b: 2 parameters. How many do you count for [1, 1]?",
        ),
        Mistake(
            "the inputs get biases as well",
            lambda s: sum(i * o for i, o in _layers(s)) + sum(s),
            "The inputs are numbers that are given: they sum nothing and need no bias. Which sizes count units?",
        ),
        Mistake(
            "a layer gets a bias for each of its inputs instead of each of its units",
            lambda s: sum(i * o + i for i, o in _layers(s)),
            "b has the shape (n_out,). Try [2, 3]: W is (3, 2), b is (3,).",
        ),
        Mistake(
            "a layer gets a single bias",
            lambda s: sum(i * o + 1 for i, o in _layers(s)),
            "Each unit has a bias of its own. Try [2, 3]: how many entries has b?",
        ),
        Mistake(
            "the network gets a single bias",
            lambda s: sum(i * o for i, o in _layers(s)) + 1,
            "Each unit of each layer has a bias of its own. Try [2, 3]: how many entries has b?",
        ),
        Mistake(
            "each layer gets a single bias, the inputs too",
            lambda s: sum(i * o for i, o in _layers(s)) + len(s),
            "Each unit has a bias of its own, and inputs have none. Try [2, 3]: how many entries has b?",
        ),
        Mistake(
            "the index runs past the last layer",
            lambda s: sum(s[i] * s[i + 1] + s[i + 1] for i in range(len(s))),
            "A list of n sizes has n - 1 pairs of neighbours. Where should range stop?",
        ),
        Mistake(
            "the sizes are paired up without overlap, so that every second layer is missed",
            lambda s: sum((i + 1) * o for i, o in zip(s[::2], s[1::2], strict=False)),
            "The middle sizes count twice: [2, 3, 1] has the pairs (2, 3) and (3, 1).",
        ),
        Mistake(
            "the hidden layers get one more unit each, and it gets weights of its own",
            lambda s: sum((i + 1) * (o + 1) for i, o in _layers(s[:-1])) + (s[-2] + 1) * s[-1],
            "The constant input +1 is given, and nothing leads into it. A bias makes one size of each pair larger, not both.",
        ),
        Mistake(
            "every unit is given two parameters, one weight and one bias",
            lambda s: 2 * sum(s[1:]),
            "A unit has as many weights as the layer before it has units. Try [2, 3].",
        ),
        Mistake(
            "only the biases are counted",
            lambda s: sum(s[1:]),
            "Every unit has a weight for each of its inputs besides its bias. How many entries has W for [2, 3]?",
        ),
        Mistake(
            "the units are counted, inputs and all",
            lambda s: sum(s),
            "Parameters are weights and biases: for [2, 3] they fill W, of shape (3, 2), and b, of shape (3,).",
        ),
        Mistake(
            "41 is returned, whatever the sizes",
            lambda s: 41,
            "41 is right for [3, 4, 4, 1]. The sizes are an argument: work with them.",
        ),
        Mistake(
            "all sizes are multiplied with each other",
            lambda s: int(np.prod(s)),
            "Weights stand between neighbouring layers only: a product for each pair, and the products are added.",
        ),
        Mistake(
            "all sizes are multiplied with each other, and the biases added",
            lambda s: int(np.prod(s)) + sum(s[1:]),
            "Weights stand between neighbouring layers only: a product for each pair, and the products are added.",
        ),
        Mistake(
            "the last layer is left out",
            lambda s: sum((i + 1) * o for i, o in _layers(s[:-1])),
            "The outputs are units too, with weights and biases. How far does your loop run for [1, 1]?",
        ),
        Mistake(
            "the first layer of weights is left out",
            lambda s: sum((i + 1) * o for i, o in _layers(s[1:])),
            "The first weights lead from the inputs to the first layer. How many layers of weights has [2, 3, 1]?",
        ),
        Mistake(
            "the outputs get no biases",
            lambda s: sum(i * o for i, o in _layers(s)) + sum(s[1:-1]),
            "The outputs are units too. Try [1, 1]: w and b make 2.",
        ),
        Mistake(
            "only the first layer is counted",
            lambda s: (s[0] + 1) * s[1],
            "Every pair of neighbours has its W and b. How often does your loop run for [2, 3, 1]? Is return inside it?",
        ),
        Mistake(
            "only the last layer is counted",
            lambda s: (s[-2] + 1) * s[-1],
            "The total must grow: += and not =.",
        ),
        Mistake(
            "inputs and outputs are joined directly, past the hidden layers",
            lambda s: (s[0] + 1) * s[-1],
            "Weights stand between neighbours: [2, 3, 1] has weights from 2 to 3 and from 3 to 1.",
        ),
        Mistake(
            "every unit is joined with every unit of all later layers",
            lambda s: sum(a * c for i, a in enumerate(s) for c in s[i + 1 :]) + sum(s[1:]),
            "Weights stand between neighbouring layers only. [2, 3, 1] has none from the inputs straight to the output.",
        ),
        Mistake(
            "the sizes of neighbours are added instead of multiplied",
            lambda s: sum(i + o for i, o in _layers(s)),
            "W is a table: for [2, 3] it has 3 rows of 2. How many entries is that?",
        ),
        Mistake(
            "the sizes of neighbours are added instead of multiplied, and the biases added",
            lambda s: sum(i + o + o for i, o in _layers(s)),
            "W is a table: for [2, 3] it has 3 rows of 2. How many entries is that?",
        ),
        Mistake(
            "1 is added to both sizes before they are multiplied",
            lambda s: sum((i + 1) * (o + 1) for i, o in _layers(s)),
            "A bias is one more input of a unit, so one size grows by 1 and the other does not. Try [1, 1].",
        ),
        Mistake(
            "every layer is taken for square",
            lambda s: sum(o * o + o for o in s[1:]),
            "W leads from one layer to the next: its shape takes both sizes, n_out rows of n_in.",
        ),
        Mistake(
            "the last layer is joined back to the inputs, because index -1 is the last entry",
            lambda s: sum(s[i - 1] * s[i] + s[i] for i in range(len(s))),
            "For i = 0 the neighbour s[i - 1] is s[-1], the last one. Where should the loop start?",
        ),
        Mistake(
            "a count for each layer is returned instead of the total",
            lambda s: [(i + 1) * o for i, o in _layers(s)],
            "The counts are right. Their sum is asked for.",
        ),
        Mistake(
            "weights and biases are returned as a pair",
            lambda s: (sum(i * o for i, o in _layers(s)), sum(s[1:])),
            "Both are right. Their sum is asked for, one int.",
        ),
        Mistake(
            "each parameter is counted twice",
            lambda s: 2 * nn.count_parameters(s),
            "Try [1, 1]: w and b make 2. A layer that has been counted as outgoing need not be counted as incoming.",
        ),
        Mistake(
            "the sizes are taken out of the caller's list",
            _count_popping,
            "pop empties the caller's list. Read the entries with an index, or with zip, and leave the list as it is.",
        ),
    ],
    accepted=[
        _count_by_loop,
        lambda layer_sizes: sum(W.size + b.size for W, b in nn.init_network(layer_sizes, np.random.default_rng(0))),
        lambda layer_sizes: int(np.dot(np.array(layer_sizes[:-1]) + 1, layer_sizes[1:])),
        lambda layer_sizes: float(sum((i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:], strict=False))),
        lambda layer_sizes: sum(layer_sizes[k] * layer_sizes[k + 1] for k in range(len(layer_sizes) - 1)) + sum(layer_sizes[1:]),
    ],
    hints=[
        "A layer from n_in to n_out has W of shape (n_out, n_in) and b of shape (n_out,). How many numbers are that?",
        "Walk over neighbours: zip(layer_sizes[:-1], layer_sizes[1:]) hands out (3, 4), (4, 4), (4, 1) for the 3-4-4-1 network.",
        "Each pair brings n_in * n_out weights and n_out biases. Add them up over all pairs.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 6.4",
)

hunt_layer = Decision(
    name="hunt_layer",
    question="Which line is wrong?",
    points=1,
    choices={
        "A": "`N, K = len(X), len(W)` reads the number of examples and of units.",
        "B": "`Y = np.empty((N, K))` makes a row for each example, a column for each unit.",
        "C": "`z = X[n] @ W + b` works out the sums of one example.",
        "D": "`Y[n] = phi(z)` stores the outputs of one example.",
    },
    right="C",
    reasons={
        "1": "np.empty does not set anything to 0, so that Y holds whatever was in memory before.",
        "2": "Unit k is given column k of W, the weights out of input k, instead of its own row k.",
        "3": "phi is given several sums at once, and one unit's sum changes the output of another.",
        "4": "All biases are added to every example, so that each unit gets K biases instead of one.",
    },
    because="2",
    replies={
        "A": "Print both numbers. W has a row for each unit, so that len(W) is K.",
        "B": "Print Y.shape. It is the shape of what dense returns. And every row of it is filled later.",
        "D": "Try it with identity for phi: is the output right then? If not, the fault comes before this line.",
        "1": "np.empty does leave odd numbers behind. Does any of them survive the loop?",
        "3": "phi acts on each entry by itself. Set phi to identity: the outputs are wrong all the same.",
        "4": "b is (K,), and so is z: entry k meets entry k. Set b to 0: the outputs are wrong all the same.",
    },
    moral="In a square layer X @ W runs as smoothly as X @ W.T, and a symmetric W even gives the same numbers. A test on a layer "
    "that is not square finds the fault at once: make that your first test of every layer.",
    hints=[
        "Set all weights to 0 except W[0, 1] = 1: unit 0 then reads input 1. Which unit of the broken layer reads what?",
        "Set b = 0 and phi = identity. The fault is still there. Which lines are left?",
        "Give the broken function a W of shape (3, 2). What does NumPy say, and in which line?",
    ],
    source="torch.nn.Linear's documentation: y = x A^T + b, with A of shape (out_features, in_features)",
)

perceptrons_or_layer = Decision(
    name="perceptrons_or_layer",
    question="K perceptrons or one layer? Five programs call single neurons. Which of them can be replaced by **one** call "
    "`dense(X, W, b, phi)`, with the same X for all and the same outputs as before? Name all that can.",
    points=1,
    choices={
        "A": "Ten sigmoid neurons read the same 64 pixels, one for each digit.",
        "B": "Two neurons read the same house: one says the price (identity), one whether it sells (sigmoid).",
        "C": "Three ReLU neurons; the second reads what the first has said, the third what the second has said.",
        "D": "Three tanh neurons: one reads age and height, one height and weight, one all three.",
        "E": "Four step neurons read the same two inputs, with the same weights and four different biases.",
    },
    right="ADE",
    reasons={
        "1": "Units of a layer share the batch X and phi, and nothing else; a weight of 0 stands for an input that is not read.",
        "2": "Units of a layer share their weights, so that neurons must do similar work to be put into one.",
        "3": "Units of a layer are worked out together, so that each of them can see what the others say.",
        "4": "A layer needs fewer parameters than single neurons, which is the reason to use one wherever one can.",
    },
    because="1",
    replies={
        "A": "Each of the ten has its own weights and bias. Where would these be in W and b?",
        "B": "How many functions phi does one call of dense take?",
        "C": "The inputs of all units must be there before the layer is worked out. Are they?",
        "D": "Lay out X with three columns. Which weight makes a unit blind to one of them?",
        "E": "Two rows of W may well be equal. What is left to tell the units apart?",
        "2": "Look at W: it has a row for each unit. Are these rows tied to each other?",
        "3": "In z_k = sum_j w_kj x_j + b_k, which part comes from another unit of the layer?",
        "4": "Count: ten neurons with 64 weights and a bias, and a W of (10, 64) with ten biases.",
    },
    moral="A layer is K neurons written side by side: the same outputs, the same parameters, one matrix product. What it asks "
    "for is that all read the same X and share one phi. Where one unit needs another's output, you need a second layer: chapter 05.",
    hints=[
        "Go through the arguments of dense: X, W, b, phi. Of which is there only one, and of which does each unit have its own?",
        "For D, write X with the columns age, height, weight, and try to write down the three rows of W.",
        "For B and C ask what dense cannot take: a second phi, or an input that is not known yet.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 6.4; Haykin, Neural Networks and Learning Machines (2009), section 1.6",
)

chapter = Chapter(
    "04_layers",
    "04 Layers: many units at once",
    (multi_output, dense, one_hot, predict_class, count_parameters, hunt_layer, perceptrons_or_layer),
)
