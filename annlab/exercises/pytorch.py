"""Chapter 14: the same network in PyTorch: across and back, 41 gradients compared, twenty steps side by side.

Every wrong version works with PyTorch or with its stand-in, whichever is there.
"""

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Mistake
from annlab.checking.compare import VALUE, Difference, compare, describe
from annlab.checking.values import close, show_number
from annlab.exercises.chapter import Chapter
from annlab.nn import pytorch
from annlab.standin import library

MODULES = {"relu": "ReLU", "tanh": "Tanh", "sigmoid": "Sigmoid"}


def _network(layer_sizes, seed=14):
    """Return params with random weights, and random biases too."""
    rng = np.random.default_rng(seed)
    return [(W, rng.normal(size=len(b))) for W, b in nn.init_network(layer_sizes, rng)]


def _examples(N, d, K=1, seed=15):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, d)), rng.normal(size=(N, K))


TINY = [(np.array([[1.0, -2.0]]), np.array([0.5]))]
SQUARE = [(np.array([[1.0, 2.0], [-3.0, 0.5]]), np.array([0.25, -1.0]))]
DEEP = _network([3, 4, 4, 1])


# ---- to_torch ----


def _linear(W, b, dtype=None, learns=True):
    torch = library()
    linear = torch.nn.Linear(W.shape[1], W.shape[0], dtype=dtype or torch.float64)
    linear.weight.data, linear.bias.data = (torch.tensor(np.array(v)).to(dtype or torch.float64) for v in (W, b))
    for p in (linear.weight, linear.bias):
        p.requires_grad_(learns)
    return linear


def _bend(name):
    return [getattr(library().nn, MODULES[name])()] if name in MODULES else []


def _put_together(pieces):
    return library().nn.Sequential(*pieces)


def _with(weight=lambda W: W, bias=lambda b: b, bends=lambda names: names, **kinds):
    """Return a to_torch that treats weights, biases and the names of the activations in its own way."""
    def to_torch(params, activations):
        names = bends(list(activations))
        layers = zip(params, names, strict=True)
        return _put_together(m for (W, b), name in layers for m in [_linear(weight(W), bias(b), **kinds), *_bend(name)])

    return to_torch


def _bend_first(params, activations):
    return _put_together(m for (W, b), name in zip(params, activations, strict=True) for m in [*_bend(name), _linear(W, b)])


def _sharing(params, activations):
    torch, model = library(), pytorch.to_torch(params, activations)
    for p, array in zip(model.parameters(), [a for pair in params for a in pair], strict=True):
        p.data = torch.from_numpy(array)
    return model


def _left_at_the_start(weights, biases):
    """Return a to_torch that leaves weights or biases at what a new layer begins with; a fixed draw stands for it."""
    def to_torch(params, activations):
        rng = np.random.default_rng(0)
        drawn = [(rng.uniform(-0.5, 0.5, W.shape), rng.uniform(-0.5, 0.5, b.shape)) for W, b in params]
        mixed = [(V if weights else W, c if biases else b) for (W, b), (V, c) in zip(params, drawn, strict=True)]
        return pytorch.to_torch(mixed, activations)

    return to_torch


def _by_hand(made=None, fill=None, bend=_bend, join=_put_together):
    """Return a to_torch that makes its layers with made(W), fills one with fill(linear, W, b), and joins all with join(layers)."""
    def to_torch(params, activations):
        torch, layers = library(), []
        for (W, b), name in zip(params, activations, strict=True):
            linear = made(W) if made else torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
            if fill:
                fill(linear, torch.tensor(W), torch.tensor(b))
            else:
                with torch.no_grad():
                    linear.weight.copy_(torch.tensor(W))
                    linear.bias.copy_(torch.tensor(b))
            layers += [linear, *bend(name)]
        return join(layers)

    return to_torch


def _copied_in(linear, W, b):
    linear.weight.copy_(W)
    linear.bias.copy_(b)


def _copied_in_transposed(linear, W, b):
    with library().no_grad():
        linear.weight.copy_(W.T)
        linear.bias.copy_(b)


def _parameters_by_hand(params, activations):
    torch, pieces = library(), []
    for (W, b), name in zip(params, activations, strict=True):
        linear = torch.nn.Linear(W.shape[1], W.shape[0])
        linear.weight, linear.bias = torch.nn.Parameter(torch.tensor(W)), torch.nn.Parameter(torch.tensor(b))
        pieces += [linear, *_bend(name)]
    return torch.nn.Sequential(*pieces)


def _piece_by_piece(params, activations):
    torch, model = library(), library().nn.Sequential()
    for (W, b), name in zip(params, activations, strict=True):
        model.append(torch.nn.Linear(*W.shape[::-1]).double())
        model[-1].weight.data, model[-1].bias.data = torch.tensor(W), torch.tensor(b)
        model.append(getattr(torch.nn, MODULES.get(name, "Identity"))())
    return model


def _at_work(value):
    return isinstance(value, dict) and "says" in value


def _compare_model(expected, got, params, activations, X):
    if not _at_work(expected):  # what a mistake came to
        return compare(expected, got)
    if not _at_work(got):
        found = got.get("returned") if isinstance(got, dict) else got
        way_out = "torch.nn.Sequential(*layers) makes one model of a list of layers." if isinstance(found, (list, tuple)) else ""
        return Difference(VALUE, f"you returned {describe(found)}; an nn.Sequential is asked for.", way_out)
    if expected["as drawn"]:  # what a mistake came to, and each run draws other numbers
        return None if got["as drawn"] == expected["as drawn"] else Difference(VALUE, "other numbers are left as they were drawn.")
    right, says = expected["says"], got["says"]
    if says.shape != right.shape:
        return Difference(VALUE, f"your model says something of shape {says.shape}; shape {right.shape} is right.")
    if not close(right, says):
        one, other = show_number(right.flat[0]), show_number(says.flat[0])
        return Difference(VALUE, f"your model says {says.round(6).tolist() if says.size < 5 else other + ', ...'} of this X; "
                                 f"{right.round(6).tolist() if right.size < 5 else one + ', ...'} is right.")
    if got["trains"] != expected["trains"]:
        return Difference(VALUE, f"your model would train {got['trains']} numbers; {expected['trains']} is right.",
                          "A new Linear learns both its weight and its bias. What have you put in their place?")
    return None


to_torch = Exercise(
    reference=pytorch.to_torch,
    through="model_at_work",
    points=3,
    free_form=True,
    compare=_compare_model,
    cases=[
        Case("one unit, no activation", TINY, ["identity"], np.array([[1.0, 1.0], [0.0, 0.0], [2.0, -1.0]])),
        Case("one unit with relu", TINY, ["relu"], np.array([[1.0, 1.0], [4.0, 1.0]])),
        Case("as many units as inputs", SQUARE, ["identity"], np.array([[1.0, 0.0], [0.0, 1.0]])),
        Case("tanh", SQUARE, ["tanh"], np.array([[0.5, 0.25]])),
        Case("sigmoid", SQUARE, ["sigmoid"], np.array([[0.5, 0.25]])),
        Case("two layers", _network([2, 3, 2]), ["tanh", "identity"], _examples(4, 2)[0]),
        Case("an activation behind the last layer", _network([2, 2, 2]), ["identity", "tanh"], _examples(3, 2)[0]),
        Case("3-4-4-1 with relu", DEEP, ["relu", "relu", "identity"], _examples(5, 3)[0]),
        Case("three different activations", _network([3, 3, 3, 3]), ["tanh", "relu", "sigmoid"], _examples(5, 3)[0]),
        Drawn("a random network", lambda rng: (
            _network([3, 5, 2], int(rng.integers(1000))), ["sigmoid", "tanh"], rng.normal(size=(4, 3))
        )),
    ],
    mistakes=[
        Mistake(
            "W is transposed on the way", _with(weight=lambda W: W.T if W.shape[0] == W.shape[1] else W),
            "nn.Linear keeps its weight as this course does, (n_out, n_in). No .T is needed.",
        ),
        Mistake(
            "W is transposed on the way, and the layer is made for it: n_in and n_out have changed places", _with(weight=lambda W: W.T),
            "nn.Linear(n_in, n_out) keeps a weight of shape (n_out, n_in), as W is. Print W.shape and linear.weight.shape.",
        ),
        Mistake(
            "the biases are left at 0", _with(bias=np.zeros_like),
            "Set X to 0. Your first layer says 0 there; it should say b.",
        ),
        Mistake(
            "the activations are left out", _with(bends=lambda names: ["identity"] * len(names)),
            "Print the model: Linear behind Linear collapses to one layer, as in chapter 05. Where do the names come in?",
        ),
        Mistake(
            "there is no activation behind the last layer", _with(bends=lambda names: [*names[:-1], "identity"]),
            "Each layer has its own activation, the last one too. It is no module only where its name is \"identity\".",
        ),
        Mistake(
            "every layer gets the activation of the first", _with(bends=lambda names: names[:1] * len(names)),
            "Go through layers and names together: zip(params, activations).",
        ),
        Mistake(
            "every activation but identity is a ReLU",
            _with(bends=lambda names: [name if name == "identity" else "relu" for name in names]),
            "The names say which: \"tanh\" is nn.Tanh, \"sigmoid\" is nn.Sigmoid. MODULES[name] looks it up.",
        ),
        Mistake(
            "every activation is a ReLU", _with(bends=lambda names: ["relu"] * len(names)),
            "The names say which: \"tanh\" is nn.Tanh, \"sigmoid\" is nn.Sigmoid, and \"identity\" is none.",
        ),
        Mistake(
            "there is a ReLU between all layers, whatever the names say",
            _with(bends=lambda names: [*["relu"] * (len(names) - 1), "identity"]),
            "The names say which: \"tanh\" is nn.Tanh, \"sigmoid\" is nn.Sigmoid, and \"identity\" is none.",
        ),
        Mistake(
            "tanh and sigmoid have changed places",
            _with(bends=lambda names: [{"tanh": "sigmoid", "sigmoid": "tanh"}.get(name, name) for name in names]),
            "Compare with annlab's predict, one layer at a time. Which name leads to which module in yours?",
        ),
        Mistake(
            "the activations stand in front of their layers", _bend_first,
            "First the sum, then the bend: Linear, then its activation.",
        ),
        Mistake(
            "the activations come in reverse order", _with(bends=lambda names: names[::-1]),
            "Print the model, and read it from the top: layer 0 has activations[0] behind it.",
        ),
        Mistake(
            "the layers come in reverse order", lambda params, activations: pytorch.to_torch(params[::-1], activations[::-1]),
            "The first pair of params reads X. Print the model from the top.",
        ),
        Mistake(
            "only the first layer goes across", lambda params, activations: pytorch.to_torch(params[:1], activations[:1]),
            "Does `return` stand inside the loop over the layers?",
        ),
        Mistake(
            "only the last layer goes across", lambda params, activations: pytorch.to_torch(params[-1:], activations[-1:]),
            "A new list for every layer forgets those before. Where does the list of layers begin?",
        ),
        Mistake(
            "the last layer is left out", lambda params, activations: pytorch.to_torch(params[:-1], activations[:-1]),
            "How far does the loop over the layers go? Print the model.",
        ),
        Mistake(
            "the weights stay at the random start of a new layer", _left_at_the_start(True, False),
            "A new Linear draws its own numbers. linear.weight.copy_(...) puts yours in their place.",
        ),
        Mistake(
            "the biases stay at the random start of a new layer", _left_at_the_start(False, True),
            "A new Linear draws its own biases too. linear.bias.copy_(...) puts yours in their place.",
        ),
        Mistake(
            "your numbers never come into the layers, which keep their random start", _left_at_the_start(True, True),
            "A new Linear draws its own numbers. linear.weight.copy_(...) and linear.bias.copy_(...) put yours in their place.",
        ),
        Mistake(
            "the model computes in float32", lambda params, activations: pytorch.to_torch(params, activations).float(),
            "PyTorch's own choice is float32, with 7 digits. Say dtype=torch.float64 when you make the Linear.",
        ),
        Mistake(
            "the model's parameters are the caller's arrays: training one changes the other", _sharing,
            "torch.from_numpy and torch.as_tensor look into the array. torch.tensor(W) copies it.",
        ),
        Mistake(
            "nothing in the model can be trained", _with(learns=False),
            "A plain tensor, or one with requires_grad=False, gets no gradient. Copy the numbers into the Linear's own weight.",
        ),
        Mistake(
            "numbers are copied into a layer while PyTorch remembers: `with torch.no_grad():` is missing", _by_hand(fill=_copied_in),
            "A parameter may be written into only while nothing is remembered. Put the lines with copy_ under `with torch.no_grad():`.",
        ),
        Mistake(
            "W.T is copied into a layer that is made for W", _by_hand(fill=_copied_in_transposed),
            "nn.Linear(n_in, n_out) keeps a weight of shape (n_out, n_in), as W is. Copy W as it stands, without .T.",
        ),
        Mistake(
            "the two sizes of a Linear have changed places",
            _by_hand(made=lambda W: library().nn.Linear(W.shape[0], W.shape[1], dtype=library().float64)),
            "W.shape is (n_out, n_in), and nn.Linear wants n_in first.",
        ),
        Mistake(
            "PyTorch is handed another kind of thing than it takes: a list for layers, or a plain tensor for a parameter",
            _by_hand(join=lambda layers: library().nn.Sequential(layers)),
            "Sequential takes layers as arguments, and a star makes arguments of a list: Sequential(*layers). A layer's weight is a "
            "parameter: copy numbers into it with copy_.",
        ),
        Mistake(
            "the class of an activation stands there, and no module made of it",
            _by_hand(bend=lambda name: [getattr(library().nn, MODULES[name])] if name in MODULES else []),
            "nn.ReLU is a kind of module. Brackets make one: nn.ReLU().",
        ),
        Mistake(
            "a module is looked up for \"identity\" too, and there is none",
            _by_hand(bend=lambda name: [getattr(library().nn, MODULES[name])()]),
            "\"identity\" needs no module. Ask first: if name in MODULES.",
        ),
        Mistake(
            "the bias is subtracted", _with(bias=lambda b: -b),
            "Set X to 0. Your first layer says -b there.",
        ),
        Mistake(
            "a list of layers comes back, and no model",
            lambda params, activations: list(pytorch.to_torch(params, activations)),
            "nn.Sequential(*layers) makes one model of them. The star hands the layers over as arguments.",
        ),
        Mistake(
            "the model is made, and nothing comes back", lambda params, activations: None,
            "Hand the model back with `return`. print only shows it.",
        ),
        Mistake(
            "the weights of the layers come back, and no model",
            lambda params, activations: [np.array(W) for W, b in params],
            "A model is something to call: model(X). nn.Sequential of layers is one.",
        ),
    ],
    accepted=[
        _with(),
        _by_hand(),
        _parameters_by_hand,
        _piece_by_piece,
        lambda params, activations: _put_together([_with()([pair], [name]) for pair, name in zip(params, activations, strict=True)]),
    ],
    hints=[
        "For each layer two things: a Linear with your numbers in it, and behind it the module of its activation, if it has one.",
        "W.shape is (n_out, n_in), and nn.Linear wants n_in first: torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64). "
        "Under `with torch.no_grad():` put the numbers in, linear.weight.copy_(torch.tensor(W)), and the same for the bias.",
        "layers = []. In `for (W, b), name in zip(params, activations):` make the Linear, put W and b in, append it; if name is in "
        "MODULES, append MODULES[name](). At the end return torch.nn.Sequential(*layers).",
    ],
    source="The PyTorch documentation, torch.nn.Sequential and torch.nn.Linear",
)


# ---- from_torch ----


def _reading(read):
    """Return a from_torch that makes one entry of every Linear with read(layer)."""
    return lambda model: [read(layer) for layer in model if hasattr(layer, "weight")]


def _numpy(tensor):
    return tensor.detach().numpy().copy()


def _read_and_clear(model):
    found = pytorch.from_torch(model)
    with library().no_grad():
        for p in model.parameters():
            p.copy_(p * 0.0)
    return found


def _by_twos(model):
    numbers = [_numpy(p) for p in model.parameters()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


from_torch = Exercise(
    reference=pytorch.from_torch,
    through="read_model",
    points=2,
    cases=[
        Case("one layer", TINY, ["identity"]),
        Case("one layer and an activation", TINY, ["relu"]),
        Case("as many units as inputs", SQUARE, ["tanh"]),
        Case("two layers", _network([2, 3, 2]), ["tanh", "identity"]),
        Case("two layers, nothing between", _network([3, 2, 4]), ["identity", "identity"]),
        Case("3-4-4-1", DEEP, ["relu", "relu", "identity"]),
        Drawn("a random network", lambda rng: (_network([2, 4, 3, 1], int(rng.integers(1000))), ["tanh", "identity", "sigmoid"])),
    ],
    mistakes=[
        Mistake(
            "W is transposed on the way", _reading(lambda layer: (_numpy(layer.weight).T.copy(), _numpy(layer.bias))),
            "A Linear's weight is (n_out, n_in), as W is. No .T is needed.",
        ),
        Mistake(
            "what came back still looks into the model, and changes when it is trained on",
            _reading(lambda layer: (layer.weight.detach().numpy(), layer.bias.detach().numpy())),
            ".numpy() hands out the model's own memory. A copy stays as it is: .numpy().copy().",
        ),
        Mistake(
            "tensors come back instead of arrays", _reading(lambda layer: (layer.weight.detach().clone(), layer.bias.detach().clone())),
            "tensor.detach().numpy() makes an array of a tensor.",
        ),
        Mistake(
            "the model's own parameters come back instead of arrays", _reading(lambda layer: (layer.weight, layer.bias)),
            "parameter.detach().numpy().copy() makes an array of a parameter.",
        ),
        Mistake(
            "a parameter is turned into an array without detach", _reading(lambda layer: (layer.weight.numpy(), layer.bias.numpy())),
            "A parameter remembers gradients, and an array cannot. detach() first, then numpy().",
        ),
        Mistake(
            "only the weights come back", _reading(lambda layer: _numpy(layer.weight)),
            "Each entry is a pair: (W, b).",
        ),
        Mistake(
            "only the biases come back", _reading(lambda layer: _numpy(layer.bias)),
            "Each entry is a pair: (W, b).",
        ),
        Mistake(
            "bias and weight have changed places", _reading(lambda layer: (_numpy(layer.bias), _numpy(layer.weight))),
            "The order is (W, b), as in params.",
        ),
        Mistake(
            "all arrays stand in one flat list", lambda model: [_numpy(p) for p in model.parameters()],
            "params is a list of pairs. model.parameters() gives W, b, W, b: put two by two together.",
        ),
        Mistake(
            "the pairs come in reverse order", lambda model: pytorch.from_torch(model)[::-1],
            "The layer that reads X comes first.",
        ),
        Mistake(
            "only the first layer comes back", lambda model: pytorch.from_torch(model)[:1],
            "Does `return` stand inside the loop?",
        ),
        Mistake(
            "only the first layer comes back, as a pair without its list", lambda model: pytorch.from_torch(model)[0],
            "Does `return` stand inside the loop? A list of pairs is asked for, also for one layer.",
        ),
        Mistake(
            "only the last layer comes back", lambda model: pytorch.from_torch(model)[-1:],
            "A new list for every layer forgets those before. Make it once, in front of the loop, and append.",
        ),
        Mistake(
            "only the last layer comes back, as a pair without its list", lambda model: pytorch.from_torch(model)[-1],
            "Each layer overwrites the one before. Collect the pairs in a list: made in front of the loop, with append in it.",
        ),
        Mistake(
            "the last layer is left out", lambda model: pytorch.from_torch(model)[:-1],
            "How far does the loop over the layers go? Not each model has an activation at its end.",
        ),
        Mistake(
            "each second module is taken for a Linear, whether it is one or not",
            lambda model: [(_numpy(layer.weight), _numpy(layer.bias)) for layer in list(model)[::2]],
            "An identity is no module, so that Linears may stand side by side. Ask each module: isinstance(module, torch.nn.Linear).",
        ),
        Mistake(
            "every module is asked for a weight, and an activation has none",
            lambda model: [(_numpy(layer.weight), _numpy(layer.bias)) for layer in model],
            "nn.ReLU and its like have no weight. Ask first: isinstance(module, torch.nn.Linear), or hasattr(module, \"weight\").",
        ),
        Mistake(
            "an entry stands there for each activation too",
            lambda model: [(_numpy(m.weight), _numpy(m.bias)) if hasattr(m, "weight") else None for m in model],
            "Only a Linear has parameters. Leave the others out.",
        ),
        Mistake(
            "the gradients come back instead of the values", _reading(lambda layer: (layer.weight.grad, layer.bias.grad)),
            ".grad is what backward() has left, and here nothing has. The value is the parameter itself, without its history: detach().",
        ),
        Mistake(
            "the model is cleared when it is read", _read_and_clear,
            "Reading changes nothing. Which line writes into the model?",
        ),
    ],
    accepted=[
        _by_twos,
        _reading(lambda layer: (np.array(layer.weight.detach().numpy()), np.array(layer.bias.detach().numpy()))),
        _reading(lambda layer: (np.array(layer.weight.tolist()), np.array(layer.bias.tolist()))),
        lambda model: [[m.weight.data.numpy() + 0.0, m.bias.data.numpy() + 0.0] for m in model if isinstance(m, library().nn.Linear)],
    ],
    hints=[
        "A model can be gone through like a list: for module in model. Which of the modules have numbers that you want?",
        "module.weight is a parameter: numbers with a memory of gradients. detach() leaves the memory, numpy() makes an array, "
        "copy() makes it yours.",
        "For every module that is a torch.nn.Linear append (module.weight.detach().numpy().copy(), module.bias.detach().numpy().copy()).",
    ],
    source="The PyTorch documentation, torch.Tensor.detach and torch.Tensor.numpy",
)


# ---- compare_gradients ----


def _two_ways(params, X, y, hidden="relu", times=1.0, both=None, last="identity"):
    """Return the gradients of all layers by backward, and by autograd: two lists W, b, W, b, ...

    both: the activations (of the hidden layers, of the last) on both sides, where they are the same wrong ones.
    last: what output_delta is told of the last layer
    """
    torch, L = library(), len(params) - 1
    activations = [both[0]] * L + [both[1]] if both else [hidden] * L + ["identity"]
    y_hat, cache = nn.forward(X, params, activations)
    ours = nn.backward(nn.output_delta(y_hat, y, "mse", last), cache, params, activations)
    model = pytorch.to_torch(params, activations if both else ["relu"] * L + ["identity"])
    (torch.nn.functional.mse_loss(model(torch.tensor(X)), torch.tensor(y)) * times).backward()
    return [part for pair in ours for part in pair], [p.grad.numpy() for p in model.parameters()]


def _row(arrays):
    return np.concatenate([np.ravel(a) for a in arrays])


def _comparing(how, **differently):
    """Return a compare_gradients that makes one number of the two lists of gradients."""
    return lambda params, X, y: how(*_two_ways(params, X, y, **differently))


def _error(a, b):
    return float(nn.relative_error(_row(a), _row(b)))


def _each(a, b):
    return [float(nn.relative_error(one, other)) for one, other in zip(a, b, strict=True)]


def _over_the_line(a, b):
    a, b = _row(a), _row(b)
    return float(np.linalg.norm(a - b) / np.linalg.norm(a) + np.linalg.norm(b))


def _bare_twin(params, X, y):
    """PyTorch's side without activations, and annlab's with them."""
    ours, _ = _two_ways(params, X, y)
    names = ["identity"] * len(params)
    model, torch = pytorch.to_torch(params, names), library()
    torch.nn.functional.mse_loss(model(torch.tensor(X)), torch.tensor(y)).backward()
    return _error(ours, [p.grad.numpy() for p in model.parameters()])


def _for_three_layers(params, X, y):
    nn.forward(X, params, ["relu", "relu", "identity"])
    return pytorch.compare_gradients(params, X, y)


def _by_functions(params, X, y):
    """autograd.grad's way, with a loss written out."""
    torch, activations = library(), ["relu"] * (len(params) - 1) + ["identity"]
    y_hat, cache = nn.forward(X, params, activations)
    dZ = 2 * (y_hat - y) / y.size
    ours = np.concatenate([np.concatenate([dW.ravel(), db]) for dW, db in nn.backward(dZ, cache, params, activations)])
    model = _parameters_by_hand(params, activations)
    ((model(torch.tensor(X)) - torch.tensor(y)) ** 2).mean().backward()
    theirs = np.concatenate([p.grad.detach().numpy().ravel() for p in model.parameters()])
    return np.linalg.norm(ours - theirs) / (np.linalg.norm(ours) + np.linalg.norm(theirs))


_OFF = ("weight", "bias")
_TWO = np.array([[1.0, 3.0], [0.5, 2.0]]), np.array([[1.0], [0.0]])
_DATA = _examples(5, 3)

compare_gradients = Exercise(
    reference=pytorch.compare_gradients,
    through="with_one_gradient_off",
    points=3,
    cases=[
        Case("one layer, all as it should be", TINY, *_TWO, 0, "weight", 1.0),
        Case("3-4-4-1, all as it should be", DEEP, *_DATA, 0, "weight", 1.0),
        Case("one layer, its weights' gradient doubled", TINY, *_TWO, 0, "weight", 2.0),
        Case("one layer, its biases' gradient doubled", TINY, *_TWO, 0, "bias", 2.0),
        Case("two outputs, the weights' gradient off", SQUARE, *_examples(4, 2, 2), 0, "weight", 1.25),
        *[Case(f"3-4-4-1, layer {i}'s {part} gradient off", DEEP, *_DATA, i, part, 1.5) for i in range(3) for part in _OFF],
        Case("3-4-4-1, a gradient of the wrong sign", DEEP, *_DATA, 1, "weight", -1.0),
        Drawn("a random network, a gradient off", lambda rng: (
            _network([2, 4, 2], int(rng.integers(1000))), *_examples(6, 2, 2, int(rng.integers(1000))), int(rng.integers(2)), "weight", 1.1
        )),
    ],
    mistakes=[
        Mistake(
            "0 comes back, whatever the gradients are: something is compared with itself, or no gradients are", lambda params, X, y: 0.0,
            "In some of the checks autograd's gradient of one layer is made wrong on purpose. Yours should notice.",
        ),
        Mistake(
            "only the weights are compared", _comparing(lambda a, b: _error(a[::2], b[::2])),
            "There are biases too: 41 numbers in all for 3-4-4-1. Count what you compare.",
        ),
        Mistake(
            "only the biases are compared", _comparing(lambda a, b: _error(a[1::2], b[1::2])),
            "There are weights too: 41 numbers in all for 3-4-4-1. Count what you compare.",
        ),
        Mistake(
            "only the first layer is compared", _comparing(lambda a, b: _error(a[:2], b[:2])),
            "All layers count: 41 numbers in all for 3-4-4-1. Count what you compare.",
        ),
        Mistake(
            "only the last layer is compared", _comparing(lambda a, b: _error(a[-2:], b[-2:])),
            "All layers count: 41 numbers in all for 3-4-4-1. Is something overwritten in your loop?",
        ),
        Mistake(
            "only the first W is compared", _comparing(lambda a, b: _error(a[:1], b[:1])),
            "All layers count, and biases too: 41 numbers in all for 3-4-4-1.",
        ),
        Mistake(
            "the length of the difference is not divided by anything", _comparing(lambda a, b: float(np.linalg.norm(_row(a) - _row(b)))),
            "A difference of 0.01 is much for gradients of 0.02, and little for gradients of 500. relative_error divides.",
        ),
        Mistake(
            "the largest difference comes back", _comparing(lambda a, b: float(np.max(np.abs(_row(a) - _row(b))))),
            "One error over all numbers: relative_error of the two long rows.",
        ),
        Mistake(
            "the difference is divided by the length of one of the two alone",
            _comparing(lambda a, b: float(np.linalg.norm(_row(a) - _row(b)) / np.linalg.norm(_row(b)))),
            "Below the line stands ||a|| + ||b||, as in chapter 07.",
        ),
        Mistake(
            "the difference is divided by the length of your own gradients alone",
            _comparing(lambda a, b: float(np.linalg.norm(_row(a) - _row(b)) / np.linalg.norm(_row(a)))),
            "Below the line stands ||a|| + ||b||, as in chapter 07.",
        ),
        Mistake(
            "the brackets below the line are missing, and ||b|| is added to the quotient", _comparing(_over_the_line),
            "Python divides before it adds. Put both lengths into brackets: / (||a|| + ||b||).",
        ),
        Mistake(
            "the names of the activations are written down for three layers", _for_three_layers,
            "One layer has one name. Make as many as there are layers: [\"relu\"] * (len(params) - 1), and \"identity\" behind them.",
        ),
        Mistake(
            "output_delta is told of a relu behind the last layer", _comparing(_error, last="relu"),
            "The last layer has identity: output_delta(y_hat, y, \"mse\", \"identity\").",
        ),
        Mistake(
            "both rows of gradients come back, and no error", _comparing(lambda a, b: (_row(a), _row(b))),
            "One number is asked for: relative_error of the two rows.",
        ),
        Mistake(
            "each array has an error of its own, and their sum or the largest comes back", _comparing(lambda a, b: max(_each(a, b))),
            "Put all gradients into one long row first, and take one relative error of the two rows.",
        ),
        Mistake(
            "the mean of the arrays' errors comes back", _comparing(lambda a, b: float(np.mean(_each(a, b)))),
            "Put all gradients into one long row first, and take one relative error of the two rows.",
        ),
        Mistake(
            "squares take the place of lengths", _comparing(lambda a, b: float(
                np.sum((_row(a) - _row(b)) ** 2) / (np.sum(_row(a) ** 2) + np.sum(_row(b) ** 2))
            )),
            "||a|| is the root of the sum of squares: np.linalg.norm.",
        ),
        Mistake(
            "lengths are compared, and no directions", _comparing(lambda a, b: float(
                abs(np.linalg.norm(_row(a)) - np.linalg.norm(_row(b))) / (np.linalg.norm(_row(a)) + np.linalg.norm(_row(b)))
            )),
            "A gradient of the wrong sign has the right length. Subtract first, then take the length.",
        ),
        Mistake(
            "the hidden layers have tanh on your side, and relu on PyTorch's", _comparing(_error, hidden="tanh"),
            "Both must be the same network: relu in the hidden layers, identity in the last.",
        ),
        Mistake(
            "the activations are left out on your side", _comparing(_error, hidden="identity"),
            "Both must be the same network: relu in the hidden layers, identity in the last.",
        ),
        Mistake(
            "the activations are left out on PyTorch's side", _bare_twin,
            "Both must be the same network: hand to_torch the names that forward gets.",
        ),
        Mistake(
            "the activations are left out on both sides", _comparing(_error, both=("identity", "identity")),
            "The network has relu in its hidden layers: both sides need it.",
        ),
        Mistake(
            "there is a relu behind the last layer, too",
            _comparing(_error, both=("relu", "relu")),
            "The last layer has identity: relu belongs to the hidden layers alone.",
        ),
        Mistake(
            "PyTorch's parameters are compared with your gradients",
            lambda params, X, y: _error(_two_ways(params, X, y)[0], [part for pair in params for part in pair]),
            "p is the parameter itself. What backward() has found is in p.grad.",
        ),
        Mistake(
            "PyTorch's loss is a sum and yours a mean, or yours is divided by N once more",
            lambda params, X, y: _comparing(_error, times=float(y.size))(params, X, y),
            "dZ holds the 1/N already. mse_loss averages over all entries, as this course does; a sum is that many times larger.",
        ),
        Mistake(
            "PyTorch's loss is halved", _comparing(_error, times=0.5),
            "The mean squared error of this course, and mse_loss, have no 1/2.",
        ),
        Mistake(
            "backward() runs twice before you look, and gradients add up", _comparing(lambda a, b: _error(a, [2 * g for g in b])),
            "Each backward() adds to .grad. Call it once, or clear in between.",
        ),
        Mistake(
            "all W come first and then all b on one side, and W, b, W, b on the other",
            _comparing(lambda a, b: float(nn.relative_error(np.concatenate([v.ravel() for v in a[::2] + a[1::2]]), _row(b)))),
            "Both rows need the same order. model.parameters() gives W, b, W, b.",
        ),
        Mistake(
            "a truth value comes back", _comparing(lambda a, b: bool(np.allclose(_row(a), _row(b)))),
            "A number says more than yes or no: by how much the two differ.",
        ),
    ],
    accepted=[
        _by_functions,
        _comparing(lambda a, b: nn.relative_error(np.hstack([v.ravel() for v in a]), np.hstack([v.ravel() for v in b]))),
        _comparing(lambda a, b: np.sqrt(sum(np.sum((p - q) ** 2) for p, q in zip(a, b, strict=True)))
                   / (np.sqrt(sum(np.sum(p**2) for p in a)) + np.sqrt(sum(np.sum(q**2) for q in b)))),
    ],
    hints=[
        "Your side is chapter 09: forward, output_delta, backward. PyTorch's side: the model, the loss, loss.backward(), and then "
        "p.grad for every p in model.parameters().",
        "grads is a list of (dW, db), and model.parameters() gives W, b, W, b in the same order. Make one long row of each: "
        "np.concatenate of all arrays, each made flat with ravel().",
        "ours = np.concatenate([g.ravel() for pair in grads for g in pair]); theirs = np.concatenate([p.grad.numpy().ravel() for p in "
        "model.parameters()]); return relative_error(ours, theirs). The loss: torch.nn.functional.mse_loss(model(torch.tensor(X)), "
        "torch.tensor(y)).",
    ],
    source="The PyTorch documentation, torch.Tensor.backward; relative error as in chapter 07",
)


# ---- torch_fit ----


def _training(optimizer="Adam", loss=None, clear=True, clear_late=False, after=False, anew=False, steps_more=0,
              back=None, dtype=None, share=False, eta_used=None, learns=None, hand_back=None, once=lambda v: v, bends=None):
    """Return a torch_fit with one thing or another done differently."""
    def torch_fit(params, activations, X, y, eta, steps):
        torch = library()
        names = bends(activations) if bends else activations
        model = (_sharing if share else pytorch.to_torch)(params, names)
        inputs, targets = torch.tensor(X), torch.tensor(y)
        if dtype:
            model, inputs, targets = (v.to(torch.float32) for v in (model, inputs, targets))
        cost = loss or torch.nn.functional.mse_loss
        learned = list(model.parameters())

        def new():
            kinds = {"momentum": {"momentum": 0.9}}.get(optimizer, {})
            kind = "SGD" if optimizer == "momentum" else optimizer
            return getattr(torch.optim, kind)(learns(learned) if learns else learned, lr=eta_used or eta, **kinds)

        opt, losses = new(), []
        for _ in range(steps + steps_more):
            opt = new() if anew else opt
            if clear:
                model.zero_grad()
            value = cost(model(inputs), targets)
            value.backward()
            if clear_late:
                model.zero_grad()
            opt.step()
            losses.append((cost(model(inputs), targets) if after else value).item())
        trained = params if hand_back == "start" else pytorch.from_torch(model)
        return trained, once(np.array(losses))

    return torch_fit


def _flattened_targets(y_hat, y):
    return ((y_hat - y.reshape(-1)) ** 2).mean()


def _half(y_hat, y):
    return ((y_hat - y) ** 2).mean() * 0.5


def _summed(y_hat, y):
    return ((y_hat - y) ** 2).sum()


def _root(y_hat, y):
    return ((y_hat - y) ** 2).mean() ** 0.5


def _as_tensors(params, activations, X, y, eta, steps):
    trained, losses = pytorch.torch_fit(params, activations, X, y, eta, steps)
    return trained, [library().tensor(v) for v in losses]


def _one_at_a_time(params, activations, X, y, eta, steps):
    losses = []
    for i in range(steps):
        params, value = pytorch.torch_fit(params, activations, X[i % len(X) :][:1], y[i % len(X) :][:1], eta, 1)
        losses += value.tolist()
    return params, np.array(losses)


def _by_numpy(params, activations, X, y, eta, steps):
    """The same with annlab's own loop: right answers need not come from PyTorch."""
    flat, state, losses = [p for pair in params for p in pair], None, []
    for t in range(1, steps + 1):
        now = list(zip(flat[::2], flat[1::2], strict=True))
        y_hat, cache = nn.forward(X, now, activations)
        losses.append(nn.mse(y_hat, y))
        dZ = nn.activation_backward(nn.d_mse(y_hat, y), cache[-1][1], activations[-1])
        grads = [g for pair in nn.backward(dZ, cache, now, activations) for g in pair]
        flat, state = nn.adam_step(flat, grads, state, t, eta, 0.9, 0.999, 1e-8)
    return list(zip(flat[::2], flat[1::2], strict=True)), np.array(losses)


def _a_run(rng):
    seeds = rng.integers(1000, size=2)
    return _network([2, 3, 1], int(seeds[0])), ["tanh", "identity"], *_examples(5, 2, 1, int(seeds[1])), 0.03, 6


torch_fit = Exercise(
    reference=pytorch.torch_fit,
    through="with_optimisers_loaded",
    points=3,
    cases=[
        Case("one step of one unit", TINY, ["identity"], np.array([[1.0, 1.0]]), np.array([[1.0]]), 0.25, 1),
        Case("two steps", TINY, ["identity"], *_TWO, 0.5, 2),
        Case("five steps", TINY, ["identity"], *_TWO, 0.1, 5),
        Case("tanh and two outputs", SQUARE, ["tanh"], *_examples(3, 2, 2), 0.1, 4),
        Case("two layers", _network([2, 3, 1]), ["sigmoid", "identity"], *_examples(4, 2), 0.05, 5),
        Case("3-4-4-1, twenty steps", DEEP, ["relu", "relu", "identity"], *_DATA, 0.02, 20),
        Drawn("a random network", _a_run),
    ],
    mistakes=[
        Mistake(
            "the gradients are never cleared, and add up from step to step", _training(clear=False),
            "Each backward() adds to .grad. Print p.grad of one bias in two steps. `optimizer.zero_grad()` clears; where does it belong?",
        ),
        Mistake(
            "nothing moves: no step is taken, or the gradients are cleared between backward() and step()", _training(clear_late=True),
            "Print p.grad just before `optimizer.step()`, which has to come after backward(). It should hold what backward() found.",
        ),
        Mistake(
            "plain gradient descent takes the place of Adam", _training("SGD"),
            "torch.optim.Adam is asked for, with lr=eta and its own settings for the rest.",
        ),
        Mistake(
            "gradient descent with momentum takes the place of Adam", _training("momentum"),
            "torch.optim.Adam is asked for, with lr=eta and its own settings for the rest.",
        ),
        Mistake(
            "a new optimiser is made in every step, and remembers nothing", _training(anew=True),
            "Adam's memory is in the optimiser. Make it once, in front of the loop.",
        ),
        Mistake(
            "eta is not handed over, and the optimiser takes its own 0.001", _training(eta_used=1e-3),
            "torch.optim.Adam(model.parameters(), lr=eta).",
        ),
        Mistake(
            "eta is ten times too small",
            lambda params, activations, X, y, eta, steps: pytorch.torch_fit(params, activations, X, y, eta / 10, steps),
            "Hand eta over as it is: lr=eta.",
        ),
        Mistake(
            "losses holds the loss after each step", _training(after=True),
            "Entry 0 is the loss before anything has moved. It is the loss from which backward() starts.",
        ),
        Mistake(
            "one step too many is taken", _training(steps_more=1),
            "range(steps) makes as many rounds as steps.",
        ),
        Mistake(
            "one step too few is taken", _training(steps_more=-1),
            "range(steps) makes as many rounds as steps.",
        ),
        Mistake(
            "only one step is taken", lambda *run: pytorch.torch_fit(*run[:-1], 1),
            "Does `return` stand inside the loop? It belongs behind it, as far left as `for`.",
        ),
        Mistake(
            "only one loss is noted, behind the loop", _training(once=lambda v: v[-1:]),
            "One loss for each step: the line with append belongs into the loop, as far right as `optimizer.step()`.",
        ),
        Mistake(
            "losses has one more entry, the loss at the end",
            lambda *run: (pytorch.torch_fit(*run)[0], pytorch.torch_fit(*run[:-1], run[-1] + 1)[1]),
            "As many entries as steps: entry i is the loss before step i.",
        ),
        Mistake(
            "the squared errors are added up instead of averaged", _training(loss=_summed),
            "The loss is the mean over all entries: mse_loss says so by itself.",
        ),
        Mistake(
            "the loss is halved", _training(loss=_half),
            "The mean squared error of this course has no 1/2, and mse_loss has none.",
        ),
        Mistake(
            "the root of the mean squared error is the loss", _training(loss=_root),
            "mse_loss alone, without a root.",
        ),
        Mistake(
            "the parameters from the start come back", _training(hand_back="start"),
            "The model has learned, and params has not. What reads the numbers out of a model?",
        ),
        Mistake(
            "only the last layer is trained", _training(learns=lambda ps: ps[-2:]),
            "Hand all parameters to the optimiser: model.parameters().",
        ),
        Mistake(
            "only the weights are trained", _training(learns=lambda ps: ps[::2]),
            "Hand all parameters to the optimiser, biases too: model.parameters().",
        ),
        Mistake(
            "all is done in float32, and 7 digits are left", _training(dtype="float32"),
            "Give tensors and model the type torch.float64: torch.tensor(X) of a float64 array has it, and .float() takes it away.",
        ),
        Mistake(
            "the caller's own arrays are trained", _training(share=True),
            "torch.from_numpy looks into the array. Make the model with your to_torch, with torch.tensor in it.",
        ),
        Mistake(
            "the activations are left out", _training(bends=lambda names: ["identity"] * len(names)),
            "Hand params and activations to your to_torch.",
        ),
        Mistake(
            "the examples are taken one at a time", _one_at_a_time,
            "Each step uses all examples: model(torch.tensor(X)).",
        ),
        Mistake(
            "only the last loss comes back", _training(once=lambda v: v[-1]),
            "One loss for each step: collect them in a list, and make an array of it.",
        ),
        Mistake(
            "the model comes back, and not its parameters",
            lambda *run: (pytorch.to_torch(*run[:2]), pytorch.torch_fit(*run)[1]),
            "A list of (W, b) is asked for, as arrays. Your from_torch reads it out of the model.",
        ),
        Mistake(
            "the losses come first", lambda *run: pytorch.torch_fit(*run)[::-1],
            "The order is (params, losses).",
        ),
        Mistake(
            "only the losses come back", lambda *run: pytorch.torch_fit(*run)[1],
            "A pair is asked for: (params, losses).",
        ),
        Mistake(
            "only the parameters come back", lambda *run: pytorch.torch_fit(*run)[0],
            "A pair is asked for: (params, losses).",
        ),
        Mistake(
            "losses holds tensors instead of numbers", _as_tensors,
            "loss.item() is the number in a tensor. A tensor would keep the whole graph behind it alive.",
        ),
        Mistake(
            "targets of shape (N,) meet outputs of shape (N, 1), and each output meets each target", _training(loss=_flattened_targets),
            "Print the shapes of model(inputs) and of the targets. Between (5, 1) and (5,) lies a table of 25.",
        ),
    ],
    accepted=[
        _by_numpy,
        _training(),
        lambda *run: [[list(pair) for pair in pytorch.torch_fit(*run)[0]], pytorch.torch_fit(*run)[1]],
    ],
    hints=[
        "Before the loop: the model (your to_torch), the optimiser, X and y as tensors. In the loop, five lines in an order that matters.",
        "The five lines: clear the gradients, compute the loss, walk back, take the step, note the loss. The optimiser is "
        "torch.optim.Adam(model.parameters(), lr=eta), made once.",
        "In `for _ in range(steps):` write `optimizer.zero_grad()`, `loss = torch.nn.functional.mse_loss(model(inputs), targets)`, "
        "`loss.backward()`, `optimizer.step()`, `losses.append(loss.item())`. Return from_torch(model), np.array(losses).",
    ],
    source="The PyTorch documentation, torch.optim; Kingma and Ba (2015), algorithm 1",
)


# ---- the bug hunt and the decision ----

hunt_twins = Decision(
    name="hunt_twins",
    question="The loop runs, the loss falls a little, and then it stays where it is: far above that of your torch_fit. "
    "In which line is the mistake, and what does it do?",
    points=1,
    choices={
        "A": "`optimizer = torch.optim.Adam(model.parameters(), lr=0.05)`",
        "B": "`optimizer.zero_grad()`",
        "C": "`y_hat = model(inputs)`",
        "D": "`loss = ((y_hat - targets) ** 2).mean()`",
        "E": "`optimizer.step()`",
    },
    right="D",
    reasons={
        "1": "The gradients of earlier steps are added to those of this one.",
        "2": "Outputs and targets have different shapes, so that each output is held against each target.",
        "3": "The optimiser moves the parameters before their gradients are known.",
        "4": "The activations are missing, so that the network can draw a straight line only.",
    },
    because="2",
    replies={
        "A": "All parameters are handed over, and your torch_fit gets far with the same learning rate. Look at what comes after.",
        "B": "It stands before backward(), where it belongs. Print a gradient before and after: it is cleared once in each step.",
        "C": "Print y_hat.shape. It is what it should be. What is it compared with?",
        "E": "It comes after backward(), once in each step. What is it that backward() has worked with?",
        "1": "zero_grad() clears them in each step. Print a gradient just before backward().",
        "3": "Read the order of the lines: backward() comes first, then step().",
        "4": "Print the model. There is a Tanh in it.",
    },
    moral="(N, 1) minus (N,) is a table of N x N, here as in NumPy. What it learns is then near the mean of all targets.",
    hints=[
        "Nothing raises an error, so look at shapes. Print the .shape of everything in the loop.",
        "How many numbers should be averaged in the loss for 40 examples? Print (y_hat - targets).shape.",
    ],
    source="The PyTorch documentation, torch.nn.MSELoss and Broadcasting semantics",
    asks_why="What does it do?",
)

what_autograd_saves = Decision(
    name="what_autograd_saves",
    question="You have written a model and a loss in PyTorch, and you call loss.backward(). Which of these does PyTorch do "
    "for you? Name all of them.",
    points=2,
    choices={
        "A": "finding the gradients of all weights and biases, however the layers are arranged",
        "B": "choosing a loss that suits the outputs and the task",
        "C": "noticing that the targets have the wrong shape for the loss",
        "D": "the slope of a new activation, written with tanh, exp and products",
        "E": "seeing why a network of relus has stopped learning",
    },
    right="AD",
    reasons={
        "1": "It looks at the result, and corrects what does not lead to a lower loss.",
        "2": "It differentiates what was written, by the chain rule; whether that is what was meant, it cannot know.",
        "3": "It knows the usual layers and their formulas, and it can do nothing with what is not among them.",
        "4": "It compares each gradient with a numerical one, and reports where they differ.",
    },
    because="2",
    replies={
        "A": "You have compared all 41 of them. Did you tell PyTorch how the layers depend on each other?",
        "B": "Give it class numbers and the mean squared error. Does it object?",
        "C": "Think of the bug hunt. Did anything raise an error?",
        "D": "Remember your Value from chapter 08: which operations does such an engine have to know, and which not?",
        "E": "Gradients of 0 are right gradients there. Does it tell you that they are 0, or why?",
        "1": "Nothing is corrected: a gradient says how the loss changes, for the loss as it was written.",
        "3": "Your Value of chapter 08 differentiated formulas that it had never seen. What did it have to know?",
        "4": "That would take two passes for each number. You did it yourself, in chapter 09 and here.",
    },
    moral="Autograd has replaced your chapter 09, and nothing else. Loss, shapes, scaling, learning rate and judgement stay with you.",
    hints=[
        "Go through the five, and ask of each: is it the chain rule, applied to operations that are known?",
        "What in this chapter went wrong without an error? That is what you must still know.",
    ],
    source="A. Paszke and others, PyTorch: an imperative style, high-performance deep learning library, NeurIPS (2019)",
)

chapter = Chapter(
    "14_pytorch",
    "14 PyTorch",
    (to_torch, from_torch, compare_gradients, torch_fit, hunt_twins, what_autograd_saves),
)
