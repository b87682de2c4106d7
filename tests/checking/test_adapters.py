"""A run of an optimiser: what it hands over from step to step, and what it makes of results that are no pair."""

import numpy as np
import pytest

from annlab.checking.adapters import adapted

PARAMS = [np.array([1.0]), np.array([2.0, 3.0])]
GRADS = [[np.full(p.shape, k) for p in PARAMS] for k in (1.0, 2.0, 3.0)]


def test_every_step_gets_the_last_ones_params_and_its_state_unopened():
    seen, states = [], [object(), object(), object()]

    def step(params, grads, state, eta, beta):
        seen.append((params[0][0], grads[0][0], state, eta, beta))
        return [p + 10 for p in params], states[len(seen) - 1]

    after = adapted(step, "run_optimizer")(PARAMS, GRADS, {"eta": 0.5, "beta": 0.25})
    assert seen == [(1.0, 1.0, None, 0.5, 0.25), (11.0, 2.0, states[0], 0.5, 0.25), (21.0, 3.0, states[1], 0.5, 0.25)]
    assert [params[1].tolist() for params in after] == [[12.0, 13.0], [22.0, 23.0], [32.0, 33.0]]


def test_the_number_of_the_step_counts_on():
    counted = []
    adapted(lambda params, grads, state, t, eta: (params, counted.append((t, eta))), "run_optimizer")(PARAMS, GRADS, {"t": 1, "eta": 0.5})
    assert counted == [(1, 0.5), (2, 0.5), (3, 0.5)]


def test_steps_that_write_into_their_own_arrays_are_kept_apart():
    def step(params, grads, state, eta):
        state = [p.copy() for p in params] if state is None else state
        for p in state:
            p += 1
        return state, state

    after = adapted(step, "run_optimizer")(PARAMS, GRADS, {"eta": 0.5})
    assert [params[0][0] for params in after] == [2.0, 3.0, 4.0]


@pytest.mark.parametrize("result", [None, 3.0, PARAMS, (PARAMS, 1, 2), (PARAMS[0], None), "ab"], ids=str)
def test_what_is_no_pair_ends_the_run_and_is_kept(result):
    (kept,) = adapted(lambda *args: result, "run_optimizer")(PARAMS, GRADS, {"eta": 0.5})
    assert kept == {"returned": result}
