"""The optimisers are held against torch.optim, step for step, and against what is known of them in closed form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annlab import nn
from tests.nn import optimizer_figures as figures

STEPS = {
    "sgd": lambda params, grads, state, **settings: (nn.sgd_step(params, grads, **settings), None),
    "momentum": nn.momentum_step,
    "adagrad": nn.adagrad_step,
    "rmsprop": nn.rmsprop_step,
    "adam": nn.adam_step,
}


def run(name, params, grads, **settings):
    state, after = None, []
    for t, gradients in enumerate(grads, start=1):
        counted = {"t": t} if name == "adam" else {}
        params, state = STEPS[name](params, gradients, state, **counted, **settings)
        after.append(params)
    return after


def ours(name):
    return run(name, *figures.start(), **figures.SETTINGS[name])


def hold(found, expected):
    assert len(found) == len(expected) == figures.STEPS
    for step, other in zip(found, expected, strict=True):
        for p, q in zip(step, other, strict=True):
            np.testing.assert_allclose(p, q, rtol=1e-12, atol=1e-15)


def test_the_gradients_hold_zeros_and_tiny_ones():
    values = np.concatenate([g.ravel() for gradients in figures.start()[1] for g in gradients])
    assert (values == 0).sum() > 10 and ((values != 0) & (np.abs(values) < 1e-7)).sum() > 10 and (np.abs(values) > 1).sum() > 10


@pytest.mark.parametrize("name", STEPS)
def test_twenty_steps_are_those_that_torch_made(name):
    hold(ours(name), figures.stored_runs()["runs"][name])


@pytest.mark.parametrize("name", STEPS)
def test_twenty_steps_are_those_that_torch_makes(name):
    pytest.importorskip("torch")
    hold(ours(name), figures.torch_runs()[name])


@pytest.mark.parametrize("name", STEPS)
def test_nothing_handed_in_is_changed(name):
    params, grads = figures.start()
    run(name, params, grads, **figures.SETTINGS[name])
    for mine, fresh in zip([params, *grads], [figures.start()[0], *figures.start()[1]], strict=True):
        assert all(np.array_equal(p, q) for p, q in zip(mine, fresh, strict=True))


@pytest.mark.parametrize("name", STEPS)
def test_an_older_state_still_leads_to_the_same_step(name):
    """No state is written into: a step may be taken back and made again."""
    params, grads = figures.start()
    counted = (lambda t: {"t": t}) if name == "adam" else (lambda t: {})
    _, state = STEPS[name](params, grads[1], None, **counted(1), **figures.SETTINGS[name])
    first, _ = STEPS[name](params, grads[2], state, **counted(2), **figures.SETTINGS[name])
    second, _ = STEPS[name](params, grads[2], state, **counted(2), **figures.SETTINGS[name])
    assert all(np.array_equal(p, q) for p, q in zip(first, second, strict=True))


gradients = st.floats(0.01, 100).flatmap(lambda size: st.sampled_from([size, -size]))


@given(gradients, st.floats(0.0, 0.95), st.integers(1, 30))
def test_a_constant_force_brings_momentum_to_its_speed_in_closed_form(g, beta, steps):
    after = run("momentum", [np.zeros(1)], [[np.array([g])]] * (steps + 1), eta=0.1, beta=beta)
    last = after[-2][0] - after[-1][0]
    assert last == pytest.approx(0.1 * g * (1 - beta ** (steps + 1)) / (1 - beta), rel=1e-9)


@given(gradients, st.integers(1, 30))
def test_adagrads_steps_under_a_constant_force_fall_with_the_root_of_their_number(g, steps):
    after = run("adagrad", [np.zeros(1)], [[np.array([g])]] * steps, eta=0.1, eps=1e-12)
    expected = -0.1 * np.sign(g) * sum(1 / np.sqrt(t) for t in range(1, steps + 1))
    assert after[-1][0] == pytest.approx(expected, rel=1e-8)


@given(gradients, st.floats(0.1, 0.95), st.integers(1, 30))
def test_rmsprops_steps_under_a_constant_force_in_closed_form(g, rho, steps):
    after = run("rmsprop", [np.zeros(1)], [[np.array([g])]] * steps, eta=0.1, rho=rho, eps=1e-12)
    expected = -0.1 * np.sign(g) * sum(1 / np.sqrt(1 - rho**t) for t in range(1, steps + 1))
    assert after[-1][0] == pytest.approx(expected, rel=1e-8)


@given(gradients, st.floats(0.0, 0.95), st.floats(0.1, 0.999), st.integers(1, 30))
def test_adams_steps_under_a_constant_force_all_have_the_length_eta(g, beta1, beta2, steps):
    settings = {"eta": 0.1, "beta1": beta1, "beta2": beta2, "eps": 1e-12}
    after = run("adam", [np.zeros(1)], [[np.array([g])]] * steps, **settings)
    assert after[-1][0] == pytest.approx(-0.1 * np.sign(g) * steps, rel=1e-8)


# ---- minibatches ----


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 2**32))
def test_an_epoch_is_every_example_once_with_its_target(N, batch_size, seed):
    X, y = np.arange(3.0 * N).reshape(N, 3), np.arange(N)
    batches = nn.minibatches(X, y, batch_size, np.random.default_rng(seed))
    assert [len(part) for _, part in batches] == [min(batch_size, N - start) for start in range(0, N, batch_size)]
    targets = np.concatenate([part for _, part in batches])
    assert sorted(targets) == list(range(N))
    assert np.array_equal(np.concatenate([part for part, _ in batches]), X[targets])


def test_every_order_is_equally_likely():
    rng, counts = np.random.default_rng(0), {}
    for _ in range(6000):
        order = tuple(np.concatenate([part for _, part in nn.minibatches(np.eye(3), np.arange(3), 2, rng)]))
        counts[order] = counts.get(order, 0) + 1
    assert len(counts) == 6 and all(abs(n - 1000) < 6 * np.sqrt(6000 * 5 / 36) for n in counts.values())
