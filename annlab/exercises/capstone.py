"""Chapter 15: handwritten digits, from pixels to a report. How well a network reads is judged on digits that it never saw.

Those are in a file of their own, and nothing that a notebook can call gives them out. Each check shows them anew: a little
brighter or paler, with a little noise, in another order, so that a list of known pixels is of no use. They are part of a
public set, though: whoever searches that for the nearest image reads them all, and no check of answers can tell. In
grading, scikit-learn's copy is out of reach, so one would have to hand in the set.
"""

import functools
import warnings
from pathlib import Path

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.checking.compare import VALUE, Difference, describe
from annlab.checking.values import show
from annlab.exercises.chapter import Chapter
from annlab.exercises.training import count_up, from_half, stand_still

# ---- prepare ----


def _images(*pixels, N=1):
    """Return N images without ink but for these pixels, each (image, row, column, ink)."""
    images = np.zeros((N, 8, 8), dtype=int)
    for n, row, column, ink in pixels:
        images[n, row, column] = ink
    return images


def _some_images(rng):
    return (rng.integers(0, 17, size=(int(rng.integers(3, 6)), 8, 8)),)


def _rows(images):
    return images.reshape(len(images), -1)


def _standardised(X):
    return (X - X.mean(axis=0)) / np.where(X.std(axis=0) == 0, 1.0, X.std(axis=0))


def _scaled_in_place(images):
    images //= 16
    return _rows(images) * 1.0


def _flat(images):
    return images.reshape(len(images), 64).astype(float)


def _divided_in_place(images):
    images /= 16
    return images.reshape(len(images), 64)


prepare = Exercise(
    reference=nn.prepare,
    points=1,
    cases=[
        Case("a pixel in the first row", _images((0, 0, 1, 16))),
        Case("a pixel in the last row", _images((0, 7, 2, 4))),
        Case("two images", _images((0, 1, 3, 8), (1, 3, 1, 12), N=2)),
        Case("paper without ink", _images(N=3)),
        Case("eight images", _images((0, 0, 7, 2), (7, 7, 0, 16), (3, 4, 5, 1), N=8)),
        Case("pale digits", _images((0, 2, 2, 5), (1, 2, 6, 3), (1, 6, 2, 2), N=2)),
        Case("all ink", np.full((2, 8, 8), 16)),
        Drawn("random ink", _some_images),
    ],
    mistakes=[
        Mistake(
            "each pixel is measured by the mean and spread of its column",
            lambda images: (lambda X: (X - X.mean(axis=0)) / X.std(axis=0))(_flat(images)),
            "Where a pixel is the same in all images its spread is 0. Here the scale is known beforehand: divide by 16.",
        ),
        Mistake(
            "the images are divided in place, where whole numbers have no room for fractions",
            _divided_in_place,
            "images /= 16 writes into the caller's array, and that holds whole numbers. images / 16 makes a new one.",
        ),
        Mistake(
            "only the first image comes back",
            lambda images: _flat(images)[0] / 16,
            "One row for each image is asked for: shape (N, 64), also where N is 1.",
        ),
        Mistake(
            "the ink is not scaled",
            lambda images: _rows(images) * 1.0,
            "A full pixel is 16 here. What turns 16 into 1?",
        ),
        Mistake(
            "the ink is divided by 255",
            lambda images: _rows(images) / 255.0,
            "Photographs go up to 255. What is the largest number in these images? Print images.max().",
        ),
        Mistake(
            "the ink is divided by 15",
            lambda images: _rows(images) / 15.0,
            "There are 17 steps of ink, and the largest is 16.",
        ),
        Mistake(
            "the ink is divided by 17",
            lambda images: _rows(images) / 17.0,
            "There are 17 steps of ink, but the largest is 16.",
        ),
        Mistake(
            "the ink is divided by 64, the number of pixels",
            lambda images: _rows(images) / 64.0,
            "64 is how many pixels there are. The ink goes from 0 to 16.",
        ),
        Mistake(
            "the ink is divided by 16 twice",
            lambda images: _rows(images) / 256.0,
            "A full pixel should become 1. Yours becomes 1/16.",
        ),
        Mistake(
            "whole numbers are divided with //, so that almost all ink is lost",
            lambda images: _rows(images // 16) * 1.0,
            "3 // 16 is 0. A single / keeps the fractions.",
        ),
        Mistake(
            "the images are divided by the darkest pixel among them",
            lambda images: _rows(images) / max(1, images.max()),
            "A pale batch would be scaled otherwise than a dark one, and the same digit would look different in other "
            "company. Divide by 16, always.",
        ),
        Mistake(
            "each image is divided by its own darkest pixel",
            lambda images: _rows(images) / np.maximum(1, _rows(images).max(axis=1, keepdims=True)),
            "How dark a digit is written then plays no part. Here all images are divided by the same number.",
        ),
        Mistake(
            "each column is given mean 0 and spread 1",
            lambda images: _standardised(_rows(images) * 1.0),
            "That depends on which images come together. Here each pixel is divided by 16, and that is all.",
        ),
        Mistake(
            "the mean of the images is taken away",
            lambda images: (_rows(images) - images.mean(axis=0).ravel()) / 16.0,
            "That depends on which images come together. Here each pixel is divided by 16, and that is all.",
        ),
        Mistake(
            "the numbers go from -1 to 1",
            lambda images: _rows(images) / 8.0 - 1.0,
            "Paper should become 0 and ink 1. With yours paper is -1.",
        ),
        Mistake(
            "ink and paper are swapped",
            lambda images: 1.0 - _rows(images) / 16.0,
            "Paper should become 0, and it is 1 with yours.",
        ),
        Mistake(
            "any ink counts as 1",
            lambda images: np.where(_rows(images) > 0, 1.0, 0.0),
            "The grey of the edges says where the pen went. Keep it: 4 becomes 0.25.",
        ),
        Mistake(
            "the pixels are read column by column",
            lambda images: images.transpose(0, 2, 1).reshape(len(images), -1) / 16.0,
            "The pixel at row 0, column 1 should be number 1 of its row, and with yours it is number 8.",
        ),
        Mistake(
            "the images lie in columns",
            lambda images: _rows(images).T / 16.0,
            "Examples are rows: N rows of 64 numbers. Try it with two images.",
        ),
        Mistake(
            "columns are cut where rows are meant: reshape(64, N)",
            lambda images: images.reshape(64, -1) / 16.0,
            "reshape takes the rows first. How many examples are there? len(images).",
        ),
        Mistake(
            "the pixels of different images are mixed: reshape(64, N).T",
            lambda images: images.reshape(64, -1).T / 16.0,
            "Row 0 should be image 0. reshape fills row after row, so ask it for N rows at once, and turn nothing.",
        ),
        Mistake(
            "all images come in one long row",
            lambda images: images.ravel() / 16.0,
            "Each image is a row of its own. reshape takes two sizes: N and 64.",
        ),
        Mistake(
            "the images keep their 8 by 8",
            lambda images: images / 16.0,
            "A layer wants examples as rows of numbers. Which method makes 64 in a row out of 8 by 8?",
        ),
        Mistake(
            "only the first image is prepared",
            lambda images: images[:1].reshape(1, -1) / 16.0,
            "There may be any number of images. Does a `return` stand inside the loop, or a 1 where len(images) is meant?",
        ),
        Mistake(
            "each image is boiled down to the sums of its rows",
            lambda images: images.sum(axis=2) / 16.0,
            "All 64 pixels are needed. Nothing is added up here.",
        ),
        Mistake(
            "each image is boiled down to its mean",
            lambda images: images.mean(axis=(1, 2)) / 16.0,
            "All 64 pixels are needed. Nothing is averaged here.",
        ),
        Mistake(
            "the images come back to front",
            lambda images: _rows(images[::-1]) / 16.0,
            "Row 0 of the result is image 0. Their order must stay, since the labels keep theirs.",
        ),
        Mistake(
            "the images are turned upside down",
            lambda images: _rows(images[:, ::-1]) / 16.0,
            "Row 0 of the image comes first. Plots may put it at the bottom; the numbers need no turning.",
        ),
        Mistake(
            "the images are mirrored",
            lambda images: _rows(images[:, :, ::-1]) / 16.0,
            "Column 0 of the image comes first. Is there a [::-1] too many?",
        ),
        Mistake(
            "the ink is multiplied by 16",
            lambda images: _rows(images) * 16.0,
            "A full pixel becomes 256 then. What turns 16 into 1?",
        ),
        Mistake(
            "each image is divided by the sum of its ink",
            lambda images: _rows(images) / np.maximum(1, _rows(images).sum(axis=1, keepdims=True)),
            "A bold digit would then look paler than a thin one. Divide each pixel by 16, and by nothing else.",
        ),
        Mistake(
            "each image is divided by its length, the root of its summed squares",
            lambda images: _rows(images) / np.maximum(1e-12, np.linalg.norm(_rows(images), axis=1, keepdims=True)),
            "A bold digit would then look paler than a thin one. Divide each pixel by 16, and by nothing else.",
        ),
        Mistake(
            "the lowest of all pixels is made 0 and the highest 1",
            lambda images: (_rows(images) - images.min()) / max(1, int(np.ptp(images))),
            "That depends on which images come together: with all ink, everything becomes 0. Divide by 16, always.",
        ),
        Mistake(
            "the result is rounded to whole numbers",
            lambda images: np.round(_rows(images) / 16.0),
            "The grey of the edges says where the pen went. Keep the fractions: 4 becomes 0.25.",
        ),
        Mistake(
            "a column of 1 is put before the pixels",
            lambda images: np.hstack([np.ones((len(images), 1)), _rows(images) / 16.0]),
            "The layers have biases of their own. 64 columns are asked for.",
        ),
        Mistake(
            "the caller's images are overwritten",
            _scaled_in_place,
            "`//=` writes into what was handed in. Make a new array: images / 16.",
        ),
    ],
    accepted=[
        lambda images: np.array([[ink / 16 for row in image for ink in row] for image in images]),
        lambda images: np.reshape(images, (-1, 64)) * 0.0625,
        lambda images: np.stack([np.ravel(image).astype(float) / 16 for image in images]),
        lambda images: np.concatenate(list(np.moveaxis(images, 1, 0)), axis=1) / 16,
    ],
    hints=[
        "Two things happen: 8 by 8 pixels become a row of 64, and 0 to 16 becomes 0 to 1.",
        "images.reshape(rows, columns): as many rows as there are images, and 64 columns.",
        "return images.reshape(len(images), 64) / 16",
    ],
    source="LeCun et al., Efficient BackProp (1998), section 4.3",
)

# ---- train_digits: judged, like `fit` itself, by optimisers that leave nothing to chance ----


def _generator(rng):
    return np.random.default_rng(int(rng.integers(2**31)))


def _problem(N, d, K, hidden, optimizer, epochs):
    """Return a draw of arguments in which nothing but the generator differs from seed to seed."""
    fixed = np.random.default_rng([N, d, K])
    X, Y = fixed.integers(-8, 9, size=(N, d)) / 8.0, np.eye(K)[np.arange(N) % K]
    return lambda rng: (X.copy(), Y.copy(), list(hidden), optimizer, epochs, _generator(rng))


def _trained(
    sizes=lambda X, Y, hidden: [X.shape[1], *hidden, Y.shape[1]],
    names=lambda hidden: ["relu"] * len(hidden) + ["softmax"],
    loss="cross_entropy",
    optimizer=lambda optimizer: optimizer,
    epochs=lambda epochs: epochs,
    batch=lambda N: 32,
    rng=lambda rng: rng,
    give=lambda params, history, names: (params, names),
):
    """Return a train_digits with one thing changed."""

    def train_digits(X, Y, hidden, step, rounds, generator):
        layers = names(hidden)
        params, history = nn.fit(
            X, Y, sizes(X, Y, hidden), layers, loss, optimizer(step), epochs(rounds), batch(len(X)), rng(generator)
        )
        return give(params, history, layers)

    return train_digits


def _growing_the_callers(X, Y, hidden, optimizer, epochs, rng):
    hidden.insert(0, X.shape[1])
    hidden.append(Y.shape[1])
    names = ["relu"] * (len(hidden) - 2) + ["softmax"]
    return nn.fit(X, Y, hidden, names, "cross_entropy", optimizer, epochs, 32, rng)[0], names


def _own_sgd(optimizer):
    return lambda params, grads, state: (nn.sgd_step(params, grads, 0.1), state)


def _forgetful(optimizer):
    """An optimiser that is handed None for a state at every step."""
    return lambda params, grads, state: (optimizer(params, grads, None)[0], None)


def _by_hand(X, Y, hidden, optimizer, epochs, rng):
    """The loop in full, with gradients of its own."""
    sizes = [X.shape[1], *hidden, Y.shape[1]]
    params, state = nn.init_network(sizes, rng), None
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for begin in range(0, len(X), 32):
            rows = order[begin : begin + 32]
            inputs = [X[rows]]
            for W, b in params[:-1]:
                inputs.append(np.maximum(inputs[-1] @ W.T + b, 0))
            W, b = params[-1]
            delta = (nn.softmax(inputs[-1] @ W.T + b) - Y[rows]) / len(rows)
            grads = []
            for (W, _), A in zip(params[::-1], inputs[::-1], strict=True):
                grads = [delta.T @ A, delta.sum(axis=0), *grads]
                delta = (delta @ W) * (A > 0)
            flat, state = optimizer([a for pair in params for a in pair], grads, state)
            params = [(flat[i], flat[i + 1]) for i in range(0, len(flat), 2)]
    return params, ["relu" for _ in hidden] + ["softmax"]


def _start(f, seed):
    args = _problem(4, 3, 2, [3], stand_still, 1)(np.random.default_rng(0))
    return np.asarray(f(*args[:-1], np.random.default_rng(seed))[0][0][0])


train_digits = Exercise(
    reference=nn.train_digits,
    points=2,
    cases=[
        Drawn("no hidden layer", _problem(6, 3, 2, [], from_half, 3)),
        Drawn("one hidden layer", _problem(8, 4, 3, [5], from_half, 4)),
        Drawn("two hidden layers of different sizes", _problem(9, 5, 3, [4, 2], from_half, 3)),
        Drawn("as many units as inputs and classes", _problem(7, 3, 3, [3], from_half, 5)),
        Drawn("a single epoch", _problem(12, 2, 4, [3], from_half, 1)),
        Drawn("the size of the digits", _problem(20, 64, 10, [6], from_half, 2)),
        Drawn("ten classes", _problem(11, 4, 10, [3], from_half, 2)),
        Drawn("batches of 32, the last one short", _problem(70, 2, 3, [2], count_up, 3), weight=2),
        Drawn("two batches an epoch", _problem(33, 3, 2, [], count_up, 2)),
    ],
    laws=[
        Law(
            "Two generators with the same seed start the same network",
            lambda f, rng: (lambda s: (_start(f, s), _start(f, s)))(int(rng.integers(2**31))),
        ),
        Law(
            "Two generators with different seeds start different networks",
            lambda f, rng: (lambda s: (float(np.sum(_start(f, s) == _start(f, s + 1))), 0.0))(int(rng.integers(2**31))),
        ),
    ],
    mistakes=[
        Mistake(
            "the inputs are missing among the sizes",
            _trained(sizes=lambda X, Y, hidden: [*hidden, Y.shape[1]]),
            "The list of sizes begins with the number of inputs: X.shape[1].",
        ),
        Mistake(
            "fit is handed a name that it does not know, of the loss or of an activation",
            _trained(loss="cross-entropy"),
            'The loss is "cross_entropy", with an underscore. The activations stand in a list, each a text of its own: '
            '["relu"] * len(hidden) + ["softmax"].',
        ),
        Mistake(
            "softmax and relu have changed places",
            _trained(names=lambda hidden: ["softmax"] * len(hidden) + ["relu"]),
            "softmax makes shares that add up to 1, and belongs to the output alone. relu belongs to the hidden layers.",
        ),
        Mistake(
            "the output is a sigmoid, with the binary cross-entropy",
            _trained(names=lambda hidden: ["relu"] * len(hidden) + ["sigmoid"], loss="binary_cross_entropy"),
            "That is for one question with yes and no. One class of several: softmax, and \"cross_entropy\".",
        ),
        Mistake(
            "the parameters come back alone",
            _trained(give=lambda params, history, names: params),
            "predict needs the names of the activations, too. Hand back both: params, activations.",
        ),
        Mistake(
            "the history comes back in the place of the activations",
            _trained(give=lambda params, history, names: (params, history)),
            "fit gives (params, history). Keep the first, and hand it back together with the names.",
        ),
        Mistake(
            "three things come back",
            _trained(give=lambda params, history, names: (params, names, history)),
            "Two things are asked for: params and activations. The history stays behind.",
        ),
        Mistake(
            "activations come first, parameters second",
            _trained(give=lambda params, history, names: (names, params)),
            "predict takes params before activations, and so does this pair.",
        ),
        Mistake(
            "what fit gives stays a pair within the pair",
            _trained(give=lambda params, history, names: ((params, history), names)),
            "fit gives two things. Unpack them: params, history = fit(...).",
        ),
        Mistake(
            "the output has relu, as the hidden layers do",
            _trained(names=lambda hidden: ["relu"] * (len(hidden) + 1)),
            "Ten shares that add up to 1 are wanted at the end. Which activation makes them?",
        ),
        Mistake(
            "the output has no activation",
            _trained(names=lambda hidden: ["relu"] * len(hidden) + ["identity"]),
            "Cross-entropy wants shares that add up to 1. Which activation makes them?",
        ),
        Mistake(
            "the output has sigmoid",
            _trained(names=lambda hidden: ["relu"] * len(hidden) + ["sigmoid"]),
            "Each image is one of ten digits: the ten outputs share 1 among them. That is softmax.",
        ),
        Mistake(
            "the hidden layers have tanh",
            _trained(names=lambda hidden: ["tanh"] * len(hidden) + ["softmax"]),
            "tanh would do for digits, and the docstring promises relu to whoever calls you.",
        ),
        Mistake(
            "the hidden layers have sigmoid",
            _trained(names=lambda hidden: ["sigmoid"] * len(hidden) + ["softmax"]),
            "The docstring promises relu in the hidden layers.",
        ),
        Mistake(
            "the hidden layers have no activation",
            _trained(names=lambda hidden: ["identity"] * len(hidden) + ["softmax"]),
            "Without an activation they collapse to one layer (chapter 05). relu is asked for.",
        ),
        Mistake(
            "all layers have softmax",
            _trained(names=lambda hidden: ["softmax"] * (len(hidden) + 1)),
            "softmax is for the output alone. In the hidden layers relu is asked for.",
        ),
        Mistake(
            "the name of the output's activation does not come back",
            _trained(give=lambda params, history, names: (params, names[:-1])),
            "There are as many names as layers of weights. Hand back the very list that fit was given.",
        ),
        Mistake(
            "hidden stands in the list of sizes as a list of its own",
            _trained(sizes=lambda X, Y, hidden: [X.shape[1], hidden, Y.shape[1]]),
            "[a, b, c] with a list b makes a list within a list. [a, *b, c], with the star, puts its items there.",
        ),
        Mistake(
            "the classes are missing among the sizes",
            _trained(sizes=lambda X, Y, hidden: [X.shape[1], *hidden], names=lambda hidden: (["relu"] * len(hidden))[:-1] + ["softmax"]),
            "fit wants all layers, the inputs first and the classes last: [X.shape[1], *hidden, Y.shape[1]].",
        ),
        Mistake(
            "there are always two activations, however many layers there are",
            _trained(names=lambda hidden: ["relu", "softmax"]),
            'With no hidden layer one name is needed, with two there are three. ["relu"] * len(hidden) counts with them.',
        ),
        Mistake(
            "the inputs get an activation as well",
            _trained(names=lambda hidden: ["relu"] * (len(hidden) + 1) + ["softmax"]),
            "One name for each layer of weights: as many as there are hidden layers, and one for the output.",
        ),
        Mistake(
            "the loss is the mean squared error",
            _trained(loss="mse"),
            "For one of several classes the loss is cross-entropy (chapter 06).",
        ),
        Mistake(
            "the loss is binary cross-entropy",
            _trained(loss="binary_cross_entropy"),
            'That is for a yes or no. For one of several classes it is "cross_entropy".',
        ),
        Mistake(
            "the hidden layers are left out",
            _trained(sizes=lambda X, Y, hidden: [X.shape[1], Y.shape[1]], names=lambda hidden: ["softmax"]),
            "Where does `hidden` come in? The sizes are those of the inputs, all of hidden, and the classes.",
        ),
        Mistake(
            "only the first hidden layer is built",
            _trained(
                sizes=lambda X, Y, hidden: [X.shape[1], *hidden[:1], Y.shape[1]],
                names=lambda hidden: ["relu"] * len(hidden[:1]) + ["softmax"],
            ),
            "hidden may hold several sizes. [first, *hidden, last] puts all of them between.",
        ),
        Mistake(
            "the hidden layers come in reverse order",
            _trained(sizes=lambda X, Y, hidden: [X.shape[1], *hidden[::-1], Y.shape[1]]),
            "hidden begins with the layer next to the inputs.",
        ),
        Mistake(
            "the sizes of the digits, 64 and 10, stand where X and Y should be asked",
            _trained(sizes=lambda X, Y, hidden: [64, *hidden, 10]),
            "It should work for any X and Y. Which number of X.shape counts the inputs, and which of Y.shape the classes?",
        ),
        Mistake(
            "ten classes are built whatever Y says",
            _trained(sizes=lambda X, Y, hidden: [X.shape[1], *hidden, 10]),
            "Ask Y how many classes there are: Y.shape[1].",
        ),
        Mistake(
            "the number of examples is taken for the number of inputs",
            _trained(sizes=lambda X, Y, hidden: [len(X), *hidden, Y.shape[1]]),
            "len(X) counts the rows. The inputs are the columns: X.shape[1].",
        ),
        Mistake(
            "the sizes of the inputs and the outputs are missing",
            _trained(sizes=lambda X, Y, hidden: list(hidden)),
            "fit wants all layers, the inputs first and the classes last: [X.shape[1], *hidden, Y.shape[1]].",
        ),
        Mistake(
            "`hidden` is changed: the caller's own list grows",
            _growing_the_callers,
            "insert and append write into the list that was handed in. [first, *hidden, last] makes a new one.",
        ),
        Mistake(
            "the optimiser that is handed in is not used",
            _trained(optimizer=_own_sgd),
            "Hand `optimizer` on to fit, whatever it is.",
        ),
        Mistake(
            "the optimiser forgets what it knew after every step",
            _trained(optimizer=_forgetful),
            "state is what the last call gave back. Hand the optimiser itself on to fit, which keeps it.",
        ),
        Mistake(
            "there are always 20 epochs",
            _trained(epochs=lambda epochs: 20),
            "How often to go through the examples is an argument: epochs.",
        ),
        Mistake(
            "one epoch too many is run",
            _trained(epochs=lambda epochs: epochs + 1),
            "range(epochs) goes from 0 to epochs - 1: that is epochs rounds.",
        ),
        Mistake("only one epoch is run", _trained(epochs=lambda epochs: 1), "Where does `epochs` come in?"),
        Mistake(
            "all examples make one batch",
            _trained(batch=lambda N: N),
            "Batches of 32 are promised: that is the last argument but one of fit.",
        ),
        Mistake(
            "each example is a batch of its own",
            _trained(batch=lambda N: 1),
            "Batches of 32 are promised: that is the last argument but one of fit.",
        ),
        Mistake("batches of 64 are made", _trained(batch=lambda N: 64), "The docstring promises batches of 32."),
        Mistake("batches of 16 are made", _trained(batch=lambda N: 16), "The docstring promises batches of 32."),
        Mistake(
            "the number of epochs and the size of a batch have changed places",
            lambda X, Y, hidden, optimizer, epochs, rng: _trained(epochs=lambda _: 32, batch=lambda N: epochs)(
                X, Y, hidden, optimizer, epochs, rng
            ),
            "fit takes the epochs first, then the size of a batch.",
        ),
        Mistake(
            "the chance comes from a generator of its own",
            _trained(rng=lambda rng: np.random.default_rng()),
            "The argument rng is the only source of chance: hand it on to fit.",
        ),
        Mistake(
            "the chance comes from a fixed seed",
            _trained(rng=lambda rng: np.random.default_rng(0)),
            "Whoever calls you chooses the seed, by the rng that is handed in. In an ablation every run would start alike.",
        ),
        Mistake(
            "the parameters come back as one flat list",
            _trained(give=lambda params, history, names: ([a for pair in params for a in pair], names)),
            "predict wants a pair (W, b) for each layer, as fit gives them.",
        ),
    ],
    accepted=[
        _by_hand,
        lambda X, Y, hidden, optimizer, epochs, rng: (
            nn.fit(
                X,
                Y,
                [len(X[0])] + list(hidden) + [len(Y[0])],
                [*["relu" for _ in hidden], "softmax"],
                "cross_entropy",
                optimizer,
                epochs,
                32,
                rng,
            )[0],
            tuple(["relu" for _ in hidden] + ["softmax"]),
        ),
        lambda X, Y, hidden, optimizer, epochs, rng: [*nn.train_digits(X, Y, hidden, optimizer, epochs, rng)],
    ],
    hints=[
        "It is one call of chapter 11's fit, with the sizes of all layers and the names of all activations.",
        'The sizes: [X.shape[1], *hidden, Y.shape[1]]. The names: ["relu"] * len(hidden) + ["softmax"].',
        '`params, history = fit(X, Y, sizes, activations, "cross_entropy", optimizer, epochs, 32, rng)`, then return params, activations.',
    ],
    source="Goodfellow et al., Deep Learning (2016), chapter 6",
)

# ---- design: any network within the limits is right ----

MOST_LAYERS, MOST_UNITS, MOST_EPOCHS = 3, 64, 40  # so that it is trained in seconds wherever it is graded


def _whole(value) -> bool:
    return type(value) is int


def _said(value) -> str:
    return repr(value) if type(value) in (int, float) else show(value)


def _flaw(choice) -> tuple[str, str]:
    """Return what is wrong with a choice of (hidden, eta, epochs): of which kind it is, and in words; or "", ""."""
    if not isinstance(choice, (list, tuple)) or len(choice) != 3:
        said = f"you returned {describe(choice)}; three things are asked for: (hidden, eta, epochs)."
        return said, said
    hidden, eta, epochs = choice
    if isinstance(hidden, np.ndarray) and hidden.ndim == 1:
        hidden = [int(n) if n == int(n) else float(n) for n in hidden]
    if not isinstance(hidden, (list, tuple)):
        at_the_end = isinstance(epochs, (list, tuple))
        return f"no list {at_the_end}", f"your hidden is {_said(hidden)}; a list of sizes is asked for, such as [20]."
    if len(hidden) > MOST_LAYERS:
        return "layers", f"there are {len(hidden)} hidden layers; at most {MOST_LAYERS} are allowed here."
    for size in hidden:
        if not _whole(size) or not 1 <= size <= MOST_UNITS:
            kind = "large" if _whole(size) and size > MOST_UNITS else "none" if size == 0 else type(size).__name__
            return kind, f"a hidden layer has the size {_said(size)}; whole numbers from 1 to {MOST_UNITS} are allowed."
    if type(eta) not in (int, float) or not 0 < eta < 1:
        said = f"your eta is {_said(eta)}; a number between 0 and 1 is asked for."
        swapped = _whole(eta) and type(epochs) is float and 1 <= eta <= MOST_EPOCHS and epochs < 1
        side = "" if type(eta) not in (int, float) else "no step" if eta == 0 else "uphill" if eta < 0 else "far"
        return "swapped" if swapped else side or said, said
    if not _whole(epochs) or not 1 <= epochs <= MOST_EPOCHS:
        kind = "many" if _whole(epochs) and epochs > MOST_EPOCHS else "fraction" if type(epochs) is float else _said(epochs)
        return kind, f"you ask for {_said(epochs)} epochs; a whole number from 1 to {MOST_EPOCHS} is asked for."
    return "", ""


def _compare_designs(expected, got):
    there, here = _flaw(expected), _flaw(got)
    return None if there[0] == here[0] else here[1] or "this time nothing is wrong with it."


design = Exercise(
    reference=nn.design,
    points=1,
    cases=[Case("your choice")],
    mistakes=[
        Mistake(
            "hidden is a number and no list",
            lambda: (32, 0.01, 10),
            "Even a single layer comes in a list: [32]. No layer at all is [].",
        ),
        Mistake("epochs stand before eta", lambda: ([32], 10, 0.01), "The order is hidden, eta, epochs."),
        Mistake("hidden stands at the end", lambda: (0.01, 10, [32]), "The order is hidden, eta, epochs."),
        Mistake("eta is missing", lambda: ([32], 10), "Three things: hidden, eta, epochs."),
        Mistake("the list of hidden layers comes back alone", lambda: [32], "Three things: hidden, eta, epochs."),
        Mistake(
            "eta is 0, and nothing would ever move",
            lambda: ([32], 0.0, 10),
            "A step of length 0 leads nowhere. Adam's usual eta is 0.001.",
        ),
        Mistake(
            "eta is negative, and would lead uphill",
            lambda: ([32], -0.01, 10),
            "A step goes against the gradient already. eta is positive.",
        ),
        Mistake(
            "eta is 1 or more",
            lambda: ([32], 1.0, 10),
            "A step that long, for each weight, leads far past the goal. Adam's usual eta is 0.001.",
        ),
        Mistake("there are no epochs", lambda: ([32], 0.01, 0), "With no epoch nothing is learned. Try 10."),
        Mistake(
            "the number of epochs is no whole number",
            lambda: ([32], 0.01, 2.5),
            "range(2.5) is an error. Count whole rounds.",
        ),
        Mistake(
            "there are more epochs than are allowed",
            lambda: ([32], 0.01, 1000),
            "Look at the validation accuracy over the epochs: when does it stop rising?",
        ),
        Mistake(
            "a hidden layer has no units",
            lambda: ([32, 0], 0.01, 10),
            "No layer at all is [], without the 0. A layer of 0 units lets nothing through.",
        ),
        Mistake(
            "a hidden layer is far too large",
            lambda: ([1000], 0.01, 10),
            "There are fewer examples than that. Begin small, and measure.",
        ),
        Mistake(
            "there are more hidden layers than are allowed",
            lambda: ([9, 9, 9, 9, 9], 0.01, 10),
            "Begin with one, and measure what a second one brings.",
        ),
        Mistake(
            "the list stands in another list", lambda: ([[32, 16]], 0.01, 10), "One pair of square brackets: [32, 16]."
        ),
        Mistake("a size has a decimal point", lambda: ([32.0], 0.01, 10), "Units are counted: 32, without .0."),
        Mistake("the sizes are words", lambda: (["32"], 0.01, 10), "Numbers come without quotes."),
    ],
    accepted=[
        lambda: ([], 0.01, 30),
        lambda: [(64, 32), 0.003, 25],
        lambda: (np.array([64]), np.float64(0.001), np.int64(40)),
    ],
    compare=_compare_designs,
    free_form=True,
    held=lambda cases: "Your network can be built and trained like that. What it is worth, the check of read_digits says.",
    hints=[
        "Any choice within the limits passes here. How good it is shows in the next exercise.",
        "Compare a few on validation examples first. Try one hidden layer of 16, 32 and 64 units, and more epochs than 5.",
        "Something like return [48], 0.003, 20 is a place to begin.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 11.4",
)

# ---- read_digits: judged on digits that no notebook holds ----

UNSEEN = Path(__file__).with_name("digits_unseen.npz")
VERSIONS = 2  # of every digit in one check
STEPS = (85, 90, 93, 95)  # per cent: a probe for each
AS_BY_CHANCE, FAR_OFF, LEAST_LIKELY = 25, 70, 3  # per cent
MOST_SHOWN = 64  # remembered; one check needs six
_shown: dict[bytes, tuple[np.ndarray, int]] = {}  # the labels of the images that were shown last, and the step asked for


def show_unseen(rng: np.random.Generator, step: int = STEPS[-1]) -> tuple[np.ndarray]:
    """Return the images of the unseen digits, each in two new versions, in a new order: brightness and noise differ."""
    images, labels = _unseen()
    order = rng.permutation(len(images) * VERSIONS) % len(images)
    size = (len(order), 8, 8)
    noise = rng.integers(-1, 2, size=size) * (rng.random(size) < 0.3)
    shown = np.clip(np.rint(images[order] * rng.uniform(0.9, 1.1, size=(len(order), 1, 1)) + noise), 0, 16).astype(int)
    _shown.pop(shown.tobytes(), None)
    _shown[shown.tobytes()] = labels[order], step  # the last one
    for oldest in list(_shown)[:-MOST_SHOWN]:
        del _shown[oldest]
    return (shown,)


@functools.cache
def _unseen():
    with np.load(UNSEEN) as file:
        return file["images"].astype(int), file["labels"].astype(int)


def read_right(images: np.ndarray, labels: np.ndarray) -> float:
    """Return how many per cent of the images, which show_unseen gave lately, have these labels."""
    return 100.0 * float(np.mean(_shown[images.tobytes()][0] == labels))


def _one_unseen(rng):
    return (show_unseen(rng)[0][:1],)


def _misread(images, got) -> tuple:
    """Return what is wrong with the labels for the images: its kind, the symptom, the next step; () where all is well.

    Of a single image only the form is looked at: any network may misread one digit.
    """
    N = len(images)
    if isinstance(got, list) and any(isinstance(label, str) for label in got):
        return "words", f"you returned {describe(got)}; an array of numbers is asked for.", ""
    if isinstance(got, list):
        return (
            "list",
            f"you returned a list of {len(got)}; an array of labels is asked for.",
            "np.array(...) makes an array of a list.",
        )
    if not isinstance(got, np.ndarray) or got.shape != (N,) or got.dtype.kind not in "iuf":
        kind = (
            (*("N" if n == N else n for n in got.shape), set(np.unique(got)) == {0, 1})
            if isinstance(got, np.ndarray)
            else type(got)
        )
        return (
            kind,
            f"you returned {describe(got)}; an array of {N} label{'s' * (N > 1)} is asked for, of shape ({N},).",
            "",
        )
    strange = got[~((got == np.rint(got)) & (got >= 0) & (got <= 9))]
    if len(strange):
        kind = "ten" if set(strange) == {10} else "no label" if (strange == np.rint(strange)).all() else "strange"
        return kind, f"a label is {strange[0]:g}; labels are whole numbers from 0 to 9.", ""
    if N == 1:
        return ()
    if len(np.unique(got)) == 1:
        return "constant", f"every image is read as a {got[0]:g}.", ""
    share, step = read_right(images, got), _shown[images.tobytes()][1]
    if read_right(images, (got + 1) % 10) > 50:
        return "one off", f"{share:.1f} % are read right, and most labels are one too small.", ""
    if share < min(AS_BY_CHANCE, step):
        kind = "least likely" if share < LEAST_LIKELY else "chance"
        return kind, f"{share:.1f} % of the digits are read right; a guess would get about 10 %.", ""
    return () if share >= step else ("too few", *_too_few(share, step, N // VERSIONS))


def _too_few(share, step, digits) -> tuple[str, str]:
    asked = f"{step} % is asked for" if step == STEPS[-1] else f"{step} % is the next step, {STEPS[-1]} % is asked for"
    symptom = f"your network reads {share:.1f} % of {digits} digits that it has never seen, in {VERSIONS} versions each; {asked}."
    if share < FAR_OFF:
        return symptom, (
            "That is far off. Has it been trained since design() was changed? And is it shown what it was trained on: prepared "
            "images, prepared only once?"
        )
    return symptom, (
        "Look at the training and the validation accuracy. Both low: more units, more epochs, or another eta in design(). Only the "
        "second: fewer. Then run the cells from design() on again."
    )


def _compare_read(expected, got, images):
    there, here = _misread(images, expected), _misread(images, got)
    if there[:1] == here[:1]:
        return None
    return Difference(VALUE, *(here[1:] or ("this time nothing is wrong with it.",)))


def _what_was_read(cases) -> str:
    """Return what to say of a network that reads well enough."""
    (images,), labels = cases[-1].args, cases[-1].outcome.value
    said, _ = _too_few(read_right(images, labels), STEPS[-1], len(images) // VERSIONS)
    return said[0].upper() + said[1:].replace("is asked for", "was asked for")


def _reading(image_rows=nn.prepare, network=lambda: nn.digits.trained(), give=nn.predict_class):
    """Return a read_digits with one thing changed."""
    return lambda images: give(nn.predict(image_rows(images), *network()))


def _untrained():
    return nn.init_network([64, 16, 10], np.random.default_rng(2)), ["relu", "softmax"]


@functools.cache
def _standardised_network():
    """Return a network that was trained on standardised pixels."""
    images, labels = nn.digits_to_learn()
    X, steps = _standardised(_rows(images) * 1.0), []

    def adam(params, grads, state):
        steps.append(1)
        return nn.adam_step(params, grads, state, len(steps), 0.003, 0.9, 0.999, 1e-8)

    return nn.train_digits(X, nn.one_hot(labels, 10), [48], adam, 15, np.random.default_rng(0))


def _by_list(images):
    return [int(label) for label in nn.read_digits(images)]


def _by_nearest(images):
    """The nearest of the digits to learn from, found with one matrix product."""
    known, labels = nn.digits_to_learn()
    A, B = _rows(images) / 16.0, _rows(known) / 16.0
    return labels[np.argmin(np.sum(B**2, axis=1) - 2.0 * A @ B.T, axis=1)]


def _one_by_one(images):
    return np.array([nn.read_digits(image[None])[0] for image in images])


def _alone_and_together(f, rng):
    images = show_unseen(rng)[0][:6]
    return np.array([f(image[None])[0] for image in images]), np.asarray(f(images))


read_digits = Exercise(
    reference=nn.read_digits,
    secret=True,
    points=5,
    cases=[
        Drawn("a single image", _one_unseen),
        *[Drawn(f"{step} % read right", functools.partial(show_unseen, step=step), weight=2) for step in STEPS],
    ],
    laws=[Law("A digit is read alone as it is read among others", _alone_and_together)],
    mistakes=[
        Mistake(
            "the ten shares of each image come back, and not the label with the largest",
            _reading(give=lambda Y: Y),
            "Each row has a share for each digit. Which function of chapter 04 makes a label of a row?",
        ),
        Mistake(
            "labels come back one-hot",
            _reading(give=lambda Y: nn.one_hot(nn.predict_class(Y), 10)),
            "A label is one whole number for each image. predict_class gives just that.",
        ),
        Mistake(
            "the largest is looked for among the images, not among the ten digits",
            _reading(give=lambda Y: np.argmax(Y, axis=0)),
            "Rows are images, columns are digits. Along which axis lie the ten shares of one image?",
        ),
        Mistake(
            "one place is given for the whole table: np.argmax without an axis",
            _reading(give=lambda Y: int(np.argmax(Y))),
            "Without `axis`, argmax looks at all numbers at once. Along which axis lie the ten shares of one image?",
        ),
        Mistake(
            "the pixels are taken for shares, and the network is never asked",
            lambda images: nn.predict_class(nn.prepare(images)),
            "prepare makes rows of pixels. predict makes shares of them, with your network; then predict_class makes labels.",
        ),
        Mistake(
            "the largest share comes back, and not the label that it belongs to",
            _reading(give=lambda Y: Y.max(axis=1)),
            "max says how large it is, argmax where it stands. Which of the two is the label?",
        ),
        Mistake(
            "the labels are counted from 1",
            _reading(give=lambda Y: np.argmax(Y, axis=1) + 1),
            "Column 0 is the digit 0. No 1 has to be added.",
        ),
        Mistake(
            "the labels are one too small",
            _reading(give=lambda Y: (np.argmax(Y, axis=1) - 1) % 10),
            "Column 0 is the digit 0. Nothing has to be taken away.",
        ),
        Mistake(
            "the digit with the smallest share is named, or ink and paper are swapped",
            _reading(give=lambda Y: np.argmin(Y, axis=1)),
            "A large share says: very likely this one. Look for the largest. And print one row of what goes in: paper is 0, ink 1.",
        ),
        Mistake(
            "only the first image is read",
            _reading(give=lambda Y: np.argmax(Y[:1], axis=1)),
            "A label for each image is asked for. Does a `return` stand inside a loop, or a [0] somewhere?",
        ),
        Mistake(
            "only the first label comes back, as a single number",
            _reading(give=lambda Y: int(np.argmax(Y, axis=1)[0])),
            "A label for each image is asked for. Does a `return` stand inside a loop, or a [0] somewhere?",
        ),
        Mistake(
            "the digits to learn from are read, and not those that were handed in",
            lambda images: nn.read_digits(nn.digits_to_learn()[0]),
            "Inside of the function only its argument counts. Which name stands in the brackets of prepare?",
        ),
        Mistake(
            "labels and shares come back, both",
            lambda images: (nn.read_digits(images), nn.predict(nn.prepare(images), *nn.digits.trained()).max(axis=1)),
            "One array of labels is asked for. Hand back the first of the two alone.",
        ),
        Mistake(
            "the images go into the network with their pixels still 8 by 8",
            lambda images: nn.predict_class(nn.predict(images / 16.0, *nn.digits.trained())),
            "A layer wants examples as rows of 64 numbers. Which of your functions makes them?",
        ),
        Mistake(
            "the labels stand below each other, in a column",
            _reading(give=lambda Y: np.argmax(Y, axis=1)[:, None]),
            "The labels have one axis, (N,). What makes a second one: [:, None], keepdims, reshape?",
        ),
        Mistake(
            "the network reads as if by chance: it has not been trained, or what it is shown is not what it was trained on",
            _reading(network=_untrained),
            "Give it digits that it was trained on: read_digits(images[:20]), beside labels[:20]. Is it wrong there, too? "
            "Then print one row of "
            "what goes in, here and in training.",
        ),
        Mistake(
            "every image is read as the same digit",
            lambda images: np.full(len(images), 1),
            "Print the ten shares of three images. Are they alike? Then look at what goes into the network.",
        ),
        Mistake(
            "the pixels are scaled by the images that happen to be asked about",
            _reading(lambda images: _standardised(_rows(images) * 1.0), _standardised_network),
            "Mean and spread of a single image are no scale: it becomes all 0. Scale every image alike, as prepare does.",
        ),
        Mistake(
            "labels come back in a list",
            _by_list,
            "np.array(...) makes an array of a list. predict_class gives one at once.",
        ),
        Mistake(
            "the labels are words",
            lambda images: [str(label) for label in nn.read_digits(images)],
            'A label is the number 7, not the word "7". Leave out str.',
        ),
    ],
    accepted=[
        _one_by_one,
        lambda images: nn.read_digits(images).astype(float),
        lambda images: np.argsort(nn.predict(images.reshape(-1, 64) / 16, *nn.digits.trained()), axis=1)[:, -1],
        _by_nearest,
    ],
    compare=_compare_read,
    free_form=True,
    held=_what_was_read,
    hints=[
        "Images in, prepared rows, ten shares for each, one label for each. Three functions, one inside the other.",
        "network holds params and activations: predict(X, *network) hands both over. predict_class makes labels of shares.",
        "return predict_class(predict(prepare(images), *network)). For more than that gives, go back to design().",
    ],
    source="LeCun et al., Gradient-based learning applied to document recognition (1998), section III",
)

# ---- confusion ----


def _counting(change):
    """Return a confusion whose right table goes through `change`, given y_hat and y as well."""
    return lambda y_hat, y, K: change(nn.confusion(y_hat, y, K), y_hat, y)


def _pairs_once(y_hat, y, K):
    table = np.zeros((K, K), dtype=int)
    table[y, y_hat] += 1
    return table


def _by_loop(y_hat, y, K):
    table = np.zeros((K, K))
    for read, right in zip(y_hat, y, strict=True):
        table[right, read] += 1
    return table


def _as_large_as_seen(y_hat, y, K):
    return nn.confusion(y_hat, y, int(max(y.max(), y_hat.max())) + 1)


def _some_labels(rng):
    K = int(rng.integers(3, 7))
    y = rng.integers(0, K, size=40)
    return np.where(rng.random(40) < 0.6, y, rng.integers(0, K, size=40)), y, K


def _safe_shares(table, axis):
    totals = table.sum(axis=axis, keepdims=True)
    return table / np.where(totals == 0, 1, totals)


def _one_list_for_all(y_hat, y, K):
    table = [[0] * K] * K
    for read, right in zip(y_hat, y, strict=True):
        table[right][read] += 1
    return np.array(table)


def _joined_by_and(y_hat, y, K):
    return np.array([[np.sum(y == i) and np.sum(y_hat == j) for j in range(K)] for i in range(K)])


def _arrays_joined_by_and(y_hat, y, K):
    return np.array([[np.sum(y == i and y_hat == j) for j in range(K)] for i in range(K)])


def _classes_as_places(y_hat, y, K):
    return np.array([[int(y[i] == y_hat[j]) for j in range(K)] for i in range(K)])


confusion = Exercise(
    reference=nn.confusion,
    points=2,
    cases=[
        Case("three examples of two classes", np.array([0, 1, 1]), np.array([0, 0, 1]), 2),
        Case("a single example", np.array([2]), np.array([0]), 3),
        Case("all right", np.array([0, 1, 2, 1]), np.array([0, 1, 2, 1]), 3),
        Case("all wrong, and the same mistake three times", np.array([1, 1, 1]), np.array([0, 0, 0]), 2),
        Case("a class that never comes", np.array([0, 0, 1, 1, 0]), np.array([0, 1, 1, 1, 0]), 4),
        Case("a class that is never read", np.array([0, 2, 2, 0, 2]), np.array([0, 1, 2, 2, 1]), 3),
        Drawn("random labels", _some_labels),
        Drawn("ten digits", lambda rng: (rng.integers(0, 10, size=60), rng.integers(0, 10, size=60), 10)),
    ],
    laws=[
        Law(
            "All entries together are the number of examples",
            lambda f, rng: (lambda a: (float(np.sum(f(*a))), float(len(a[0]))))(_some_labels(rng)),
        ),
        Law(
            "The diagonal holds as many examples as are right",
            lambda f, rng: (lambda a: (float(np.trace(f(*a))), float(np.sum(a[0] == a[1]))))(_some_labels(rng)),
        ),
        Law(
            "Row i adds up to the number of examples that are of class i",
            lambda f, rng: (lambda a: (np.sum(f(*a), axis=1), np.bincount(a[1], minlength=a[2])))(_some_labels(rng)),
        ),
    ],
    mistakes=[
        Mistake(
            "the number of right ones comes back, and no table",
            lambda y_hat, y, K: np.sum(y_hat == y),
            "That is the sum of the diagonal. A table of K by K counts is asked for.",
        ),
        Mistake(
            "the rows of the table are one and the same list: [[0] * K] * K",
            _one_list_for_all,
            "Writing into one row writes into all: they are the same list, K times. np.zeros((K, K), dtype=int) has rows of its own.",
        ),
        Mistake(
            "two counts are joined by `and`, which hands on one of them",
            _joined_by_and,
            "Both have to hold for the same example: np.sum((y == i) & (y_hat == j)).",
        ),
        Mistake(
            "two arrays are joined by `and`",
            _arrays_joined_by_and,
            "`and` takes two truth values. For arrays write &, with brackets around each side: (y == i) & (y_hat == j).",
        ),
        Mistake(
            "example i is compared with example j, as if classes were places",
            _classes_as_places,
            "i and j are classes, and no places in y. How many examples are of class i and were read as j?",
        ),
        Mistake(
            "shares are put into a table of whole numbers, and cut to 0",
            lambda y_hat, y, K: (nn.confusion(y_hat, y, K) / len(y)).astype(int),
            "Counts are asked for: np.sum instead of np.mean.",
        ),
        Mistake(
            "rows are what was read and columns what is right",
            _counting(lambda C, y_hat, y: C.T),
            "Entry [i, j] counts examples that ARE i and were READ as j. Which of the two comes first in your brackets?",
        ),
        Mistake(
            "each pair counts once, however often it comes",
            _pairs_once,
            "In a loop, += 1 counts and = 1 does not. Without one, C[y, y_hat] += 1 writes to each place only once: "
            "np.add.at(C, (y, y_hat), 1) "
            "writes each time.",
        ),
        Mistake(
            "each pair counts once, and rows are what was read",
            lambda y_hat, y, K: _pairs_once(y, y_hat, K),
            "Two things: the row is what it IS, y. And C[...] += 1 with whole arrays writes to each place only once; a loop "
            "counts each time.",
        ),
        Mistake(
            "the table holds per cent of all examples",
            _counting(lambda C, y_hat, y: 100 * C / len(y)),
            "Counts are asked for. Leave out the division.",
        ),
        Mistake(
            "the table holds shares of what was read, with that in the rows",
            _counting(lambda C, y_hat, y: _safe_shares(C.T, 1)),
            "Counts are asked for, and the row is what it is. Leave out the division, and look at which index comes first.",
        ),
        Mistake(
            "the first example is left out",
            lambda y_hat, y, K: nn.confusion(y_hat[1:], y[1:], K),
            "Python counts from 0. Where does your range begin?",
        ),
        Mistake(
            "every label is counted one place too early",
            lambda y_hat, y, K: nn.confusion((y_hat - 1) % K, (y - 1) % K, K),
            "Class 0 has row 0. Nothing has to be taken away from a label.",
        ),
        Mistake(
            "only the wrong ones of each class are counted, in one row",
            _counting(lambda C, y_hat, y: C.sum(axis=1) - np.diag(C)),
            "A table is asked for, that says what each was taken for.",
        ),
        Mistake(
            "the table has as many rows as there are different labels in y",
            lambda y_hat, y, K: nn.confusion(y_hat, y, len(np.unique(y))),
            "A class may be missing among the labels, and needs its row all the same. K says how many there are.",
        ),
        Mistake(
            "the table has a row and a column too few",
            lambda y_hat, y, K: nn.confusion(y_hat, y, K - 1),
            "Labels go from 0 to K - 1: that is K of them.",
        ),
        Mistake(
            "the right ones are left out",
            _counting(lambda C, y_hat, y: C - np.diag(np.diag(C))),
            "The diagonal belongs to it: examples of class i that were read as i.",
        ),
        Mistake(
            "only the right ones are counted",
            _counting(lambda C, y_hat, y: np.diag(np.diag(C))),
            "Where do the examples go that were read wrong? They stand beside the diagonal.",
        ),
        Mistake(
            "the diagonal alone comes back",
            _counting(lambda C, y_hat, y: np.diag(C).copy()),
            "A table of K rows and K columns is asked for.",
        ),
        Mistake(
            "the table holds shares of all examples",
            _counting(lambda C, y_hat, y: C / len(y)),
            "Counts are asked for. Leave out the division.",
        ),
        Mistake(
            "the table holds shares of each row",
            _counting(lambda C, y_hat, y: _safe_shares(C, 1)),
            "Counts are asked for. Leave out the division by the row's sum.",
        ),
        Mistake(
            "the table holds shares of each column",
            _counting(lambda C, y_hat, y: _safe_shares(C, 0)),
            "Counts are asked for. Leave out the division by the column's sum.",
        ),
        Mistake(
            "the table has as many rows as there are classes in these labels, and not K",
            _as_large_as_seen,
            "A class may be missing among the labels, and needs its row all the same. K says how many there are.",
        ),
        Mistake(
            "the table has a row and a column too many",
            lambda y_hat, y, K: nn.confusion(y_hat, y, K + 1),
            "Labels go from 0 to K - 1: that is K of them.",
        ),
        Mistake(
            "the table is always 10 by 10",
            lambda y_hat, y, K: nn.confusion(y_hat, y, 10),
            "The number of classes is an argument: K.",
        ),
        Mistake(
            "only y is counted, and y_hat plays no part",
            lambda y_hat, y, K: nn.confusion(y, y, K),
            "Both labels are needed: y says the row, y_hat the column.",
        ),
        Mistake(
            "only y_hat is counted, and y plays no part",
            lambda y_hat, y, K: nn.confusion(y_hat, y_hat, K),
            "Both labels are needed: y says the row, y_hat the column.",
        ),
        Mistake(
            "the labels are sorted first, and so the pairs are torn apart",
            lambda y_hat, y, K: nn.confusion(np.sort(y_hat), np.sort(y), K),
            "y_hat[n] belongs to y[n]. Leave their order alone.",
        ),
        Mistake(
            "every y_hat meets every y",
            lambda y_hat, y, K: np.array([[np.sum(y == i) * np.sum(y_hat == j) for j in range(K)] for i in range(K)]),
            "A loop within a loop pairs each example with all others. y_hat[n] belongs to y[n]: one loop, or zip(y, y_hat).",
        ),
        Mistake(
            "the last example is left out",
            lambda y_hat, y, K: nn.confusion(y_hat[:-1], y[:-1], K),
            "How far does your loop go? range(len(y)) reaches the last one.",
        ),
        Mistake(
            "only the first example is counted",
            lambda y_hat, y, K: nn.confusion(y_hat[:1], y[:1], K),
            "Does `return` stand inside of the loop?",
        ),
        Mistake(
            "the table starts at 1 everywhere",
            _counting(lambda C, y_hat, y: C + 1),
            "Start from np.zeros((K, K)). Before the first example nothing has been counted.",
        ),
        Mistake(
            "the share of right answers comes back",
            lambda y_hat, y, K: float(np.mean(y_hat == y)),
            "That is the accuracy: one number. Here a table says which classes are mixed up.",
        ),
        Mistake(
            "only the numbers of examples of each class come back",
            lambda y_hat, y, K: np.bincount(y, minlength=K),
            "A table of K rows and K columns is asked for: what was read stands in the columns.",
        ),
        Mistake(
            "all counts come in one long row",
            _counting(lambda C, y_hat, y: C.ravel()),
            "A table is asked for: reshape(K, K) folds it.",
        ),
        Mistake(
            "the table is a list of lists",
            _counting(lambda C, y_hat, y: C.tolist()),
            "np.zeros((K, K)) begins with an array at once; np.array(...) makes one of a list.",
        ),
        Mistake(
            "rows and columns run from the last class to the first",
            _counting(lambda C, y_hat, y: C[::-1, ::-1].copy()),
            "Row 0 is class 0, column 0 is class 0.",
        ),
        Mistake(
            "mistakes are counted in both directions: [i, j] and [j, i]",
            _counting(lambda C, y_hat, y: C + C.T - np.diag(np.diag(C))),
            "A 3 that was read as an 8 is not an 8 that was read as a 3. Count it once, in the row of what it is.",
        ),
    ],
    accepted=[
        _by_loop,
        lambda y_hat, y, K: np.bincount(K * y + y_hat, minlength=K * K).reshape(K, K),
        lambda y_hat, y, K: nn.one_hot(y, K).T @ nn.one_hot(y_hat, K),
        lambda y_hat, y, K: np.array([[np.sum((y == i) & (y_hat == j)) for j in range(K)] for i in range(K)]),
    ],
    hints=[
        "Start with a table of zeros, K by K. Then go through the examples, and count each at one place.",
        "An example that is of class i and was read as j adds 1 at [i, j].",
        "for read, right in zip(y_hat, y): table[right, read] += 1",
    ],
    source="Hastie et al., The Elements of Statistical Learning (2009), section 9.2.5",
)

# ---- ablate ----


def add(setting, seed):
    """Add the two."""
    return setting + seed


def setting_alone(setting, seed):
    """Let chance play no part."""
    return 2.0 * setting


def spread_out(setting, seed):
    """Let chance play a larger part for larger settings."""
    return 0.5 + setting * (seed * seed % 7) / 8.0


def length_of(setting, seed):
    """Take a list as a setting, as a list of hidden layers is one."""
    return len(setting) + (3 * seed % 5) / 4.0


def lopsided(setting, seed):
    """Be far off for one seed."""
    return setting + (8.0 if seed == 4 else 0.0)


def _measured(reduce):
    """Return an ablate that makes what it hands back of the table of results, (settings, seeds)."""
    return lambda run, settings, seeds: reduce(np.array([[run(a, s) for s in seeds] for a in settings], dtype=float))


def _error(R, ddof=1):
    return R.std(axis=1, ddof=ddof) / np.sqrt(R.shape[1])


def _with_error(error):
    return _measured(lambda R: (R.mean(axis=1), error(R)))


def _with_mean(mean):
    return _measured(lambda R: (mean(R), _error(R)))


def _each_seed_again(run, settings, seeds):
    return nn.ablate(run, settings, [seeds[0]] * len(seeds))


def _never_reset(run, settings, seeds):
    means, errors, results = [], [], []
    for setting in settings:
        for seed in seeds:
            results.append(run(setting, seed))
        means.append(np.mean(results))
        errors.append(np.std(results, ddof=1) / np.sqrt(len(results)))
    return np.array(means), np.array(errors)


def _in_plain_python(run, settings, seeds):
    means, errors = [], []
    for setting in settings:
        results = [run(setting, seed) for seed in seeds]
        n, mean = len(results), sum(results) / len(results)
        means.append(mean)
        errors.append((sum((r - mean) ** 2 for r in results) / (n - 1) / n) ** 0.5)
    return np.array(means), np.array(errors)


def _some_runs(rng):
    count = int(rng.integers(3, 6))
    return (
        spread_out,
        [float(v) for v in rng.integers(1, 9, size=count) / 4.0],
        [int(s) for s in rng.permutation(9)[:4]],
    )


def _over_settings(run, settings, seeds):
    R = np.array([[run(a, s) for s in seeds] for a in settings], dtype=float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a single setting has no spread
        return R.mean(axis=0), R.std(axis=0, ddof=1) / np.sqrt(len(seeds))


def _seed_0(run, settings, seeds):
    return nn.ablate(lambda setting, seed: run(setting, 0), settings, seeds)


def _in_pairs(run, settings, seeds):
    mean, error = nn.ablate(run, settings, seeds)
    return list(zip(mean.tolist(), error.tolist(), strict=True))


def _last_error(run, settings, seeds):
    mean, error = nn.ablate(run, settings, seeds)
    return mean, float(error[-1])


def _table(run, settings, seeds):
    return np.array([[run(setting, seed) for seed in seeds] for setting in settings], dtype=float)


def _runs_pile_up(run, settings, seeds):
    results, mean, error = [], [], []
    for setting in settings:
        results += [run(setting, seed) for seed in seeds]
        mean.append(np.mean(results))
        error.append(np.std(results, ddof=1) / np.sqrt(len(seeds)))
    return np.array(mean), np.array(error)


ablate = Exercise(
    reference=nn.ablate,
    points=2,
    cases=[
        Case("two settings, two seeds", add, [0.0, 10.0], [1, 3]),
        Case("one setting, three seeds", add, [2.0], [0, 1, 5]),
        Case("three settings, two seeds", add, [1.0, 0.0, -4.0], [2, 6]),
        Case("as many settings as seeds", spread_out, [1.0, 2.0, 4.0], [1, 2, 3]),
        Case("no chance in it", setting_alone, [0.5, 3.0, 1.0], [0, 1, 2, 3]),
        Case("seeds that are no row of numbers from 0", spread_out, [1.0, 3.0], [3, 8, 2, 11]),
        Case("one seed that is far off", lopsided, [1.0, 2.0], [4, 1, 2, 3, 6]),
        Case("settings that are lists", length_of, [[], [32], [32, 32]], [0, 1, 2]),
        Drawn("random settings", _some_runs),
    ],
    laws=[
        Law(
            "Results that are all raised by 5 have a mean that is 5 larger, and the same error",
            lambda f, rng: (
                [np.asarray(part) + up for part, up in zip(f(add, [1.0, 3.0], [0, 2, 5]), (5.0, 0.0), strict=True)],
                [np.asarray(part) for part in f(add, [6.0, 8.0], [0, 2, 5])],
            ),
        ),
    ],
    mistakes=[
        Mistake(
            "the results of all runs come back in the place of their means",
            lambda run, settings, seeds: (_table(run, settings, seeds), _error(_table(run, settings, seeds))),
            "One mean for each setting: over the seeds, mean(axis=1).",
        ),
        Mistake(
            "the error comes back alone",
            lambda run, settings, seeds: _error(_table(run, settings, seeds)),
            "A pair is asked for: (mean, error).",
        ),
        Mistake(
            "all settings are thrown together",
            lambda run, settings, seeds: (lambda R: (R.mean(), R.std(ddof=1) / np.sqrt(len(seeds))))(_table(run, settings, seeds)),
            "A mean and an error for each setting: both along the axis of the seeds.",
        ),
        Mistake(
            "only the run of the last seed counts",
            lambda run, settings, seeds: (_table(run, settings, seeds)[:, -1], np.full(len(settings), np.nan)),
            "Each run overwrites the one before. Collect those of one setting in a list.",
        ),
        Mistake(
            "the runs of the settings before are counted along",
            _runs_pile_up,
            "The first setting is right, the others mix in what came before. Where does the list of results begin anew?",
        ),
        Mistake(
            "the seeds are always 0 to 4",
            lambda run, settings, seeds: (lambda R: (R.mean(axis=1), R.std(axis=1, ddof=1) / np.sqrt(len(seeds))))(
                _table(run, settings, [0, 1, 2, 3, 4])
            ),
            "Which seeds, and how many, is an argument: for seed in seeds.",
        ),
        Mistake(
            "the error is the spread of the runs, not that of their mean",
            _with_error(lambda R: R.std(axis=1, ddof=1)),
            "That is s. More runs make a mean more certain: what is s divided by?",
        ),
        Mistake(
            "the population's spread is taken: ddof=1 is missing",
            _with_error(lambda R: _error(R, ddof=0)),
            "np.std divides by n unless it is told ddof=1. With two runs that makes much of a difference.",
        ),
        Mistake(
            "the error is the population's spread of the runs",
            _with_error(lambda R: R.std(axis=1)),
            "Two things are missing: ddof=1 inside np.std, and the division by the root of the number of runs.",
        ),
        Mistake(
            "the spread is divided by n, not by its root",
            _with_error(lambda R: R.std(axis=1, ddof=1) / R.shape[1]),
            "With four times as many runs the error is half as large: s / sqrt(n).",
        ),
        Mistake(
            "the variance stands in the place of the spread",
            _with_error(lambda R: R.var(axis=1, ddof=1) / np.sqrt(R.shape[1])),
            "s is the standard deviation: np.std, the root of the variance.",
        ),
        Mistake(
            "the root over the variance by n is missing",
            _with_error(lambda R: R.var(axis=1, ddof=1) / R.shape[1]),
            "Take the root at the end: the error has the same unit as the mean.",
        ),
        Mistake(
            "the spread is divided by the root of n - 1",
            _with_error(lambda R: R.std(axis=1, ddof=1) / np.sqrt(R.shape[1] - 1)),
            "ddof=1 has seen to the - 1 already. Divide by the root of the number of runs.",
        ),
        Mistake(
            "the spread is divided by the root of the number of settings",
            _with_error(lambda R: R.std(axis=1, ddof=1) / np.sqrt(len(R))),
            "How many runs does each setting have? As many as there are seeds.",
        ),
        Mistake(
            "the distance from the lowest to the highest run stands in the place of the error",
            _with_error(lambda R: np.ptp(R, axis=1)),
            "The range grows with the number of runs. s / sqrt(n) is asked for.",
        ),
        Mistake(
            "the error is doubled",
            _with_error(lambda R: 2 * _error(R)),
            "A bar may be drawn two errors long; the error itself is s / sqrt(n).",
        ),
        Mistake(
            "mean and error are taken over the settings, not over the seeds",
            _over_settings,
            "A number for each setting is asked for. Which axis of your table are the seeds?",
        ),
        Mistake(
            "all runs of all settings make one mean",
            _measured(lambda R: (float(R.mean()), float(R.std(ddof=1) / np.sqrt(R.size)))),
            "A number for each setting is asked for. Which axis of your table are the seeds?",
        ),
        Mistake(
            "the best run counts, not the mean",
            _with_mean(lambda R: R.max(axis=1)),
            "The best of several is luck, and grows with the number of tries. Take the mean.",
        ),
        Mistake(
            "the middle run counts, not the mean",
            _with_mean(lambda R: np.median(R, axis=1)),
            "The median is a good thing, too. Here the mean is asked for.",
        ),
        Mistake(
            "the runs are added up, and not divided by their number",
            _with_mean(lambda R: R.sum(axis=1)),
            "A mean is the sum divided by how many there are.",
        ),
        Mistake(
            "the last run counts, not the mean",
            _with_mean(lambda R: R[:, -1]),
            "Keep the results of all seeds, and take their mean.",
        ),
        Mistake(
            "the first run counts, not the mean",
            _with_mean(lambda R: R[:, 0]),
            "Keep the results of all seeds, and take their mean.",
        ),
        Mistake(
            "the seeds are counted from 0, and those that are handed in play no part",
            lambda run, settings, seeds: nn.ablate(run, settings, range(len(seeds))),
            "Loop over the seeds themselves: for seed in seeds.",
        ),
        Mistake(
            "every run has the seed 0",
            _seed_0,
            "The runs then differ in nothing, and the error is 0. Hand each run its own seed.",
        ),
        Mistake(
            "run is handed the number of a setting, not the setting",
            lambda run, settings, seeds: nn.ablate(run, list(range(len(settings))), seeds),
            "Loop over the settings themselves: for setting in settings.",
        ),
        Mistake(
            "mean and error of each setting come as a pair, one pair after the other",
            _in_pairs,
            "Two arrays are asked for: all means, and all errors. Collect them in two lists.",
        ),
        Mistake(
            "the error of the last setting alone comes back",
            _last_error,
            "The errors need a list of their own, as the means do.",
        ),
        Mistake(
            "the worst run counts, not the mean",
            _with_mean(lambda R: R.min(axis=1)),
            "The worst of several is bad luck, and grows with the number of tries. Take the mean.",
        ),
        Mistake(
            "the mean distance from the mean stands in the place of the error",
            _with_error(lambda R: np.abs(R - R.mean(axis=1, keepdims=True)).mean(axis=1)),
            "The distances are squared first, then summed: np.std(..., ddof=1), over the root of n.",
        ),
        Mistake(
            "the error is multiplied by 1.96",
            _with_error(lambda R: 1.96 * _error(R)),
            "That is half of a 95 % interval. Here the standard error itself is asked for.",
        ),
        Mistake(
            "every run has the first seed",
            _each_seed_again,
            "The runs then differ in nothing, and the error is 0. Each run gets a seed of its own.",
        ),
        Mistake(
            "the first seed is left out",
            lambda run, settings, seeds: _without_one(run, settings, seeds[1:]),
            "How many runs has each setting? As many as there are seeds.",
        ),
        Mistake(
            "the last seed is left out",
            lambda run, settings, seeds: _without_one(run, settings, seeds[:-1]),
            "How many runs has each setting? As many as there are seeds.",
        ),
        Mistake(
            "run is handed the seed first",
            lambda run, settings, seeds: nn.ablate(lambda a, s: run(s, a), settings, seeds),
            "It is called as run(setting, seed).",
        ),
        Mistake(
            "the results of earlier settings stay in the list",
            _never_reset,
            "Where does your list of results begin? It should be empty again for each setting.",
        ),
        Mistake(
            "error comes first, mean second",
            _measured(lambda R: (_error(R), R.mean(axis=1))),
            "The order is mean, error.",
        ),
        Mistake(
            "the mean comes back alone",
            _measured(lambda R: R.mean(axis=1)),
            "Two things are asked for: return mean, error.",
        ),
        Mistake(
            "the table of all results comes back",
            _measured(lambda R: R),
            "Two things are asked for: the mean over the seeds, and its error.",
        ),
        Mistake(
            "only the first setting is measured",
            lambda run, settings, seeds: nn.ablate(run, settings[:1], seeds),
            "Does `return` stand inside of the loop over the settings?",
        ),
        Mistake(
            "the settings are sorted by how well they do",
            _measured(lambda R: (np.sort(R.mean(axis=1))[::-1].copy(), _error(R)[np.argsort(R.mean(axis=1))[::-1]])),
            "Entry i belongs to settings[i]. Leave their order alone.",
        ),
        Mistake(
            "mean and error come back as lists",
            _measured(lambda R: (R.mean(axis=1).tolist(), _error(R).tolist())),
            "np.array(...) makes an array of a list.",
        ),
    ],
    accepted=[
        _in_plain_python,
        _measured(lambda R: np.array([R.mean(axis=1), R.std(axis=1, ddof=1) / len(R[0]) ** 0.5])),
        _measured(lambda R: [np.mean(R, 1), np.sqrt(np.var(R, 1, ddof=1) / R.shape[1])]),
    ],
    hints=[
        "Two loops: over the settings, and inside over the seeds. Keep the results of one setting together.",
        "For each setting: np.mean(results), and np.std(results, ddof=1) / np.sqrt(len(results)).",
        "results = np.array([[run(a, s) for s in seeds] for a in settings]); then mean and std along axis=1.",
    ],
    source="Bouthillier et al., Accounting for variance in machine learning benchmarks, MLSys (2021)",
)


def _without_one(run, settings, seeds):
    R = np.array([[run(a, s) for s in seeds] for a in settings], dtype=float)
    return R.mean(axis=1), R.std(axis=1, ddof=min(1, R.shape[1] - 1)) / np.sqrt(R.shape[1])


hunt_copies = Decision(
    name="hunt_copies",
    question="Which line makes the validation accuracy better than it is?",
    points=1,
    choices={
        "A": "The line that makes four noisy copies of each image.",
        "B": "The line that repeats the labels four times.",
        "C": "The line that parts the rows into training and validation rows.",
        "D": "The line that trains the network.",
        "E": "The line that compares the labels.",
    },
    right="C",
    reasons={
        "1": "Noise makes the images easier to read, so that any network gets them right.",
        "2": "Copies of one and the same digit come to lie on both sides, so that it is tested with what it has seen.",
        "3": "The network is so large that it learns the 300 digits by heart, whatever the noise.",
        "4": "Images and labels no longer belong to each other, and both sides share the same error.",
    },
    because="2",
    replies={
        "A": "More versions of a digit are a good thing to learn from. Are they as good to be tested with? Look at what "
        "happens to them next.",
        "B": "Four copies need four labels each, in the same order. Print theirs[:3] and theirs[300:303].",
        "D": "Train it in the same way, on other rows. Which line decides on which?",
        "E": "It counts what agrees, and that is right. Which rows does it count?",
        "1": "Then it would read noisy versions of new digits just as well. Try noisy(images[700:], rng).",
        "3": "It does, nearly. But how does that help with rows that were kept aside? Ask where their copies are.",
        "4": "Look at copies and theirs: rows 0, 300, 600 and 900 are the same digit, with the same label.",
    },
    moral="First part, then copy. Whatever comes of one example stays on one side.",
    hints=[
        "Row 0 of the images becomes rows 0, 300, 600 and 900 of copies. Where is each of them after the shuffle?",
        "Part the 300 images first, make copies of the training images alone, and look at the validation accuracy then.",
    ],
    source="Kaufman et al., Leakage in data mining, ACM TKDD 6 (2012), 15:1-15:21",
    asks_why="What does it do?",
)

what_to_report = Decision(
    name="what_to_report",
    question="Five sentences from drafts of a report. Which may stay, with **your table** beside them? Name all of them.",
    points=2,
    choices={
        "A": "With one hidden layer of 32 units the network reads more digits right than with none.",
        "B": "Two hidden layers read better than one.",
        "C": "Gradient descent cannot read digits: with eta = 0.003 it is far behind Adam.",
        "D": "Each time it had three times as many examples, the network read more digits right.",
        "E": "It will read the digits of any other person just as well.",
    },
    right="AD",
    reasons={
        "1": "The larger number wins, since all runs were made with the same program.",
        "2": "A claim needs a difference well above its errors, nothing else changed, and data like those it is about.",
        "3": "A claim needs a good explanation, and for each of these there is one in the chapters.",
        "4": "No claim can be made from five runs; with a hundred, all five could stay.",
    },
    because="2",
    replies={
        "A": "Compare the rows none and 32. How far are the means apart, and how large are the errors?",
        "B": "Compare the rows 32 and 32, 32. How far are the means apart, and how large are the errors?",
        "C": "There are two rows of gradient descent. What does the other one say, and what differs between the two?",
        "D": "Compare the rows of 50, 150 and 450 examples, step by step, with their errors.",
        "E": "Who wrote the digits in this set, in training and in test alike? Section 1 says it.",
        "1": "Run two settings with other seeds. Does the larger number stay the larger one when the errors overlap?",
        "3": "An explanation can be found for the opposite, too. What does the table say?",
        "4": "Some differences here are ten times their error. Would more runs turn them round?",
    },
    moral="A number with its error, everything else equal, and a word on what was not tried: that is a report one can trust.",
    hints=[
        "Take each sentence alone, and look up its two rows. A difference smaller than twice its errors says nothing.",
        "For C, find what else differs. For E, ask who is in the data.",
    ],
    source="Lipton and Steinhardt, Troubling trends in machine learning scholarship, ACM Queue 17 (2019)",
    asks_why="What decides it?",
)

chapter = Chapter(
    "15_capstone",
    "15 Capstone: handwritten digits",
    (prepare, train_digits, design, read_digits, confusion, ablate, hunt_copies, what_to_report),
)
