"""What a grading run draws its inputs from."""

import os

from annlab.grading import seed


def test_each_run_draws_its_own(monkeypatch):
    drawn = set()
    for _ in range(5):
        monkeypatch.delenv("ANNLAB_SEED", raising=False)
        seed.draw(assignment="01_neuron", student="a", notebooks=[])
        drawn.add(int(os.environ["ANNLAB_SEED"]))
    assert len(drawn) == 5


def test_a_seed_that_is_set_stays(monkeypatch):
    monkeypatch.setenv("ANNLAB_SEED", "7")
    seed.draw()
    assert os.environ["ANNLAB_SEED"] == "7"
