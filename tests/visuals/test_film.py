"""The film of a training: what it keeps, when a picture is due, what it shows, and a real loop in a real notebook."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annlab import visuals
from annlab.visuals.film import ALONG, CELLS, MOST_SHOTS, PERIOD, SHARE, Film

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([0.0, 1.0, 1.0, 0.0])


def params(value, inputs=2):
    return [(np.full((1, inputs), float(value)), np.zeros(1))]


def film(**changes):
    return Film(**({"X": X, "y": Y, "activations": ["sigmoid"], "clock": lambda: 0.0} | changes))


@given(st.integers(1, 3 * MOST_SHOTS))
def test_what_is_kept_is_spread_evenly_over_all_steps(n):
    kept = film()
    for step in range(1, n + 1):
        kept.add(params(step))
    steps = [step for step, _ in kept.shots]
    assert len(steps) <= MOST_SHOTS and kept.newest[0] == kept.steps == n
    assert len(set(np.diff(steps))) <= 1 and n - steps[-1] < kept.stride
    assert all(net[0][0][0, 0] == step for step, net in kept.shots)


def test_a_loop_that_changes_its_arrays_in_place_does_not_change_the_past():
    kept, net = film(), params(0)
    for step in range(1, 6):
        net[0][0][:] = step
        kept.add(net)
    assert [shot[0][0][0, 0] for _, shot in kept.shots] == [1, 2, 3, 4, 5]


def test_the_arrays_may_come_in_a_row_as_an_optimiser_has_them():
    one, other = film(), film()
    one.add(params(2))
    other.add([part for pair in params(2) for part in pair])
    assert one.frame(one.first())[0] == other.frame(other.first())[0]


@settings(deadline=None)
@given(st.floats(0.0005, 0.2), st.floats(0.001, 0.05))
def test_pictures_take_their_share_of_the_loop_at_most(cost, pause):
    now, spent, pictures = 0.0, 0.0, 0
    kept = film(clock=lambda: now)
    while now < 3:
        now += pause
        if kept.add(params(1)):
            now, spent, pictures = now + cost, spent + cost, pictures + 1
            kept.took(cost)
    assert 1 <= pictures <= 1 + now / PERIOD
    assert spent <= cost + SHARE * now, "but for the first picture, which finds no time that was saved up"


def test_it_winds_back():
    kept = film()
    for step in range(1, 11):
        kept.add(params(step))
    frame, arrays = kept.frame({"at": 0.3})
    assert frame["step"] == 3 and frame["steps"] == 10 and "step 3 of 10" in frame["say"]
    assert np.reshape(arrays["losses"], (-1, 2))[:, 0].tolist() == list(range(1, 11))
    assert kept.frame({"at": 1.0})[0]["loss"] == pytest.approx(np.reshape(arrays["losses"], (-1, 2))[-1, 1])


def test_the_next_run_of_a_cell_is_a_new_film():
    kept = film()
    kept.add(params(1))
    kept.ended = True
    kept.add(params(2))
    assert kept.steps == 1 and len(kept.shots) == 1


@pytest.mark.parametrize(("inputs", "size"), [(1, ALONG), (2, CELLS**2), (3, None)])
def test_the_plane_a_curve_or_the_losses_alone(inputs, size):
    rng = np.random.default_rng(0)
    kept = film(X=rng.normal(size=(9, inputs)), y=rng.normal(size=9), activations=["identity"], loss="mse")
    kept.add(params(0.5, inputs))
    frame, arrays = kept.frame(kept.first())
    assert not frame["trouble"] and ("shown" in arrays) == (size is not None)
    assert size is None or len(arrays["shown"]) == size


def test_before_the_first_step_it_says_so():
    assert film().frame({"at": 1.0})[0]["say"] == "no step yet"


@pytest.mark.parametrize(
    ("given", "said"),
    [({"X": X[0]}, r"X is an array of shape \(2,\)"), ({"y": Y[:2]}, "each example needs"), ({"loss": "mean"}, "loss is 'mean'")],
)
def test_data_that_it_cannot_show_are_refused(given, said):
    with pytest.raises(ValueError, match=said):
        film(**given)


@pytest.mark.parametrize("handed", [None, {}, [], [1, 2], 0.3, np.zeros(3)])
def test_what_is_no_network_is_refused_in_the_loop(handed):
    with pytest.raises(ValueError, match=r"add was handed .* a pair \(W, b\) for each layer"):
        film().add(handed)


def test_a_step_is_sent_when_it_is_due_and_the_last_at_the_end_of_the_cell(monkeypatch):
    live, sent = visuals.show_film(X, Y, ["sigmoid"]), []
    monkeypatch.setattr(live, "send", lambda message, buffers: sent.append((message, buffers)))
    live.figure.clock = lambda: 100.0
    for step in range(5):
        live.add(params(step))
    assert [message["frame"]["step"] for message, _ in sent] == [1] and sent[0][0]["pushed"]
    live._cell_ended()
    live._cell_ended()
    assert [message["frame"]["step"] for message, _ in sent] == [1, 5]
    live.close()


LOOP = """
for step in range(150):
    params = [(W * 1.01, b) for W, b in params]
    time.sleep(0.01)
    film.add(params)
"""
SEEN = """() => {
  const root = document.querySelector(".an");
  window.seen = [];
  new MutationObserver(() => window.seen.push([root.querySelector(".an-panel > div").textContent]))
    .observe(root, { attributes: true, attributeFilter: ["data-frame"] });
}"""


@pytest.mark.slow
def test_it_moves_while_the_loop_runs_and_winds_back_after_it(notebook):
    import browser as driver

    start = "import time, numpy as np\nfrom annlab.visuals import show_film\nparams = [(np.ones((1, 2)), np.zeros(1))]\n"
    page = notebook(f"{start}film = show_film(np.eye(2), [0, 1], ['sigmoid'])\nfilm", "0")
    page.locator(".an").first.wait_for()
    page.evaluate(SEEN)
    driver.set_cell(page, 1, LOOP)
    driver.run_cell(page, 1)
    page.wait_for_function("() => window.seen.at(-1)?.[0].startsWith('step 150 of 150')")
    steps = [int(text.split()[1]) for (text,) in page.evaluate("window.seen")]
    assert len(steps) >= 10 and steps == sorted(steps), "pictures came while the loop ran"
    slider = page.locator(".an input[type=range]").first
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_function("() => document.querySelector('.an-panel > div').textContent.startsWith('step 1 of 150')")
