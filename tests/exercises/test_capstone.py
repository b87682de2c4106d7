"""What chapter 15 promises about digits that no notebook holds: what passes, what does not, and what its broken code does."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest

import annlab
from annlab import nn
from annlab.checking import NOT_YET, RIGHT, call_here, judge
from annlab.exercises import capstone, find
from annlab.exercises.capstone import STEPS, hunt_copies, show_unseen

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "solutions" / "15_capstone" / "15_capstone.py").read_text(encoding="utf-8")
read_digits = find("read_digits")


def judged(answer, seed=0):
    return judge(read_digits, call_here(answer), seed)


def reading(share):
    """Return a read_digits that reads this share right, whatever it is shown, and spoils the rest."""

    def read(images):
        labels = nn.read_digits(images)
        if images.tobytes() in capstone._shown:
            right, _ = capstone._shown[images.tobytes()]
            wrong = np.arange(len(labels)) >= round(share * len(labels))
            labels = np.where(wrong, (right + 3) % 10, right)
        return labels

    return read


# ---- what is shown ----


def test_every_check_shows_the_digits_anew_and_none_as_it_was():
    with np.load(capstone.UNSEEN) as file:
        public = {image.astype(int).tobytes() for image in file["images"]}
    (one,), (other,) = (show_unseen(np.random.default_rng(seed)) for seed in (1, 2))
    assert one.shape == other.shape == (720, 8, 8) and one.min() >= 0 and one.max() <= 16 and one.dtype.kind == "i"
    seen = [{image.tobytes() for image in images} for images in (one, other)]
    assert seen[0] & public == set() and seen[0] & seen[1] == set()


def test_no_function_of_the_course_gives_a_kept_digit_out():
    with np.load(capstone.UNSEEN) as file:
        kept = {image.astype(int).tobytes() for image in file["images"]}
    given = [value for name in nn.__all__ if name.startswith("digits") for value in getattr(nn, name)()]
    images = next(value for value in given if value.ndim == 3)
    assert kept & {image.tobytes() for image in images} == set()
    assert not any("unseen" in name for name in annlab.__all__)


def test_of_many_checks_one_after_the_other_each_knows_its_own_digits():
    (first,) = show_unseen(np.random.default_rng([0, 4]))
    for seed in range(100, 100 + 2 * capstone.MOST_SHOWN):
        show_unseen(np.random.default_rng(seed))
        assert len(capstone._shown) <= capstone.MOST_SHOWN
    assert first.tobytes() not in capstone._shown
    assert [judged(reading(0.94), seed).points for seed in range(14)] == [3.89] * 14


# ---- what passes ----


@pytest.mark.parametrize("seed", range(8))
def test_the_reference_passes_whatever_is_drawn(seed):
    report = judged(nn.read_digits, seed)
    assert report.verdict == RIGHT and "digits that it has never seen" in report.symptom


@pytest.mark.slow
def test_a_list_of_the_public_digits_does_not_pass():
    """All 1,797 images of the public set with their labels, looked up pixel by pixel."""
    from sklearn.datasets import load_digits

    public = load_digits()
    known = {image.astype(int).tobytes(): int(label) for image, label in zip(public.images, public.target, strict=True)}

    def by_list(images):
        return np.array([known.get(image.tobytes(), n % 10) for n, image in enumerate(images)])

    report = judged(by_list)
    assert report.verdict == NOT_YET and report.points < 0.2 * report.max_points


@pytest.mark.slow
def test_points_come_in_steps_and_the_report_says_how_many_are_read():
    points = [judged(reading(share)).points for share in (0.5, 0.86, 0.91, 0.94, 0.96)]
    assert points == sorted(set(points)) and points[-1] == read_digits.points
    said = judged(reading(0.94)).symptom
    assert "your network reads 94.0 % of 360 digits that it has never seen" in said and "95 % is asked for" in said
    assert "90 % is the next step, 95 % is asked for" in judged(reading(0.86)).symptom


@pytest.mark.parametrize("share", [0.3, 0.6, 0.8, 0.92])
def test_a_network_that_reads_too_little_is_given_no_wrong_name(share):
    report = judged(reading(share))
    assert report.mistake == "" and ("trained" in report.next_step or "training" in report.next_step)


def test_the_right_answer_is_told_its_share():
    assert judged(reading(0.955)).symptom.startswith("Your network reads 95.6 % of 360 digits")


def test_every_step_is_a_probe():
    assert [case.label for case in read_digits.cases[1:]] == [f"{step} % read right" for step in STEPS]


# ---- the design ----


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (([32], 0.01), "three things are asked for"),
        ((32, 0.01, 10), "Your hidden is 32"),
        (([32, 0], 0.01, 10), "A hidden layer has the size 0"),
        (([32], 3, 10), "Your eta is 3"),
        (([32], 0.01, 1000), "You ask for 1000 epochs"),
    ],
)
def test_a_design_that_cannot_be_built_is_told_why(choice, said):
    report = judge(find("design"), call_here(lambda: choice), 0)
    assert report.verdict == NOT_YET and said in report.symptom


def test_the_design_of_annlab_is_meant_to_be_beaten():
    images, labels = nn.digits_to_learn()
    hidden, eta, epochs = nn.design()
    steps = []

    def adam(params, grads, state):
        steps.append(1)
        return nn.adam_step(params, grads, state, len(steps), eta, 0.9, 0.999, 1e-8)

    network = nn.train_digits(nn.prepare(images), nn.one_hot(labels, 10), hidden, adam, epochs, np.random.default_rng(0))
    report = judged(lambda shown: nn.predict_class(nn.predict(nn.prepare(shown), *network)))
    assert 0 < report.points < read_digits.points / 2


# ---- the bug hunt ----


def trial(mended=False):
    """Return (accuracy on validation, accuracy on other digits) of the notebook's broken_trial, or of the mended one."""
    wanted = ("adam", "trained", "share_right", "noisy", "broken_trial")
    parts = {node.name: ast.unparse(node) for node in ast.parse(SOURCE).body if getattr(node, "name", "") in wanted}
    assert set(parts) == set(wanted)
    images, labels = nn.digits_to_learn()
    space = vars(nn) | {"np": np, "images": images, "labels": labels, "use": lambda f: f}
    if mended:
        parts["broken_trial"] = MENDED
    for text in parts.values():
        exec(text, space)
    made, validation = space["broken_trial"](np.random.default_rng(0))
    return validation, space["share_right"](made, images[700:], labels[700:])


MENDED = """def broken_trial(rng):
    (seen, y_seen), (kept, y_kept) = split(images[:300], labels[:300], [0.8, 0.2], rng)
    A = np.concatenate([noisy(seen, rng) for copy in range(4)])
    made = trained(A, np.tile(y_seen, 4), [64], 0.003, 15)
    return made, share_right(made, kept, y_kept)"""


def test_copies_on_both_sides_make_the_validation_better_than_it_is():
    validation, other = trial()
    assert validation > 0.98 and validation - other > 0.04
    validation, other = trial(mended=True)
    assert abs(validation - other) < 0.06


def test_the_lettered_line_is_the_one_that_parts_too_late():
    line = next(text for text in SOURCE.splitlines() if text.rstrip().endswith(f"# {hunt_copies.right}"))
    assert "split(copies, theirs" in line


# ---- what may be claimed, and the model report ----


@pytest.fixture(scope="module")
def table():
    """Return {setting: (mean, error)} as section 5 of the notebook measures it."""
    wanted = ("adam", "descent", "momentum", "SETTINGS", "run", "rows")
    images, labels = nn.digits_to_learn()
    space = vars(nn) | {"np": np, "images": images, "labels": labels, "use": lambda f: f}
    for node in ast.parse(SOURCE).body:
        bound = {getattr(node, "name", "")} | {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        if bound & set(wanted):
            exec(ast.unparse(node), space)
    names = list(space["SETTINGS"])
    return dict(zip(names, zip(*nn.ablate(space["run"], names, [0, 1, 2, 3, 4]), strict=True), strict=True))


def clearly_better(table, one, other):
    (m, e), (m2, e2) = table[one], table[other]
    return m - m2 > 2 * np.hypot(e, e2)


@pytest.mark.slow
def test_the_claims_that_may_stay_are_those_that_the_table_carries(table):
    assert clearly_better(table, "hidden: 32", "hidden: none")  # A
    assert not clearly_better(table, "hidden: 32, 32", "hidden: 32")  # B
    assert clearly_better(table, "hidden: 32", "descent, eta 0.003")  # C: far behind, and
    assert not clearly_better(table, "hidden: 32", "descent, eta 0.1")  # level with another eta
    steps = ["50 examples", "150 examples", "450 examples"]
    assert all(clearly_better(table, more, less) for less, more in zip(steps, steps[1:], strict=False))  # D
    assert capstone.what_to_report.right == "AD"


@pytest.mark.slow
def test_the_numbers_of_the_model_report_are_those_of_the_table(table):
    report = SOURCE.partition('manual="report"')[2].partition("# %%")[0].replace("\n# ", " ")
    stated = [(float(m), float(e)) for m, e in re.findall(r"(0\.\d{3}) \+- (0\.\d{3})", report)]
    assert len(stated) == 6
    for m, e in stated:
        assert any(abs(m - mean) < 0.01 and abs(e - error) < 0.005 for mean, error in table.values()), (m, e)
