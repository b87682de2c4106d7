"""The playground's network as Python that makes it again, number by number: "Show me the code"."""

from annlab.visuals.playground_data import drawn_code, features_code
from annlab.visuals.trainer import OPTIMISERS

MOST_TOLD = 12  # changes, in a comment


def code(run, points, yours=()):
    """Return Python after which features, params, activations and predict are those of the run.

    yours : names of functions that are the learner's own, and so are not imported
    A network that was changed by hand is given by its numbers, any other by the way in which it was trained.
    """
    return "\n".join(_numbers(run, yours) if run.changes else _training(run, points, yours))


def _training(run, points, yours):
    s, own = run.settings, run.settings.data == "own"
    names = {s.init, "backward", "forward", "minibatches", "output_delta", s.optimiser}
    names |= {"d_l2_penalty"} if s.l2 else set()
    data = ["# X and y are your own data, y of shape (N, 1)"] if own else drawn_code(s.data, points, s.noise)
    names |= {"toy_data"} if "toy_data" in data[0] else set()
    rest = "".join(f", {value}" for value in (s.eta, *OPTIMISERS[s.optimiser]))
    step = {"sgd_step": f"flat = sgd_step(flat, slopes{rest})", "adam_step": f"flat, state = adam_step(flat, slopes, state, t{rest})"}
    penalty = [f"    more = d_l2_penalty(params, {s.l2})", "    grads = [(a + c, b + d) for (a, b), (c, d) in zip(grads, more)]"]
    return [
        *_head(sorted(names), yours, s.features),
        f"rng = np.random.default_rng({s.seed})",
        *data,
        f"sizes, activations = {run.sizes}, {_quoted(run.activations)}",
        f"params = [({s.init}(n_out, n_in, rng), np.zeros(n_out)) for n_in, n_out in zip(sizes, sizes[1:])]",
        "",
        "t, state, batches = 0, None, []",
        f"while t < {run.t}:",
        f"    batches = batches or minibatches(features(X), y, {s.batch}, rng)",
        "    X_batch, y_batch = batches.pop(0)",
        "    y_hat, cache = forward(X_batch, params, activations)",
        f'    grads = backward(output_delta(y_hat, y_batch, "{run.loss}", "{run.output}"), cache, params, activations)',
        *(penalty if s.l2 else []),
        "    flat, slopes = ([part for pair in pairs for part in pair] for pairs in (params, grads))",
        "    t += 1",
        f"    {step.get(s.optimiser, f'flat, state = {s.optimiser}(flat, slopes, state{rest})')}",
        "    params = list(zip(flat[::2], flat[1::2]))",
        *_tail(),
    ]


def _numbers(run, yours):
    settings = [change for change in run.changes if len(change) == 3]
    told = [f"# before step {step + 1}: {name} = {value!r}" for step, name, value in settings[-MOST_TOLD:]]
    by_hand = len({change[1] for change in run.changes if len(change) > 3})
    if by_hand:
        told.append(f"# set by hand: {by_hand} of the weights and biases")
    params = []
    for W, b in run.params:
        rows = ",\n               ".join(str(row) for row in W.tolist())
        params.append(f"    (np.array([{rows}]),\n     np.array({b.tolist()})),")
    return [
        *_head(["forward"], yours, run.settings.features),
        f"# The network after step {run.t}, as it was changed on the way:",
        *told,
        f"activations = {_quoted(run.activations)}",
        "params = [",
        *params,
        "]",
        *_tail(),
    ]


def _head(names, yours, features):
    own = [name for name in names if name in yours]
    return [
        "import numpy as np",
        f"from annlab import {', '.join(name for name in names if name not in own)}" if len(own) < len(names) else "",
        *([f"# your own, from this notebook: {', '.join(own)}"] if own else []),
        "",
        *features_code(features),
        "",
    ]


def _tail():
    return ["", "def predict(X):", "    return forward(features(X), params, activations)[0]"]


def _quoted(names):
    return str(list(names)).replace("'", '"')
