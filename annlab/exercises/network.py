"""Chapter 05: layers one behind the other. Parameters to start from, the forward pass, its collapse, and XOR by hand."""

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.checking.compare import FORM, Difference, as_array, describe
from annlab.checking.values import show
from annlab.exercises.chapter import Chapter
from annlab.nn import ACTIVATIONS

STATISTICS_FROM = 2_000  # entries: smaller weight tables are not judged by their spread


def _sizes(layer_sizes):
    """Return (n_in, n_out) of every layer."""
    return list(zip(layer_sizes[:-1], layer_sizes[1:], strict=True))


def _spread_as(scale):
    """Return an init_network whose weights have the standard deviation scale(n_in, n_out)."""
    return lambda sizes, rng: [(rng.normal(0, scale(i, o), (o, i)), np.zeros(o)) for i, o in _sizes(sizes)]


def _weights_by(draw):
    """Return an init_network whose weights are draw(rng, n_in, n_out)."""
    return lambda sizes, rng: [(draw(rng, i, o), np.zeros(o)) for i, o in _sizes(sizes)]


def _biases_by(make):
    """Return an init_network with right weights and the biases make(rng, n_in, n_out)."""

    def init(sizes, rng):
        return [(W, make(rng, i, o)) for (W, _), (i, o) in zip(nn.init_network(sizes, rng), _sizes(sizes), strict=True)]

    return init


def _starting_anew(sizes, rng):
    seed = rng.integers(2**31)
    return [nn.init_network([i, o], np.random.default_rng(seed))[0] for i, o in _sizes(sizes)]


def _sharing(sizes, rng):
    made = {shape: nn.init_network(shape, rng)[0] for shape in dict.fromkeys(_sizes(sizes))}
    return [made[shape] for shape in _sizes(sizes)]


def _one_row(rng, n_in, n_out):
    return np.tile(rng.normal(0, 1 / np.sqrt(n_in), n_in), (n_out, 1))


def _apart(expected, got, slack):
    return not abs(expected - got) <= slack  # nan is apart from everything


def _compare_spread(W_expected, W, where):
    n, s_expected, s = W.size, W_expected.std(), W.std()
    if _apart(W_expected.mean(), W.mean(), 9 / np.sqrt(n) * max(s_expected, s)):
        return f"the weights of {where} have the mean {W.mean():.3g}; about {W_expected.mean():.3g} is right."
    if _apart(s_expected, s, 7 / np.sqrt(n) * max(s_expected, s)):
        return (
            f"the weights of {where} have a standard deviation of {s:.3g}; about {s_expected:.3g} is right: "
            f"1/sqrt(n_in), with n_in = {W.shape[1]}."
        )
    flat, right = (np.abs(V - V.mean()).mean() / (V.std() or 1) for V in (W, W_expected))
    if _apart(right, flat, 2 / np.sqrt(n)):  # 0.80 for a normal distribution, 0.87 for a uniform one
        return f"the weights of {where} have the right spread, and are not normally distributed: the bell shape is missing."
    return None


def _repeats(params):
    """Return whether two layers begin with the same draw, in whatever scale."""
    firsts = [W.flat[0] * scale for W, _ in params for scale in {1.0, np.sqrt(W.shape[1])} if W.flat[0] not in (0, 1)]
    return len(np.unique(np.round(firsts, 9))) < len(firsts)


def _compare_draws(expected, got, layer_sizes, rng):
    """Judge what was drawn by its distribution: any order of draws is right."""
    for place, ((W_expected, b_expected), (W, b)) in enumerate(zip(expected, got, strict=True)):
        where = f"params[{place}]"
        distinct, right = (len(np.unique(V)) / V.size for V in (W, W_expected))
        if abs(distinct - right) > 0.01:
            return f"{W.size - len(np.unique(W))} of the {W.size} weights of {where} are repetitions; each is drawn anew."
        if W.size >= STATISTICS_FROM and (sentence := _compare_spread(W_expected, W, where)):
            return sentence
        if b_expected.any() != b.any():
            return f"the biases of {where} are not all 0: {show(b)}."
        if (np.ptp(b_expected) > 0) != (np.ptp(b) > 0):
            return f"the biases of {where} are {'not ' * bool(np.ptp(b))}all alike."
    if _repeats(got) != _repeats(expected):
        return "two layers hold the same draws; each layer draws anew."
    return None


def _sizes_and_rng(*layer_sizes):
    return lambda rng: (list(layer_sizes), np.random.default_rng(int(rng.integers(2**31))))


def _seeded(f, sizes, *seeds):
    return [f(list(sizes), np.random.default_rng(seed)) for seed in seeds]


def _equal_weights(one, other):
    return float(sum((np.asarray(V[0]) == np.asarray(W[0])).sum() for V, W in zip(one, other, strict=True)))


def _twice(f, rng):
    return f([3, 2, 2], rng), f([3, 2, 2], rng)


def _init_by_loop(layer_sizes, rng):
    params = []
    for n_in, n_out in zip(layer_sizes, layer_sizes[1:], strict=False):
        W = np.zeros((n_out, n_in))
        for k in range(n_out):
            for j in range(n_in):
                W[k, j] = rng.normal() / n_in**0.5
        params.append((W, np.zeros(n_out)))
    return params


init_network = Exercise(
    reference=nn.init_network,
    points=2,
    cases=[
        Drawn("one layer", _sizes_and_rng(2, 3)),
        Drawn("the shapes of 3-4-4-1", _sizes_and_rng(3, 4, 4, 1)),
        Drawn("a single input", _sizes_and_rng(1, 5, 2)),
        Drawn("many weights, 200-20-200", _sizes_and_rng(200, 20, 200), weight=3),
        Drawn("layers of equal size, 64-64-64", _sizes_and_rng(64, 64, 64)),
    ],
    laws=[
        Law(
            "Two generators with the same seed make the same network",
            lambda f, rng: (lambda seed: _seeded(f, [3, 2, 2], seed, seed))(rng.integers(2**31)),
        ),
        Law(
            "Two generators with different seeds make networks without a common weight",
            lambda f, rng: (lambda seed: (_equal_weights(*_seeded(f, [3, 2, 2], seed, seed + 1)), 0.0))(rng.integers(2**31)),
        ),
        Law(
            "A generator that is used again makes another network",
            lambda f, rng: (_equal_weights(*_twice(f, rng)), 0.0),
        ),
    ],
    mistakes=[
        Mistake(
            "W has the shape (n_in, n_out)",
            lambda sizes, rng: [(rng.normal(0, 1 / np.sqrt(i), (i, o)), np.zeros(o)) for i, o in _sizes(sizes)],
            "Row k holds the weights into unit k: there are n_out rows of n_in numbers.",
        ),
        Mistake(
            "b has an entry for each input of the layer instead of each unit",
            _biases_by(lambda rng, i, o: np.zeros(i)),
            "The bias belongs to the unit: b is (n_out,).",
        ),
        Mistake(
            "b is a table of one row",
            _biases_by(lambda rng, i, o: np.zeros((1, o))),
            "b is plain (n_out,): np.zeros(n_out), without further brackets.",
        ),
        Mistake(
            "b is a column",
            _biases_by(lambda rng, i, o: np.zeros((o, 1))),
            "b is plain (n_out,): np.zeros(n_out), without further brackets. A column would run down the examples.",
        ),
        Mistake(
            "b is a single number",
            _biases_by(lambda rng, i, o: 0.0),
            "Each unit has a bias of its own: np.zeros(n_out).",
        ),
        Mistake(
            "the weights are not scaled: their variance is 1 for any number of inputs",
            _spread_as(lambda i, o: 1.0),
            "With 200 inputs the sums become about 14 times as large as the inputs. By what must a weight be divided, so that they do not?",
        ),
        Mistake(
            "the variance 1/n_in is given where NumPy asks for the standard deviation",
            _spread_as(lambda i, o: 1 / i),
            "rng.normal takes the standard deviation, the root of the variance. What is the root of 1/n_in?",
        ),
        Mistake(
            "the weights are multiplied with the root of n_in instead of divided by it",
            _spread_as(lambda i, o: np.sqrt(i)),
            "The more inputs a unit has, the smaller each weight must be. Yours grow.",
        ),
        Mistake(
            "the variance is 1/n_out",
            _spread_as(lambda i, o: 1 / np.sqrt(o)),
            "A sum runs over the inputs of a unit, so their number decides: n_in, the number of columns of W.",
        ),
        Mistake(
            "the variance is 2/n_in",
            _spread_as(lambda i, o: np.sqrt(2 / i)),
            "That is He's rule, made for ReLU; it comes in chapter 11. Here 1/n_in is asked for.",
        ),
        Mistake(
            "the variance is 2/(n_in + n_out)",
            _spread_as(lambda i, o: np.sqrt(2 / (i + o))),
            "That is Glorot's rule, also called Xavier's; it comes in chapter 11. Here 1/n_in is asked for.",
        ),
        Mistake(
            "the weights are all made small, by 0.01, for any number of inputs",
            _spread_as(lambda i, o: 0.01),
            "How small is right depends on n_in: with 10,000 inputs 0.01, with 4 inputs 0.5. Which formula gives both?",
        ),
        Mistake(
            "the variance is 1/(n_in + n_out)",
            _spread_as(lambda i, o: 1 / np.sqrt(i + o)),
            "A sum runs over the inputs of a unit, so their number alone decides: n_in, the number of columns of W.",
        ),
        Mistake(
            "the weights are all made small, by 0.1, for any number of inputs",
            _spread_as(lambda i, o: 0.1),
            "How small is right depends on n_in: with 100 inputs 0.1, with 4 inputs 0.5. Which formula gives both?",
        ),
        Mistake(
            "the standard deviation stands in the place of the mean",
            _weights_by(lambda rng, i, o: rng.normal(1 / np.sqrt(i), size=(o, i))),
            "rng.normal takes the mean first: rng.normal(0, ...), or name it, scale=...",
        ),
        Mistake(
            "the weights are even draws with the variance 2/(n_in + n_out)",
            _weights_by(lambda rng, i, o: rng.uniform(-1, 1, (o, i)) * np.sqrt(6 / (i + o))),
            "That is Glorot's rule, also called Xavier's, in its even form. Here a normal distribution of variance 1/n_in is asked for.",
        ),
        Mistake(
            "layers of the same size share one W",
            _sharing,
            "Print params[1][0] and params[2][0] for [3, 4, 4, 4]: are they equal? Draw anew for each layer.",
        ),
        Mistake(
            "W has one more column, for the bias",
            _weights_by(lambda rng, i, o: rng.normal(0, 1 / np.sqrt(i), (o, i + 1))),
            "The bias has its own place, b. W has a column for each input, and no more.",
        ),
        Mistake(
            "the standard deviation is that of the first layer in all layers",
            lambda sizes, rng: _spread_as(lambda i, o: 1 / np.sqrt(sizes[0]))(sizes, rng),
            "Each layer has its own n_in. Which entry of layer_sizes is it for the second layer?",
        ),
        Mistake(
            "the weights come from 0 to 1, evenly",
            _weights_by(lambda rng, i, o: rng.random((o, i))),
            "rng.random draws evenly between 0 and 1, never below 0. rng.normal draws from the bell curve around 0.",
        ),
        Mistake(
            "the weights come evenly from -1 to 1",
            _weights_by(lambda rng, i, o: rng.uniform(-1, 1, (o, i))),
            "rng.uniform draws evenly. A normal distribution is asked for: rng.normal, with the right scale.",
        ),
        Mistake(
            "the weights come evenly from between -1/sqrt(n_in) and 1/sqrt(n_in)",
            _weights_by(lambda rng, i, o: rng.uniform(-1, 1, (o, i)) / np.sqrt(i)),
            "That is PyTorch's own start, an even distribution. Here a normal one is asked for: rng.normal.",
        ),
        Mistake(
            "the weights have the right variance, and come from an even distribution",
            _weights_by(lambda rng, i, o: rng.uniform(-1, 1, (o, i)) * np.sqrt(3 / i)),
            "rng.uniform draws evenly. A normal distribution is asked for: rng.normal, with the right scale.",
        ),
        Mistake(
            "no weight is negative",
            _weights_by(lambda rng, i, o: np.abs(rng.normal(0, 1 / np.sqrt(i), (o, i)))),
            "Weights that pull down are as welcome as those that push up. Leave the signs alone.",
        ),
        Mistake(
            "all weights are 0",
            _weights_by(lambda rng, i, o: np.zeros((o, i))),
            "With zeros all units of a layer say the same, and will learn the same. Chance tells them apart: rng.normal.",
        ),
        Mistake(
            "all weights are 1",
            _weights_by(lambda rng, i, o: np.ones((o, i))),
            "With equal weights all units of a layer say the same, and will learn the same. Chance tells them apart: rng.normal.",
        ),
        Mistake(
            "all weights of a layer are one and the same number",
            _weights_by(lambda rng, i, o: np.full((o, i), rng.normal(0, 1 / np.sqrt(i)))),
            "rng.normal draws a single number unless it is told a size: size=(n_out, n_in).",
        ),
        Mistake(
            "all units of a layer have the same weights",
            _weights_by(_one_row),
            "Units that start alike stay alike. Draw n_out rows, not one row n_out times: size=(n_out, n_in).",
        ),
        Mistake(
            "every layer begins with the same draws",
            _starting_anew,
            "Is a generator made, or a seed set, inside your loop? The caller's rng goes on by itself from layer to layer.",
        ),
        Mistake(
            "the biases are drawn as well",
            _biases_by(lambda rng, i, o: rng.normal(size=o)),
            "Only the weights need chance. Biases start at 0: np.zeros(n_out).",
        ),
        Mistake(
            "the biases start at 1, or at another number than 0",
            _biases_by(lambda rng, i, o: np.ones(o)),
            "Biases start at 0: np.zeros(n_out).",
        ),
        Mistake(
            "the output layer is missing",
            lambda sizes, rng: nn.init_network(sizes[:-1], rng),
            "[2, 3] is one layer: two inputs, three units. How many layers do you make of it? How far does your loop run?",
        ),
        Mistake(
            "the first layer is missing",
            lambda sizes, rng: nn.init_network(sizes[1:], rng),
            "[2, 3] is one layer: two inputs, three units. Where does your loop start?",
        ),
        Mistake(
            "the inputs get a layer of their own",
            lambda sizes, rng: nn.init_network([sizes[0], *sizes], rng),
            "Inputs are given, nothing is computed there. Four sizes make three layers.",
        ),
        Mistake(
            "there is one layer too many at the end",
            lambda sizes, rng: nn.init_network([*sizes, sizes[-1]], rng),
            "Four sizes make three layers, one for each pair of neighbours. How often does your loop run?",
        ),
        Mistake(
            "the index runs past the last layer",
            lambda sizes, rng: [nn.init_network([sizes[i], sizes[i + 1]], rng)[0] for i in range(len(sizes))],
            "A list of n sizes has n - 1 pairs of neighbours. Where should range stop?",
        ),
        Mistake(
            "the layers come in reverse order",
            lambda sizes, rng: nn.init_network(sizes, rng)[::-1],
            "params[0] is the layer that reads the inputs. Do you put new layers in front?",
        ),
        Mistake(
            "the pairs are (b, W)",
            lambda sizes, rng: [(b, W) for W, b in nn.init_network(sizes, rng)],
            "The weights come first: (W, b).",
        ),
        Mistake(
            "only the weights are returned",
            lambda sizes, rng: [W for W, b in nn.init_network(sizes, rng)],
            "Each entry of the list is a pair (W, b). b is np.zeros(n_out).",
        ),
        Mistake(
            "weights and biases stand one after the other, and not in pairs",
            lambda sizes, rng: [each for pair in nn.init_network(sizes, rng) for each in pair],
            "append((W, b)) adds one pair; append(W), append(b) or += (W, b) add two things. Mind the double brackets.",
        ),
        Mistake(
            "a dict of all W and all b is returned",
            lambda sizes, rng: dict(zip("Wb", zip(*nn.init_network(sizes, rng), strict=True), strict=True)),
            "One list of pairs is asked for: a pair (W, b) for each layer.",
        ),
        Mistake(
            "a list of all W and a list of all b are returned",
            lambda sizes, rng: tuple(map(list, zip(*nn.init_network(sizes, rng), strict=True))),
            "One list of pairs is asked for: zip(Ws, bs) pairs them up.",
        ),
        Mistake(
            "only the last layer is returned",
            lambda sizes, rng: nn.init_network(sizes, rng)[-1],
            "A list with a pair for each layer is asked for. Does every step of the loop append?",
        ),
        Mistake(
            "the numbers do not come from rng: np.random's own generator, or a new one, is used",
            lambda sizes, rng: nn.init_network(sizes, np.random.default_rng()),
            "The argument rng is the only source of chance here: rng.normal(...). np.random.randn and default_rng() know nothing of it.",
        ),
        Mistake(
            "the numbers come from a fixed seed, and every network is the same",
            lambda sizes, rng: nn.init_network(sizes, np.random.default_rng(0)),
            "Whoever calls you decides about the seed, by the rng that is handed in. Use that one: rng.normal(...).",
        ),
    ],
    accepted=[
        _init_by_loop,
        lambda layer_sizes, rng: [
            (rng.standard_normal((o, i)) * i**-0.5, np.zeros(o)) for i, o in zip(layer_sizes, layer_sizes[1:], strict=False)
        ],
        lambda layer_sizes, rng: tuple(
            [rng.normal(scale=np.sqrt(1 / layer_sizes[k]), size=(layer_sizes[k], layer_sizes[k + 1])).T, np.zeros(layer_sizes[k + 1])]
            for k in range(len(layer_sizes) - 1)
        ),
        lambda layer_sizes, rng: [
            (np.array([rng.normal(0, 1 / np.sqrt(i), i) for _ in range(o)]), 0 * np.arange(o)) for i, o in _sizes(layer_sizes)
        ],
    ],
    hints=[
        "Walk over neighbours: zip(layer_sizes[:-1], layer_sizes[1:]) gives (n_in, n_out) of every layer, as in count_parameters.",
        "rng.normal(mean, standard deviation, size=(rows, columns)) draws a table. The standard deviation is the root of the variance.",
        "For each pair append one pair: rng.normal(0, 1 / np.sqrt(n_in), size=(n_out, n_in)) and np.zeros(n_out).",
    ],
    source="LeCun et al., Efficient BackProp (1998), section 4.6",
    compare=_compare_draws,
)


def _pass(X, params, names, layer=None, keep=lambda A, Z, out: (A, Z)):
    """The forward pass with one thing changed.

    layer: (A, W, b, phi, l) -> (Z, out) in the place of a right layer.    keep: what goes into the cache of (A, Z, out).
    """
    A, cache = X, []
    for place, ((W, b), name) in enumerate(zip(params, names, strict=True)):
        Z, out = (layer or _layer)(A, W, b, ACTIVATIONS[name], place)
        cache.append(keep(A, Z, out))
        A = out
    return A, cache


def _layer(A, W, b, phi, place):
    Z = A @ W.T + b
    return Z, phi(Z)


def _passes(layer):
    """Return a forward pass with another layer: (A, W, b, phi, l) -> (Z, out)."""
    return lambda X, params, names: _pass(X, params, names, layer)


def _with_sums(sums):
    """Return a forward pass with other weighted sums: (A, W, b) -> Z."""

    def layer(A, W, b, phi, place):
        Z = sums(A, W, b)
        return Z, phi(Z)

    return _passes(layer)


def _reading_X(X, params, names):
    return _pass(X, params, names, lambda A, W, b, phi, place: _layer(X, W, b, phi, place))


def _activated(when):
    """Return a forward pass that activates only the layers for which when(l, number of layers) holds."""

    def run(X, params, names):
        return nn.forward(X, params, [n if when(i, len(names)) else "identity" for i, n in enumerate(names)])

    return run


def _with_names(rename):
    return lambda X, params, names: nn.forward(X, params, rename(list(names)))


def _with_columns(X, params, names):
    y_hat, cache = nn.forward(X, params, names)
    return y_hat.T, [(A.T, Z.T) for A, Z in cache]


def _names_shifted(X, params, names):
    return _pass(X, params, names, lambda A, W, b, phi, place: _layer(A, W, b, ACTIVATIONS[names[place + 1]], place))


def _layers_lost(part):
    """Return a forward pass through a part of the layers."""

    def run(X, params, names):
        return nn.forward(X, params[part], names[part]) if params[part] else (X, [])

    return run


def _always(count):
    def run(X, params, names):
        chosen = [(params[i], names[i]) for i in range(count)]
        return nn.forward(X, *map(list, zip(*chosen, strict=True)))

    return run


def _by_position(X, params, names):
    A, cache = X, []
    for i in range(len(params)):
        Z = np.array([params[i][0] @ row + params[i][1] for row in A])
        cache.append([A, Z])
        A = ACTIVATIONS[names[i]](Z)
    return [A, cache]


# Wrong ways through the layers: what happened, how, and the next step. Whoever writes predict can go them as well.
_WRONG_WAYS = [
    (
        "every layer reads X",
        _reading_X,
        "Change a weight of the first layer: the output of yours stays the same. What should the second layer read?",
    ),
    (
        "the examples are taken as columns",
        _with_columns,
        "Examples are rows here, and X is (N, d): no transpose of X, and Z = A @ W.T + b.",
    ),
    (
        "only the first example goes through the network",
        lambda X, params, names: nn.forward(X[:1], params, names),
        "All rows of X go through at once: Z = A @ W.T + b works for any number of them.",
    ),
    (
        "the last layer is skipped",
        _layers_lost(slice(None, -1)),
        "Count how often your loop runs for three layers. The output layer is a layer like the others.",
    ),
    (
        "the first layer is skipped",
        _layers_lost(slice(1, None)),
        "params[0] is the layer that reads X. Where does your loop start?",
    ),
    (
        "only the first layer is worked out",
        _layers_lost(slice(0, 1)),
        "Is there a return inside the loop? It has to wait until all layers are through.",
    ),
    (
        "a fixed number of layers, two, is gone through",
        _always(2),
        "Walk over params, however many layers there are: zip(params, activations), or range(len(params)).",
    ),
    (
        "a fixed number of layers, three, is gone through",
        _always(3),
        "Walk over params, however many layers there are: zip(params, activations), or range(len(params)).",
    ),
    (
        "the layers are gone through from the last to the first",
        lambda X, params, names: nn.forward(X, params[::-1], names[::-1]),
        "params[0] reads X. Forward means from the first to the last.",
    ),
    (
        "no layer is activated",
        _activated(lambda place, count: False),
        "You have the sums. Each layer puts its own activation on them before the next layer reads: ACTIVATIONS[name](Z).",
    ),
    (
        "the last layer is not activated",
        _activated(lambda place, count: place < count - 1),
        "There is one activation for each layer, the last one too. If the last should do nothing, its name is \"identity\".",
    ),
    (
        "only the last layer is activated",
        _activated(lambda place, count: place == count - 1),
        "There is one activation for each layer, the hidden ones too. Does it stand inside the loop?",
    ),
    (
        "only the first layer is activated",
        _activated(lambda place, count: place == 0),
        "There is one activation for each layer. Print the name that your loop uses at each step.",
    ),
    (
        "the first activation is used for all layers",
        _with_names(lambda names: [names[0]] * len(names)),
        "activations[0] is the name for the first layer. Each layer has a name of its own.",
    ),
    (
        "the last activation is used for all layers",
        _with_names(lambda names: [names[-1]] * len(names)),
        "activations[-1] is the name for the last layer. Each layer has a name of its own.",
    ),
    (
        "the activations are used in reverse order",
        _with_names(lambda names: names[::-1]),
        "The first name belongs to the first layer. Print which name meets which W.",
    ),
    (
        "each layer takes the activation of the layer before it",
        _with_names(lambda names: [names[-1], *names[:-1]]),
        "params[l] goes with activations[l]. Is there an l - 1?",
    ),
    (
        "each layer takes the activation of the layer after it",
        _names_shifted,
        "params[l] goes with activations[l]. Is there an l + 1?",
    ),
    (
        "the sigmoid is built in for the last layer",
        _with_names(lambda names: names[:-1] + ["sigmoid"]),
        "The last name says what the last layer does, and it need not be the sigmoid: ACTIVATIONS[name] finds it.",
    ),
    (
        "softmax is built in for the last layer",
        _with_names(lambda names: names[:-1] + ["softmax"]),
        "The last name says what the last layer does, and it need not be softmax: ACTIVATIONS[name] finds it.",
    ),
    (
        "ReLU is built in, and activations is ignored",
        _with_names(lambda names: ["relu"] * len(names)),
        "activations says for each layer which function it is: ACTIVATIONS[name] finds it.",
    ),
    (
        "the sigmoid is built in, and activations is ignored",
        _with_names(lambda names: ["sigmoid"] * len(names)),
        "activations says for each layer which function it is: ACTIVATIONS[name] finds it.",
    ),
    (
        "tanh is built in, and activations is ignored",
        _with_names(lambda names: ["tanh"] * len(names)),
        "activations says for each layer which function it is: ACTIVATIONS[name] finds it.",
    ),
    (
        "ReLU is built in for the hidden layers",
        _with_names(lambda names: ["relu"] * (len(names) - 1) + names[-1:]),
        "activations says for each layer which function it is: ACTIVATIONS[name] finds it.",
    ),
    (
        "the activation acts before the sum, on what the layer reads",
        _passes(lambda A, W, b, phi, place: (phi(A) @ W.T + b,) * 2),
        "A layer sums first, and then activates its sums: Z, then phi(Z).",
    ),
    (
        "the activation acts before the biases are added",
        _passes(lambda A, W, b, phi, place: (phi(A @ W.T) + b,) * 2),
        "The bias is part of the sum Z. phi comes last. Look at the closing bracket.",
    ),
    (
        "the activation is applied twice",
        _passes(lambda A, W, b, phi, place: (A @ W.T + b, phi(phi(A @ W.T + b)))),
        "dense activates already. If you use it, the next layer reads what it returns, as it is.",
    ),
    (
        "W is not transposed, and A @ W runs only where a layer is square",
        _with_sums(lambda A, W, b: A @ W + b),
        "Row k of W belongs to unit k. Chapter 04: Z = A @ W.T + b.",
    ),
    (
        "the biases are left out",
        _with_sums(lambda A, W, b: A @ W.T),
        "Set X to 0: every output of yours is then the same for any b. Where does b come in?",
    ),
    (
        "the last layer's biases are left out",
        lambda X, params, names: nn.forward(X, [*params[:-1], (params[-1][0], 0 * params[-1][1])], names),
        "The last layer is a layer like the others: it has a b as well.",
    ),
    (
        "b is made a column, and each example gets a bias instead of each unit",
        _with_sums(lambda A, W, b: A @ W.T + b[:, None]),
        "b as it comes, (K,), runs along the units. Leave its shape alone.",
    ),
    (
        "the biases are subtracted",
        _with_sums(lambda A, W, b: A @ W.T - b),
        "Set X to 0 in a network of one layer with the identity. It should say b.",
    ),
    (
        "the first unit's bias is used for the whole layer",
        _with_sums(lambda A, W, b: A @ W.T + b[0]),
        "Each unit has its own bias: + b, not + b[0].",
    ),
    (
        "what a layer read is added to what it says",
        _passes(lambda A, W, b, phi, place: (A @ W.T + b, A + phi(A @ W.T + b))),
        "The output of a layer replaces what it has read: A = phi(Z), not A + phi(Z).",
    ),
]


def _relu_in_place(X, params, names):
    def layer(A, W, b, phi, place):
        Z = A @ W.T + b
        if phi is nn.relu:
            np.maximum(Z, 0, out=Z)
        return Z, phi(Z)

    return _pass(X, params, names, layer)


def _cached(keep):
    """Return a right forward pass that keeps something else: keep(A_prev, Z, A)."""
    return lambda X, params, names: _pass(X, params, names, keep=keep)


def _with_cache(change):
    """Return a right forward pass with another cache: change(cache, y_hat, X)."""

    def run(X, params, names):
        y_hat, cache = nn.forward(X, params, names)
        return y_hat, change(cache, y_hat, X)

    return run


def _popping(X, params, names):
    A, cache = X, []
    while params:
        W, b = params.pop(0)
        Z = A @ W.T + b
        cache.append((A, Z))
        A = ACTIVATIONS[names.pop(0)](Z)
    return A, cache


def _recursively(X, params, names):
    if not params:
        return X, []
    Z = nn.multi_output(X, *params[0])
    y_hat, rest = _recursively(ACTIVATIONS[names[0]](Z), params[1:], names[1:])
    return y_hat, [(X, Z), *rest]


def _params(*layers):
    return [(np.array(W), np.array(b)) for W, b in layers]


def _drawn_network(rng, sizes, N):
    """Return X, params with biases, and activations for a network of these sizes."""
    params = [(rng.normal(size=(o, i)), rng.normal(size=o)) for i, o in _sizes(sizes)]
    names = [str(name) for name in rng.permutation(["tanh", "relu", "sigmoid", "softplus", "identity"])]
    return rng.normal(size=(N, sizes[0])), params, names[: len(params)]


_TWO_LAYERS = _params(([[1.0, -1.0], [0.5, 2.0], [-1.0, 1.0]], [0.5, -1.0, 0.25]), ([[1.0, -2.0, 4.0]], [0.75]))
_SQUARE_LAYERS = _params(
    ([[1.0, 2.0], [-0.5, 1.0]], [0.5, -1.0]), ([[0.0, 1.0], [2.0, -1.0]], [1.0, 0.25]), ([[1.0, -1.0], [0.5, 3.0]], [-0.5, 2.0])
)
_WAYS = [  # the probes of forward and predict
    Case("one layer", np.array([[1.0, 2.0]]), _params(([[0.5, -1.0]], [0.25])), ["relu"]),
    Case("one layer, identity", np.array([[1.0, 2.0], [0.0, -1.0]]), _params(([[0.5, -1.0], [2.0, 1.0]], [0.25, -3.0])), ["identity"]),
    Case("two layers", np.array([[1.0, 2.0], [-3.0, 0.5], [0.0, 0.0], [2.0, 2.0]]), _TWO_LAYERS, ["relu", "sigmoid"]),
    Case("square layers", np.array([[1.0, -1.0], [0.5, 2.0], [-2.0, 0.0]]), _SQUARE_LAYERS, ["tanh", "relu", "softplus"]),
    Case(
        "a step, and the identity behind it",
        np.array([[1.0, 0.5], [-1.0, 2.0], [0.0, 3.0]]),
        _SQUARE_LAYERS,
        ["step", "identity", "sigmoid"],
    ),
    Case("as many examples as units", np.array([[1.0, 0.5], [-1.0, 2.0]]), _SQUARE_LAYERS, ["softplus", "tanh", "identity"]),
    Case(
        "one example, one hidden unit",
        np.array([[0.5, -1.0]]),
        _params(([[2.0, 1.0]], [-0.25]), ([[1.0], [-2.0], [0.5]], [0.0, 1.0, -1.0])),
        ["tanh", "sigmoid"],
    ),
    Case(
        "whole numbers",
        np.array([[1, -2], [3, 0]]),
        _params(([[1, 2], [-1, 1], [2, 0]], [1, 0, -4]), ([[1, -1, 2], [3, 1, -1]], [-1, 2])),
        ["relu", "identity"],
    ),
    Drawn("random numbers, 3-4-4-1", lambda rng: _drawn_network(rng, [3, 4, 4, 1], 5)),
]

forward = Exercise(
    reference=nn.forward,
    points=3,
    cases=_WAYS,
    laws=[
        Law(
            "A network of two layers is two networks of one, the second reading what the first says",
            lambda f, rng: (
                lambda X, p, names: (f(f(X, p[:1], names[:1])[0], p[1:], names[1:])[0], f(X, p, names)[0])
            )(*_drawn_network(rng, [2, 3, 2], 4)),
        ),
    ],
    mistakes=[
        *(Mistake(*wrong) for wrong in _WRONG_WAYS),
        Mistake(
            "every layer reads X, and the cache says so",
            lambda X, params, names: (lambda y_hat, cache: (y_hat, [(X, Z) for _, Z in cache]))(*_reading_X(X, params, names)),
            "Change a weight of the first layer: the output of yours stays the same. What should the second layer read?",
        ),
        Mistake(
            "the cache keeps the sums without the biases",
            lambda X, params, names: (
                lambda y_hat, cache: (y_hat, [(A, A @ W.T) for (A, _), (W, _) in zip(cache, params, strict=True)])
            )(*nn.forward(X, params, names)),
            "Z is the whole weighted sum, bias and all. Add b before you keep it.",
        ),
        Mistake(
            "the cache keeps the weights instead of the sums",
            lambda X, params, names: (
                lambda y_hat, cache: (y_hat, [(A, W) for (A, _), (W, _) in zip(cache, params, strict=True)])
            )(*nn.forward(X, params, names)),
            "The weights are in params anyhow. Keep what only this pass knows: what went in, and the sums.",
        ),
        Mistake(
            "the cache keeps what a layer says in the place of its sums",
            _cached(lambda A, Z, out: (A, out)),
            "Keep Z before the activation has acted. Backpropagation needs the slope at Z, in chapter 09.",
        ),
        Mistake(
            "the cache keeps what a layer says in the place of what it reads",
            _cached(lambda A, Z, out: (out, Z)),
            "A_prev is what went into the layer. Is A overwritten before you append it?",
        ),
        Mistake(
            "the cache keeps what a layer says, behind its sums",
            _cached(lambda A, Z, out: (Z, out)),
            "What went into the layer is asked for, and then its sums: (A_prev, Z).",
        ),
        Mistake(
            "the pairs of the cache are (Z, A_prev)",
            _cached(lambda A, Z, out: (Z, A)),
            "First what went in, then the sums: (A_prev, Z).",
        ),
        Mistake(
            "the cache keeps three things for each layer",
            _cached(lambda A, Z, out: (A, Z, out)),
            "Two are asked for, (A_prev, Z). What a layer says is the next layer's A_prev.",
        ),
        Mistake(
            "the cache keeps the sums alone",
            _cached(lambda A, Z, out: Z),
            "Each entry is a pair: what went into the layer, and its sums.",
        ),
        Mistake(
            "the cache keeps what goes into the layers, without the sums",
            _cached(lambda A, Z, out: A),
            "Each entry is a pair: what went into the layer, and its sums.",
        ),
        Mistake(
            "the cache is a list of X and of what every layer says",
            _with_cache(lambda cache, y_hat, X: [A for A, _ in cache] + [y_hat]),
            "Each entry is a pair (A_prev, Z), one entry for each layer.",
        ),
        Mistake(
            "the cache is one long list, not a list of pairs",
            _with_cache(lambda cache, y_hat, X: [each for pair in cache for each in pair]),
            "append((A, Z)) adds one pair; append(A), append(Z) or += (A, Z) add two things. Mind the double brackets.",
        ),
        Mistake(
            "the cache is a list of all inputs and a list of all sums",
            _with_cache(lambda cache, y_hat, X: ([A for A, _ in cache], [Z for _, Z in cache])),
            "A list of pairs is asked for, a pair for each layer.",
        ),
        Mistake(
            "the cache keeps X as the input of every layer",
            _with_cache(lambda cache, y_hat, X: [(X, Z) for _, Z in cache]),
            "The outputs are right. What did the second layer read? That belongs into its pair.",
        ),
        Mistake(
            "the cache starts with the last layer",
            _with_cache(lambda cache, y_hat, X: cache[::-1]),
            "cache[0] belongs to params[0]. append puts new entries at the end.",
        ),
        Mistake(
            "the cache keeps the last layer only",
            _with_cache(lambda cache, y_hat, X: cache[-1:]),
            "Is the list started afresh inside the loop? It needs an entry for each layer.",
        ),
        Mistake(
            "the cache is the last layer's pair, without a list around it",
            _with_cache(lambda cache, y_hat, X: cache[-1]),
            "cache = (A, Z) overwrites what was there. Start with cache = [] and append a pair for each layer.",
        ),
        Mistake(
            "the cache leaves out the first layer",
            _with_cache(lambda cache, y_hat, X: cache[1:]),
            "The first layer has read X, and has its sums: that is cache[0].",
        ),
        Mistake(
            "the cache leaves out the last layer",
            _with_cache(lambda cache, y_hat, X: cache[:-1]),
            "Every layer has its pair, the last one too. Is append reached in the last round of the loop?",
        ),
        Mistake(
            "the cache stays empty",
            _with_cache(lambda cache, y_hat, X: []),
            "The outputs are right. In each round of the loop append the pair (A_prev, Z).",
        ),
        Mistake(
            "a ReLU that works in place overwrites the sums that the cache is to keep",
            _relu_in_place,
            "Z[Z < 0] = 0 and out=Z write into Z itself, and the cache then holds the same array. Let the activation make a new one.",
        ),
        Mistake(
            "cache and output have changed places",
            lambda X, params, names: nn.forward(X, params, names)[::-1],
            "The output first: return y_hat, cache.",
        ),
        Mistake(
            "only the output is returned",
            lambda X, params, names: nn.forward(X, params, names)[0],
            "Two things are asked for: return y_hat, cache. Backpropagation will need the second.",
        ),
        Mistake(
            "only the cache is returned",
            lambda X, params, names: nn.forward(X, params, names)[1],
            "Two things are asked for: return y_hat, cache.",
        ),
        Mistake(
            "output, inputs and sums are returned as three things",
            lambda X, params, names: (
                lambda y_hat, cache: (y_hat, [A for A, _ in cache], [Z for _, Z in cache])
            )(*nn.forward(X, params, names)),
            "Two things are asked for: y_hat, and one list of pairs (A_prev, Z).",
        ),
        Mistake(
            "the layers are taken out of the caller's lists",
            _popping,
            "pop empties the list of whoever called you: the network is gone after one use. Walk over it with zip or an index.",
        ),
    ],
    accepted=[
        _by_position,
        lambda X, params, names: _pass(X, params, names),
        _with_sums(lambda A, W, b: np.einsum("nd,kd->nk", A, W) + b),
        _with_sums(lambda A, W, b: (W @ A.T + b[:, None]).T),
        _recursively,
    ],
    hints=[
        "Give what travels through the network one name, A. It starts as X; each layer reads A and puts its own output in its place.",
        "In each round, for one (W, b) and one name: the sums Z = A @ W.T + b; then keep (A, Z); then A = ACTIVATIONS[name](Z). "
        "Mind that order.",
        "A, cache = X, [] before the loop; for (W, b), name in zip(params, activations): three lines, as in hint 2; return A, cache "
        "behind it.",
    ],
    source="Goodfellow et al., Deep Learning (2016), algorithm 6.3",
)


def _output_of(way):
    return lambda X, params, names: way(X, params, names)[0]


def _predicting_a_row_at_a_time(X, params, activations):
    rows = []
    for a in X:
        for (W, b), name in zip(params, activations, strict=True):
            a = ACTIVATIONS[name](W @ a + b)
        rows.append(a)
    return np.array(rows)


def _predict_popping(X, params, names):
    return _popping(X, params, names)[0]


predict = Exercise(
    reference=nn.predict,
    points=1,
    cases=_WAYS,
    laws=[
        Law(
            "An example comes out the same alone and in a batch",
            lambda f, rng: (lambda X, p, names: (f(X[1:2], p, names), f(X, p, names)[1:2]))(*_drawn_network(rng, [2, 3, 2], 4)),
        ),
    ],
    mistakes=[
        *(Mistake(name, _output_of(way), hint) for name, way, hint in _WRONG_WAYS),
        Mistake(
            "output and cache are returned",
            nn.forward,
            "forward hands back two things. Only the first of them is asked for here.",
        ),
        Mistake(
            "the cache is returned instead of the output",
            lambda X, params, names: nn.forward(X, params, names)[1],
            "forward hands back y_hat first, the cache second: y_hat, cache = forward(...). Which one do you keep?",
        ),
        Mistake(
            "the first example's output is returned, and not the whole batch",
            lambda X, params, names: nn.predict(X, params, names)[0],
            "All examples are asked for: (N, K). An index [0] too many?",
        ),
        Mistake(
            "the outputs are strung out into one long array",
            lambda X, params, names: nn.predict(X, params, names).ravel(),
            "Keep a row for each example: (N, K), (N, 1) for a single output unit.",
        ),
        Mistake(
            "axes of length 1 are squeezed away",
            lambda X, params, names: nn.predict(X, params, names).squeeze(),
            "Keep a row for each example: (N, K), (N, 1) for a single output unit. Leave squeeze out.",
        ),
        Mistake(
            "the first output of each example is returned, as a plain row of numbers",
            lambda X, params, names: nn.predict(X, params, names)[:, 0],
            "Keep all columns: (N, K), and (N, 1) for a single output unit.",
        ),
        Mistake(
            "softmax is put on top of the outputs",
            lambda X, params, names: nn.softmax(nn.predict(X, params, names)),
            "The last layer's own activation has acted already. Nothing comes after it.",
        ),
        Mistake(
            "classes are returned, by arg max",
            lambda X, params, names: np.argmax(nn.predict(X, params, names), axis=1),
            "The network's own outputs are asked for, (N, K). predict_class makes classes of them where they are needed.",
        ),
        Mistake(
            "the outputs are compared with 0.5",
            lambda X, params, names: np.where(nn.predict(X, params, names) > 0.5, 1.0, 0.0),
            "The network's own outputs are asked for. Whoever wants a yes or no compares them afterwards.",
        ),
        Mistake(
            "the outputs are rounded",
            lambda X, params, names: np.round(nn.predict(X, params, names)),
            "The network's own outputs are asked for, with all their decimals.",
        ),
        Mistake(
            "the layers are taken out of the caller's lists",
            _predict_popping,
            "pop empties the list of whoever called you: the network is gone after one use. Walk over it with zip or an index.",
        ),
    ],
    accepted=[
        lambda X, params, activations: nn.forward(X, params, activations)[0],
        _predicting_a_row_at_a_time,
        lambda X, params, activations: _by_position(X, params, activations)[0],
        lambda X, params, activations: _recursively(X, params, activations)[0],
    ],
    hints=[
        "It is the forward pass again, without the cache.",
        "forward hands back a pair. y_hat, cache = forward(X, params, activations) gives its two parts names.",
        "One line: return forward(X, params, activations)[0]. Or a loop with A = dense(A, W, b, ACTIVATIONS[name]).",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 6.4",
)


def _collapsed(join):
    """Return a collapse_linear that joins (W, b) and the next (V, c) in another way: join(W, b, V, c) -> (W, b)."""

    def collapse(params):
        W, b = params[0]
        for V, c in params[1:]:
            W, b = join(W, b, V, c)
        return W, b

    return collapse


def _product(params, upto=None):
    return _collapsed(lambda W, b, V, c: (V @ W, V @ b + c))(params[:upto])


def _biases_from_zero(params):
    W, b = params[0][0], np.zeros(len(params[0][1]))
    for V, c in params[1:]:
        W, b = V @ W, V @ b + c
    return W, b


def _collapse_into_next_b(params):
    W, b = params[0]
    for W_next, b_next in params[1:]:
        b_next[...] = b_next + (W_next @ b).astype(b_next.dtype)
        W, b = W_next @ W, b_next
    return W, b


def _collapse_into_first_b(params):
    W, b = params[0]
    for V, c in params[1:]:
        W = V @ W
        if len(b) == len(c):
            b[...] = V @ b + c
        else:
            b = V @ b + c
    return W, b


def _collapse_by_popping(params):
    W, b = params.pop(0)
    while params:
        V, c = params.pop(0)
        W, b = V @ W, V @ b + c
    return W, b


def _collapse_by_probing(params):
    """The weights and biases of a linear layer, read off from what it says to 0 and to the unit vectors."""
    d = params[0][0].shape[1]
    names = ["identity"] * len(params)
    b = nn.predict(np.zeros((1, d)), params, names)[0]
    return (nn.predict(np.eye(d), params, names) - b).T, b


def _collapse_from_the_end(params):
    W, b = params[-1]
    for V, c in reversed(params[:-1]):
        W, b = W @ V, W @ c + b
    return [W, b]


_CHAIN = _params(
    ([[1.0, 2.0], [0.0, -1.0]], [1.0, -2.0]), ([[0.0, 1.0], [3.0, -1.0]], [0.5, 4.0]), ([[2.0, 1.0], [-1.0, 0.5]], [-3.0, 0.25])
)


def _drawn_params(rng, sizes):
    return _drawn_network(rng, sizes, 1)[1]


collapse_linear = Exercise(
    reference=nn.collapse_linear,
    points=2,
    cases=[
        Case("one layer", _params(([[1.0, 2.0], [0.5, -1.0]], [1.0, -1.0]))),
        Case("two layers of one unit", _params(([[2.0]], [1.0]), ([[3.0]], [0.5]))),
        Case("two square layers", _CHAIN[:2]),
        Case("three square layers", _CHAIN),
        Case("2-3-1", _params(([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]], [1.0, 2.0, -1.0]), ([[1.0, -2.0, 0.5]], [4.0]))),
        Case("all biases 0", _params(([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]], [0.0] * 3), ([[1.0, -2.0, 0.5]], [0.0]))),
        Case("whole numbers", _params(([[1, 2], [3, 4]], [1, -1]), ([[0, 1], [-2, 5]], [2, 3]), ([[1, -1]], [7]))),
        Drawn("random numbers, 3-4-4-1", lambda rng: (_drawn_params(rng, [3, 4, 4, 1]),)),
        Drawn("five random layers", lambda rng: (_drawn_params(rng, [2, 3, 5, 4, 3, 2]),)),
    ],
    laws=[
        Law(
            "The one layer says what the stack says",
            lambda f, rng: (
                lambda X, p: (nn.multi_output(X, *map(np.asarray, f(p))), nn.predict(X, p, ["identity"] * 3))
            )(rng.normal(size=(4, 3)), _drawn_params(rng, [3, 4, 2, 2])),
        ),
        Law(
            "Collapsing the first two layers beforehand changes nothing",
            lambda f, rng: (lambda p: (f([tuple(f(p[:2])), p[2]]), f(p)))(_drawn_params(rng, [2, 2, 2, 2])),
        ),
    ],
    mistakes=[
        Mistake(
            "the matrices are multiplied in the wrong order",
            _collapsed(lambda W, b, V, c: (W @ V, V @ b + c)),
            "In W2 (W1 x + b1) + b2 the later matrix stands on the left. The order matters: try two different square ones.",
        ),
        Mistake(
            "the layers are joined in the wrong order, as if the last came first",
            _collapsed(lambda W, b, V, c: (W @ V, W @ c + b)),
            "params[0] reads the inputs. The later matrix stands on the left, and the earlier bias goes through it: W2 (W1 x + b1) + b2.",
        ),
        Mistake(
            "the biases are added up without going through the next layer's weights",
            _collapsed(lambda W, b, V, c: (V @ W, b + c)),
            "b1 is part of what the second layer reads, so W2 acts on it as well. Multiply W2 (W1 x + b1) + b2 out.",
        ),
        Mistake(
            "only the last bias is kept",
            _collapsed(lambda W, b, V, c: (V @ W, c)),
            "Set x = 0 in W2 (W1 x + b1) + b2. What is left?",
        ),
        Mistake(
            "the bias goes through the weights, and the next bias is not added",
            _collapsed(lambda W, b, V, c: (V @ W, V @ b)),
            "Set x = 0 in W2 (W1 x + b1) + b2. Two terms are left; you have one of them.",
        ),
        Mistake(
            "the first bias is kept as it was",
            _collapsed(lambda W, b, V, c: (V @ W, b)),
            "Set x = 0 in W2 (W1 x + b1) + b2. What is left?",
        ),
        Mistake(
            "the first layer's bias is lost: the biases start from 0",
            _biases_from_zero,
            "Start from params[0], its W and its b.",
        ),
        Mistake(
            "the biases are left at 0",
            lambda params: (_product(params)[0], np.zeros(len(params[-1][1]))),
            "Set x = 0 in W2 (W1 x + b1) + b2. What is left is the new b.",
        ),
        Mistake(
            "the next bias is subtracted",
            _collapsed(lambda W, b, V, c: (V @ W, V @ b - c)),
            "All signs in W2 (W1 x + b1) + b2 are plus.",
        ),
        Mistake(
            "W is overwritten before the bias has gone through the next layer's own weights",
            _collapsed(lambda W, b, V, c: (V @ W, (V @ W) @ b + c)),
            "The bias goes through W_next alone, not through the product. Which of your two lines comes first?",
        ),
        Mistake(
            "the next bias goes through the weights, and the earlier one is added",
            _collapsed(lambda W, b, V, c: (V @ W, V @ c + b)),
            "b1 is in the brackets, b2 is outside: W2 (W1 x + b1) + b2.",
        ),
        Mistake(
            "both biases go through the next layer's weights",
            _collapsed(lambda W, b, V, c: (V @ W, V @ (b + c))),
            "b1 is in the brackets, b2 is outside: W2 (W1 x + b1) + b2.",
        ),
        Mistake(
            "the bias goes through the earlier weights instead of the next ones",
            _collapsed(lambda W, b, V, c: (V @ W, W @ b + c)),
            "b1 leaves the first layer and enters the second. Whose weights does it meet there?",
        ),
        Mistake(
            "the bias meets the columns of the next matrix instead of its rows",
            _collapsed(lambda W, b, V, c: (V @ W, b @ V + c)),
            "b @ W and W @ b differ. Unit k of the next layer has row k of W, and that row meets b.",
        ),
        Mistake(
            "the matrices are multiplied entry by entry: * is not @",
            _collapsed(lambda W, b, V, c: (V * W, V @ b + c)),
            "* lays one table over the other. @ is the matrix product.",
        ),
        Mistake(
            "the matrices are added",
            _collapsed(lambda W, b, V, c: (V + W, V @ b + c)),
            "One layer after the other multiplies: W2 (W1 x) is (W2 W1) x.",
        ),
        Mistake(
            "matrices and biases are added",
            _collapsed(lambda W, b, V, c: (V + W, b + c)),
            "One layer after the other multiplies: W2 (W1 x + b1) + b2. Multiply that out.",
        ),
        Mistake(
            "the matrices are transposed before they are multiplied",
            _collapsed(lambda W, b, V, c: (V.T @ W.T, V @ b + c)),
            "Here W stands on the left of x, as in W2 (W1 x + b1) + b2. No transpose is needed.",
        ),
        Mistake(
            "the next matrix is transposed and put on the right",
            _collapsed(lambda W, b, V, c: (W @ V.T, V @ b + c)),
            "W @ W_next.T is for tables of examples, which stand on the left. Here W2 stands on the left of W1.",
        ),
        Mistake(
            "the W that comes out is transposed",
            lambda params: (_product(params)[0].T, _product(params)[1]),
            "The one layer has the same layout as the others: a row for each output, a column for each input.",
        ),
        Mistake(
            "two layers are joined, whether there are two or not",
            lambda params: _product([params[0], params[1]]),
            "There may be one layer, or five. Start with the first, and join each further one in a loop.",
        ),
        Mistake(
            "the matrices are transposed and multiplied the other way round",
            _collapsed(lambda W, b, V, c: (W.T @ V.T, V @ b + c)),
            "Here W stands on the left of x, as in W2 (W1 x + b1) + b2. No transpose is needed.",
        ),
        Mistake(
            "the b that comes out is a table of one row",
            lambda params: (_product(params)[0], _product(params)[1][None]),
            "b is plain (n_last,), as in every layer.",
        ),
        Mistake(
            "a ReLU acts on the biases on their way",
            _collapsed(lambda W, b, V, c: (V @ W, np.maximum(0, V @ b + c))),
            "These are layers without activations: that is why they collapse.",
        ),
        Mistake(
            "the last layer's bias is not added",
            lambda params: (_product(params)[0], _product(params)[1] - params[-1][1]),
            "Set x = 0 in W2 (W1 x + b1) + b2. Two terms are left; one of them is missing.",
        ),
        Mistake(
            "only the first two layers are joined",
            lambda params: _product(params, 2),
            "There may be any number of layers. Join the result with the next one, and so on.",
        ),
        Mistake(
            "the last layer is left out",
            lambda params: _product(params, max(1, len(params) - 1)),
            "How often does your loop run for two layers? params[1:] reaches to the end, params[1:-1] does not.",
        ),
        Mistake(
            "the last layer is returned as it is",
            lambda params: params[-1],
            "The result must depend on all layers. Is it overwritten in each round?",
        ),
        Mistake(
            "the first layer is returned as it is",
            lambda params: params[0],
            "The result must depend on all layers. Is there a return inside the loop?",
        ),
        Mistake(
            "the pair is (b, W)",
            lambda params: _product(params)[::-1],
            "The weights come first: return W, b.",
        ),
        Mistake(
            "only W is returned",
            lambda params: _product(params)[0],
            "Two things are asked for: return W, b.",
        ),
        Mistake(
            "the one layer is returned in a list",
            lambda params: [_product(params)],
            "The pair itself is asked for: return W, b.",
        ),
        Mistake(
            "a layer is joined with itself once more: the loop starts from params[0] again",
            lambda params: _product([params[0], *params]),
            "Your W starts as params[0], and the loop must then begin with params[1].",
        ),
        Mistake(
            "the sum is written into a later layer's b",
            _collapse_into_next_b,
            "`b_next += W_next @ b` changes params itself. b_next + W_next @ b makes a new array.",
        ),
        Mistake(
            "the result is written into the caller's b",
            _collapse_into_first_b,
            "b[...] = and b += write into params. Make a new array: b = W_next @ b + b_next.",
        ),
        Mistake(
            "the layers are taken out of the caller's list",
            _collapse_by_popping,
            "pop empties the list of whoever called you. Walk over params[1:] instead.",
        ),
    ],
    accepted=[
        _collapse_from_the_end,
        _collapse_by_probing,
        lambda params: params[0] if len(params) == 1 else _product(params),
        lambda params: (np.linalg.multi_dot([W for W, _ in reversed(params)]) if len(params) > 1 else params[0][0], _product(params)[1]),
    ],
    hints=[
        "Begin with two layers: multiply W2 (W1 x + b1) + b2 out. What stands before x, and what is left without x?",
        "Two layers are one, with W = W2 @ W1 and b = W2 @ b1 + b2. Join that one with the third layer, and so on.",
        "W, b = params[0]; then for W_next, b_next in params[1:]: W, b = W_next @ W, W_next @ b + b_next, both in one line so that neither "
        "is overwritten too early.",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), section 5.1",
)

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
_XOR = (0, 1, 1, 0)


def _table(rows):
    """Return a list of numbers as an array where that was all that was missing."""
    array = as_array(rows) if isinstance(rows, (list, tuple)) else rows
    return array if isinstance(array, np.ndarray) and array.dtype.kind in "iuf" else None


def _all_names(value):
    return isinstance(value, (list, tuple)) and len(value) > 0 and all(isinstance(n, str) for n in value)


def _complaint(network) -> tuple[str, str] | None:
    """Return (kind, sentence) where network is no (params, activations) for two inputs and one output."""
    if not (isinstance(network, (tuple, list)) and len(network) == 2):
        return "pair", f"you returned {describe(network)}; a pair (params, activations) is asked for."
    params, names = network
    if _all_names(params):
        return "swapped", "activations come first in what you returned; params is asked for first."
    if isinstance(names, (list, tuple)) and any(_table(part) is not None for part in names):
        return "missing", "you returned params alone; a pair (params, activations) is asked for."
    if not _all_names(names):
        return "names", f"for activations you returned {describe(names)}; a list of names is asked for, one for each layer."
    if unknown := [n for n in names if n not in ACTIVATIONS]:
        return "unknown", f"there is no activation {unknown[0]!r}; there are {', '.join(ACTIVATIONS)}."
    if not (isinstance(params, (list, tuple)) and params and all(isinstance(p, (tuple, list)) and len(p) == 2 for p in params)):
        return "params", "params is no list of pairs (W, b), one for each layer."
    if len(names) != len(params):
        return "count", f"you returned {len(params)} layers and {len(names)} activations; each layer has one."
    n_in = 2
    for place, (W, b) in enumerate(params):
        W, b = _table(W), _table(b)
        if W is None or b is None or W.ndim != 2 or b.ndim != 1:
            return "arrays", f"params[{place}] is no pair of a table W and a row of biases b."
        if W.shape[1] != n_in:
            return "chain", f"W of params[{place}] has the shape {W.shape}, and {n_in} inputs come in: (n_out, {n_in}) would fit."
        if b.shape != W.shape[:1]:
            return "biases", f"params[{place}] has {W.shape[0]} units and {len(b)} biases; each unit has one."
        n_in = W.shape[0]
    return None if n_in == 1 else ("outputs", f"your last layer has {n_in} units; one output is asked for.")


def _sides(network):
    """Return for each corner 1 above 0.5, 0 below, and -1 for 0.5 itself and nan."""
    params, names = network
    with np.errstate(all="ignore"):
        outputs = nn.predict(CORNERS, [(_table(W), _table(b)) for W, b in params], names).ravel()
    return tuple(-1 if not abs(y - 0.5) > 1e-9 else int(y > 0.5) for y in outputs)


def _judged(network):
    """Return (what a network amounts to, the sentence that says so)."""
    if complaint := _complaint(network):
        return complaint
    sides, (params, names) = _sides(network), network
    if sides == _XOR:
        return "xor", ""
    if -1 in sides:
        return "undecided", f"for the input {CORNERS[sides.index(-1)].tolist()} your network says 0.5, neither yes nor no."
    said = f"your network says {', '.join(map(str, sides))} to the inputs (0, 0), (0, 1), (1, 0), (1, 1); 0, 1, 1, 0 is right."
    if len(params) == 1:
        return "one layer", said
    return ("no bend" if set(names[:-1]) == {"identity"} else sides), said


def _compare_networks(expected, got):
    kind, sentence = _judged(got)
    if kind == _judged(expected)[0]:
        if kind == "xor" and any(isinstance(part, (list, tuple)) for pair in got[0] for part in pair):
            way_out = "np.array(...) makes an array of a list."
            return Difference(FORM, "your network is right, and its W and b are lists; arrays are asked for.", way_out)
        return None
    return sentence or "your network is XOR."


def _saying(*sides):
    """Return an xor_network with a unit for each corner, whose output says sides."""
    corners = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    hidden = corners, np.array([0.5, -0.5, -0.5, -1.5])
    return lambda: ([hidden, (np.array([sides], dtype=float), np.zeros(1))], ["step", "identity"])


def _xor_with(params=None, names=None):
    right, activations = nn.xor_network()
    return lambda: (right if params is None else params(right), activations if names is None else names)


_BLIND_TO_X2 = "Compare (0, 0) with (0, 1): x2 must make a difference. Which weights does it have?"
_BLIND_TO_X1 = "Compare (0, 0) with (1, 0): x1 must make a difference. Which weights does it have?"
_ONE_CORNER_OFF = "Work out all hidden units for that corner by hand, and then the output. Which one unit or weight is to blame?"

xor_network = Exercise(
    reference=nn.xor_network,
    points=2,
    free_form=True,
    cases=[Case("the four corners")],
    mistakes=[
        Mistake(
            "there is no hidden layer, and one line cannot part the corners",
            lambda: ([(np.array([[1.0, 1.0]]), np.array([-0.5]))], ["step"]),
            "A single layer draws a single line; chapter 02 tried that. Two hidden units draw two.",
        ),
        Mistake(
            "the hidden activation is the identity, so that both layers collapse into one",
            _xor_with(names=["identity", "identity"]),
            "Without a bend in between, two layers are one. Choose a step, a ReLU or a sigmoid for the hidden layer.",
        ),
        Mistake(
            "the network says yes wherever at least one input is 1: that is OR",
            _saying(0, 1, 1, 1),
            "Only (1, 1) is wrong. A hidden unit that answers to both inputs at once, with a negative weight behind it, can veto.",
        ),
        Mistake(
            "the network says yes only where both inputs are 1: that is AND",
            _saying(0, 0, 0, 1),
            "AND is what has to be taken away from OR. What are the signs of your output weights?",
        ),
        Mistake(
            "the network says no only where both inputs are 1: that is NAND",
            _saying(1, 1, 1, 0),
            "Only (0, 0) is wrong. Another hidden unit should say whether any input is 1, and the output should want both.",
        ),
        Mistake(
            "the network says yes only where no input is 1: that is NOR",
            _saying(1, 0, 0, 0),
            "Work out both hidden units for (0, 1), where the output should be yes. Which sign is wrong?",
        ),
        Mistake(
            "the network says yes where both inputs are equal: that is XNOR, the very opposite",
            _saying(1, 0, 0, 1),
            "Yes and no have changed places. What does it take to turn an output round?",
        ),
        Mistake(
            "the network says no everywhere",
            _saying(0, 0, 0, 0),
            "Raise the output's bias until some corner says yes. Which one comes first?",
        ),
        Mistake(
            "the network says yes everywhere",
            _saying(1, 1, 1, 1),
            "Lower the output's bias until some corner says no. Which one comes first?",
        ),
        Mistake("the network repeats its first input", _saying(0, 0, 1, 1), _BLIND_TO_X2),
        Mistake("the network repeats its second input", _saying(0, 1, 0, 1), _BLIND_TO_X1),
        Mistake("the network turns its first input round", _saying(1, 1, 0, 0), _BLIND_TO_X2),
        Mistake("the network turns its second input round", _saying(1, 0, 1, 0), _BLIND_TO_X1),
        Mistake("the network finds (1, 0) and misses (0, 1)", _saying(0, 0, 1, 0), _ONE_CORNER_OFF),
        Mistake("the network finds (0, 1) and misses (1, 0)", _saying(0, 1, 0, 0), _ONE_CORNER_OFF),
        Mistake("the network misses only (1, 0), and says yes elsewhere", _saying(1, 1, 0, 1), _ONE_CORNER_OFF),
        Mistake("the network misses only (0, 1), and says yes elsewhere", _saying(1, 0, 1, 1), _ONE_CORNER_OFF),
        Mistake(
            "the output is exactly 0.5 somewhere",
            _xor_with(params=lambda right: [right[0], (np.array([[0.5, -1.0]]), np.array([0.0]))]),
            "0.5 is on the fence. Make the output weights larger, or move the bias.",
        ),
        Mistake(
            "the activations are missing",
            lambda: nn.xor_network()[0],
            "Two things are asked for: return params, activations.",
        ),
        Mistake(
            "activations and params have changed places",
            lambda: nn.xor_network()[::-1],
            "The parameters first: return params, activations.",
        ),
        Mistake(
            "the functions themselves are given instead of their names, or one name for all layers",
            _xor_with(names=[nn.relu, nn.identity]),
            'activations is a list of names in quotes, one for each layer: ["relu", "identity"], for example.',
        ),
        Mistake(
            "an activation has a name that is not in the table",
            _xor_with(names=["ReLu", "linear"]),
            "Print list(ACTIVATIONS) and take names from there, in small letters.",
        ),
        Mistake(
            "there are fewer or more activations than layers",
            _xor_with(names=["relu"]),
            "The output layer has an activation as well. If it should do nothing, its name is \"identity\".",
        ),
        Mistake(
            "params is not a list of pairs",
            _xor_with(params=lambda right: [each for pair in right for each in pair]),
            "One pair of brackets for each layer: [(W1, b1), (W2, b2)].",
        ),
        Mistake(
            "a W is no table, or a b no plain row",
            _xor_with(params=lambda right: [right[0], (np.array([1.0, -2.0]), 0.0)]),
            "Even a single unit has a table of one row, np.array([[1.0, -2.0]]), and a bias in brackets, np.array([0.0]).",
        ),
        Mistake(
            "a W does not fit what comes in: (n_in, n_out) instead of (n_out, n_in), perhaps",
            _xor_with(params=lambda right: [(W.T, b) for W, b in right]),
            "Row k holds the weights into unit k. An output unit that reads two hidden units has one row of two weights: [[..., ...]].",
        ),
        Mistake(
            "a layer has more or fewer biases than units",
            _xor_with(params=lambda right: [(W, np.zeros(3)) for W, _ in right]),
            "Each unit has a bias. How many rows has that W?",
        ),
        Mistake(
            "the last layer has two units",
            _xor_with(params=lambda right: right[:1] + [(np.eye(2), np.zeros(2))]),
            "One number is asked for: above 0.5 for yes, below for no. The last W has a single row.",
        ),
    ],
    accepted=[
        _saying(0, 1, 1, 0),
        lambda: (
            ((np.array([[1, 1], [-1, -1]]), np.array([-0.5, 1.5])), (np.array([[1, 1]]), np.array([-1.5]))),
            ("step", "step"),
        ),
        lambda: (
            [
                [np.array([[20.0, 20.0], [-20.0, -20.0]]), np.array([-10.0, 30.0])],
                [np.array([[20.0, 20.0]]), np.array([-30.0])],
            ],
            ["sigmoid", "sigmoid"],
        ),
        lambda: (_params(([[1.0, -1.0], [-1.0, 1.0]], [0.0, 0.0]), ([[1.0, 1.0]], [0.0])), ["relu", "identity"]),
        lambda: (
            _params(([[1.0, 1.0]], [-1.0]), ([[1.0], [-1.0]], [0.0, 0.0]), ([[-1.0, -1.0]], [0.75])),
            ["identity", "relu", "identity"],
        ),
    ],
    hints=[
        "XOR is \"at least one, but not both\": OR and not AND. One hidden unit can look after each of the two.",
        "Both hidden units may read x1 + x2, with different biases: one answers from 1 on, the other from 2 on. The output takes "
        "the first and subtracts the second.",
        "With steps: the hidden W is [[1, 1], [1, 1]], its b is [-0.5, -1.5]. The output is h1 - h2, which is 1 only where the first "
        "says yes and the second says no.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 6.1",
    compare=_compare_networks,
)

hunt_forward = Decision(
    name="hunt_forward",
    question="Which line is wrong?",
    points=1,
    choices={
        "A": "`A, cache = X, []` starts with the data as what goes in.",
        "B": "`for (W, b), name in zip(params, activations):` pairs layers and names.",
        "C": "`Z = X @ W.T + b` works out the sums of a layer.",
        "D": "`cache.append((A, Z))` keeps what went in, and the sums.",
        "E": "`A = ACTIVATIONS[name](Z)` activates, for the next layer.",
    },
    right="C",
    reasons={
        "1": "zip stops before the last pair, so that the output layer is never worked out.",
        "2": "A is overwritten before it is kept, so that the cache holds what came out, not what went in.",
        "3": "Each layer starts from the data again, so that all layers but the last are worked out in vain.",
        "4": "What the last layer says is activated once more on the way out of the loop.",
    },
    because="3",
    replies={
        "A": "The first layer reads the data, so A must start as X. The loop then overwrites A, and X stays.",
        "B": "Print the shapes of W and the names in the loop. Does any layer get the wrong name?",
        "D": "Compare cache[0] of both functions, then cache[1]. The order in the pair is right; one of the two numbers is not.",
        "E": "Take a network of one layer: the broken function is right there, activation and all.",
        "1": "Count the rounds: print a line in the loop. zip of three and three gives three pairs.",
        "2": "append stands before the line that overwrites A. Compare cache[0][0] with X.",
        "4": "Where would that happen? Take one layer with \"tanh\" and compare: no difference.",
    },
    moral="A network in which all layers read X is as deep as its last layer. Where the sizes differ NumPy complains; where all layers are "
    "as wide as X nobody does. A quick test of any forward pass: change a weight of the first layer, and see whether the output moves.",
    hints=[
        "Change params[0] and call both functions again. Whose output moves?",
        "Compare the caches, layer by layer: which is the first number that differs?",
        "The output of the broken function is what the last layer alone says about X. Which name should the sums be made from?",
    ],
    source="Goodfellow et al., Deep Learning (2016), algorithm 6.3: each layer reads h(k-1)",
)

wide_or_deep = Decision(
    name="wide_or_deep",
    question="You may spend eight hidden ReLU units on a curve with one input and one output: a regular zigzag of 16 straight pieces. "
    "Two designs are on the table, 1 x 8 (all eight in one hidden layer) and 2 x 4 (two hidden layers of four). What do you take?",
    points=1,
    choices={
        "A": "1 x 8: one wide hidden layer can follow any curve.",
        "B": "1 x 8: it has fewer parameters for the same work.",
        "C": "2 x 4: this curve is out of reach for the other.",
        "D": "Either: eight units are eight units.",
    },
    right="C",
    reasons={
        "1": "The number of parameters decides: whichever has more of them can follow more curves.",
        "2": "Behind each other, bends multiply: each unit of the second layer bends on every piece that the first has made.",
        "3": "The number of hidden units decides, because each hidden unit adds one bend to the curve, wherever it stands.",
        "4": "Deeper networks are better in general, because each layer looks at the layer before it from further off.",
    },
    because="2",
    replies={
        "A": "Any curve, given as many units as it takes. Count how many straight pieces eight ReLU units in one layer can make.",
        "B": "Count the pieces of the curve, and then the bends that eight units in one layer can make. Can it do this work at all?",
        "D": "Count the straight pieces that the two built networks of section 6 have made. Are they equal?",
        "1": "Try 1 x 12: it has as many parameters as the deep network, or more. Does it make 16 pieces?",
        "3": "That holds in a single hidden layer. Count the pieces of the deep network above: more than 8 bends?",
        "4": "For a curve with a single bend a second hidden layer gains nothing, and it is harder to train. "
        "What is special about a zigzag?",
    },
    moral="Width adds bends, depth multiplies them: where a pattern is made of patterns, depth saves units. That says what a "
    "network can express, and not what it learns easily: for small, smooth tasks one hidden layer is a good first choice.",
    hints=[
        "A ReLU unit that reads x has one bend, where its sum passes 0. How many pieces do eight bends make?",
        "In the deep network each second-layer unit reads a curve that is already bent. How often can its sum pass 0?",
        "Look at the two counts that section 6 prints, and ask which of the reasons explains the larger one.",
    ],
    source="Montúfar et al., On the number of linear regions of deep neural networks (2014); Telgarsky, Benefits of depth (2016)",
)

chapter = Chapter(
    "05_forward",
    "05 Forward: layers behind layers",
    (init_network, forward, predict, collapse_linear, xor_network, hunt_forward, wide_or_deep),
)
