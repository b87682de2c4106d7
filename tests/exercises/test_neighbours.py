"""Chapter 13: no probe depends on a tie, the bug is where its question says, and the stored experiment bears the text out."""

import ast
import importlib.util
from pathlib import Path

import numpy as np
import pytest

from annlab import nn
from annlab.exercises.neighbours import hunt_scale, knn_predict, which_method
from annlab.visuals.experiment import averaged, stored

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "solutions" / "13_neighbours" / "13_neighbours.py").read_text(encoding="utf-8")


def of_notebook(name, **known):
    """Return a function of the notebook by its name, with what it knows."""
    node = next(node for node in ast.parse(SOURCE).body if getattr(node, "name", "") == name)
    space = {"np": np, **known}
    exec(ast.unparse(node), space)
    return space[name]


@pytest.fixture(scope="module")
def script():
    """Return benchmarks/neighbours.py as a module."""
    pytest.importorskip("sklearn")
    spec = importlib.util.spec_from_file_location("neighbours_script", ROOT / "benchmarks" / "neighbours.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- ties are not probed ----


def ties(X_train, y_train, X, k):
    """Return the new examples whose answer depends on how a tie is broken."""
    found = []
    for i, row in enumerate(nn.pairwise_distances(X, X_train)):
        order = np.argsort(row)
        _, votes = np.unique(y_train[order[:k]], return_counts=True)
        at_the_edge = k < len(row) and row[order[k]] - row[order[k - 1]] < 1e-9
        if at_the_edge or np.count_nonzero(votes == votes.max()) > 1:
            found.append(i)
    return found


@pytest.mark.parametrize("case", knn_predict.cases, ids=lambda case: case.label)
def test_no_probe_depends_on_a_tie(case):
    for seed in range(30):
        assert ties(*case.args(np.random.default_rng(seed))) == []


def test_ties_are_noticed():
    X_train = np.array([[0.0], [2.0], [3.0]])
    assert ties(X_train, np.array([0, 1, 1]), np.array([[1.0], [0.5]]), 1) == [0]
    assert ties(X_train, np.array([0, 1, 1]), np.array([[0.5]]), 2) == [0]


# ---- the bug hunt ----


def broken(mended=False):
    """Return the notebook's broken_predict, with its wrong line put right where asked."""
    text = ast.unparse(next(node for node in ast.parse(SOURCE).body if getattr(node, "name", "") == "broken_predict"))
    assert text.count("fit_scaler(X_new)") == 1
    space = {"fit_scaler": nn.fit_scaler, "apply_scaler": nn.apply_scaler, "knn_predict": nn.knn_predict, "use": lambda f: f}
    exec(text.replace("fit_scaler(X_new)", "(mean, std)") if mended else text, space)
    return space["broken_predict"]


@pytest.fixture(scope="module")
def beans():
    X, y = of_notebook("moons")(600, 0, np.random.default_rng(8))
    X = X * [0.005, 80.0] + [0.02, 300.0]
    return X[:200], y[:200], X[200:], y[200:]


def test_the_lettered_line_is_the_wrong_one(beans):
    X, y, X_new, _ = beans
    line = next(text for text in SOURCE.splitlines() if text.rstrip().endswith(f"# {hunt_scale.right}"))
    assert "fit_scaler(X_new)" in line
    scaler = nn.fit_scaler(X)
    sound = nn.knn_predict(nn.apply_scaler(X, scaler), y, nn.apply_scaler(X_new, scaler), 5)
    assert np.array_equal(broken(mended=True)(X, y, X_new), sound)


def test_the_consequence_is_the_one_named(beans):
    X, y, X_new, y_new = beans
    assert "lands at 0" in hunt_scale.reasons[hunt_scale.because]
    assert np.mean(broken()(X, y, X_new) == y_new) > 0.9
    assert len({int(broken()(X, y, X_new[i : i + 1])[0]) for i in range(50)}) == 1


# ---- the experiment ----


def test_notebook_and_script_draw_the_same_data(script):
    for name in ("moons", "pairs"):
        ours, theirs = (make(50, 3, np.random.default_rng(0)) for make in (of_notebook(name), getattr(script, name)))
        assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_the_stored_rows_are_what_the_script_measures(script):
    kept = {(row["case"], row["N"], row["seed"]): row for row in stored()["rows"]}
    assert len(kept) == len(script.CASES) * len(script.SIZES) * 3
    for case, N in (("moons", 30), ("pairs", 100)):
        now, then = script.measure(case, N, 0), kept[case, N, 0]
        assert now["k"] == then["k"] and now["bytes"]["knn"] == pytest.approx(then["bytes"]["knn"], rel=0.05)
        for name in ("knn", "network"):
            assert now["accuracy"][name] == pytest.approx(then["accuracy"][name], abs=0.03)


def at(case, N, panel="accuracy"):
    Ns, panels = averaged(case)
    return {name: values[Ns.index(N)] for name, values in panels[panel].items()}


def test_the_recommendations_are_those_of_the_stored_numbers():
    def ahead(case, N):
        return at(case, N)["network"] - at(case, N)["knn"]

    near = {"A": ("moons", 30), "B": ("pairs", 30_000), "C": ("moons + 198", 30_000), "D": ("moons", 300), "E": ("moons + 18", 10_000)}
    assert set(near) == set(which_method.choices)
    assert {letter for letter, row in near.items() if ahead(*row) > 0.05} == set(which_method.right)
    assert at("moons + 18", 10_000, "microseconds")["network"] < 1 < at("moons + 18", 10_000, "microseconds")["sklearn"]
    assert at("moons + 198", 30_000, "bytes")["knn"] > 100 * at("moons + 198", 30_000, "bytes")["network"]


def test_irrelevant_features_cost_the_neighbours_more():
    lost = {name: at("moons", 1000)[name] - at("moons + 198", 1000)[name] for name in ("knn", "network")}
    assert lost["knn"] > lost["network"] + 0.05 > 0.1
