"""A notebook is judged cell by cell; what goes wrong in one place costs no more than it prevents."""

from dataclasses import replace

import pytest

from annlab.checking import NOT_ATTEMPTED, RIGHT
from annlab.checking.calls import Failure
from annlab.exercises import find
from annlab.grading import sandbox
from annlab.grading.cellcode import needed
from annlab.grading.judged import Limits, Step, judge_notebook, patience

slow = [pytest.mark.slow, pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")]
LINE = "def line(x, w, b): return w * x + b"
FOLD = "import numpy as np\ndef fold_bias(w, b): return np.concatenate([[b], w])"
CHECK_LINE, CHECK_FOLD = Step(item=find("line")), Step(item=find("fold_bias"))


def judged(*steps, seed=1, **limits):
    steps = [Step(step) if isinstance(step, str) else step for step in steps]
    return judge_notebook(steps, sandbox.BWRAP, seed, Limits(**{"cell_seconds": 2, "seconds": 20} | limits))


class TestCheck:
    pytestmark = slow

    def test_what_stands_there_by_then_is_judged(self):
        result = judged("line = None", LINE, CHECK_LINE, "line = 3", FOLD, CHECK_FOLD).results
        assert [result[2].verdict, result[5].verdict] == [RIGHT, RIGHT]

    def test_what_is_missing_is_not_attempted_and_a_value_is_no_function(self):
        missing, value = judged(CHECK_LINE, "fold_bias = 3", CHECK_FOLD).results[::2]
        assert missing.verdict == NOT_ATTEMPTED
        assert "type int" in value.symptom and value.points == 0

    def test_a_decision_is_judged_as_a_function_is(self):
        decision = find("hunt_neuron")
        (report,) = judged(f"hunt_neuron = lambda: {decision.right + decision.because!r}", Step(item=decision)).results[1:]
        assert report.verdict == RIGHT

    def test_the_same_seed_gives_the_same_reports(self):
        wrong = LINE.replace("+ b", "- b")
        one, same = (judged(wrong, CHECK_LINE, seed=5).results[1] for _ in range(2))
        assert one == same and one.seed == 5

    def test_a_report_tells_its_seed_and_its_mistake(self):
        report = judged(LINE.replace(" + b", ""), CHECK_LINE, seed=7).results[1]
        assert report.seed == 7 and report.mistake and report.points < report.max_points


CHECKER = """
import numpy as np
from annlab import LOSSES, forward, numerical_gradient, relative_error

def gradient_check(params, grads, X, y, activations, loss):
    sizes = [part.size for pair in params for part in pair]

    def cost(row):
        parts = iter(np.split(row, np.cumsum(sizes)[:-1]))
        made = [(next(parts).reshape(W.shape), next(parts)) for W, b in params]
        return LOSSES[loss](forward(X, made, activations)[0], y)

    row = lambda pairs: np.concatenate([part.ravel() for pair in pairs for part in pair])
    return relative_error(row(grads), numerical_gradient(cost, row(params)))
"""


VALUE = """
import numpy as np
from annlab import local_gradients, topological_order

class Value:
    def __init__(self, data, parents=(), local_slopes=()):
        self.data, self.parents, self.local_slopes, self.slope = data, parents, local_slopes, 0.0

    def of(self, op, value, *others):
        return Value(value, (self, *others), local_gradients(op, self.data, *(other.data for other in others)))

    def __add__(self, other): return self.of("add", self.data + other.data, other)
    def __sub__(self, other): return Value(self.data - other.data, (self, other), (1.0, -1.0))
    def __mul__(self, other): return self.of("mul", self.data * other.data, other)
    def tanh(self): return self.of("tanh", np.tanh(self.data))
    def exp(self): return self.of("exp", np.exp(self.data))
    def log(self): return self.of("log", np.log(self.data))
    def relu(self): return self.of("relu", max(self.data, 0.0))

    def backward(self):
        parents, left = {}, [self]
        while left:
            node = left.pop()
            if node not in parents:
                parents[node] = list(node.parents)
                left += node.parents
        order = topological_order(parents)
        for node in order: node.slope = 0.0
        self.slope = 1.0
        for node in reversed(order):
            for parent, local in zip(node.parents, node.local_slopes): parent.slope += node.slope * local
"""


class TestOutput:
    """What a notebook may show: enough for a reader, and nothing of what the judge has asked."""

    pytestmark = slow

    @pytest.mark.parametrize("secret", [False, True])
    def test_what_a_check_hands_in_is_not_shown_where_it_is_in_no_notebook(self, secret):
        item = find("line")
        telling = f"{LINE}\nright, seen = line, []\ndef line(*args):\n    seen.append('TOLD')\n    return right(*args)"
        telltale = ("print(seen)\nseen", "raise ValueError(seen)", "raise type(str(seen), (Exception,), {})")
        before, *_, one, two, three = judged("print('shown')", telling, Step(item=replace(item, secret=secret)), *telltale).results
        assert "shown" in before.printed
        assert ("TOLD" in str((one, two, three))) == (not secret)

    def test_all_cells_together_show_so_much_and_no_more(self):
        results = judged(*["print('x' * 2_000)\n'y' * 19_000"] * 60).results
        assert results[0].printed and results[0].shown and not results[-1].printed and not results[-1].shown
        assert all(ran.failure is None for ran in results)


@pytest.mark.slow
@pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")
def test_who_is_looked_at_until_the_time_is_up_gets_a_report():
    slow_to_look_at = (
        "import time\nclass Slow:\n    __class__ = property(lambda self: time.sleep(1.5) or int)\n"
        "    def __call__(self, *a): pass\n"
    )
    report = judged(slow_to_look_at + "time.sleep(1); line = Slow()", CHECK_LINE, seconds=2).results[1]
    assert report.points == 0 and report.symptom


class TestFunctionsOfTheCourse:
    pytestmark = slow

    def test_what_is_handed_to_one_may_call_another(self):
        assert judged(CHECKER, Step(item=find("gradient_check"))).results[1].verdict == RIGHT

    def test_objects_of_a_students_own_come_back_from_one(self):
        assert judged(VALUE, Step(item=find("Value"))).results[1].verdict == RIGHT

    def test_no_deeper_than_so(self):
        deep = "f = lambda x: float(x[0])\nfor _ in range(9):\n    f = (lambda g: lambda x: float(numerical_gradient(g, x)[0]))(f)"
        cell = f"import numpy as np\nfrom annlab import numerical_gradient\n{deep}\nf(np.ones(1))"
        made = judged(cell, LINE, CHECK_LINE)
        assert made.results[0].failure.kind == "RecursionError"
        assert made.results[2].verdict == RIGHT


class TestCrash:
    pytestmark = slow

    def test_a_cell_that_ends_the_process_is_left_out_and_said_so(self):
        made = judged(LINE, "import os; os._exit(1)", CHECK_LINE, FOLD, CHECK_FOLD)
        assert made.results[1].failure.kind == Failure.ENDED
        assert [made.results[2].verdict, made.results[4].verdict] == [RIGHT, RIGHT]
        assert made.notes == ["A cell ended the process and was left out from then on; it begins with: import os; os._exit(1)"]

    def test_an_answer_that_ends_the_process_costs_itself_only(self):
        made = judged("def line(*args):\n    import os\n    os._exit(1)", CHECK_LINE, FOLD, CHECK_FOLD)
        assert made.results[1].points == 0 and "ended the whole Python process" in made.results[1].symptom
        assert made.results[3].verdict == RIGHT

    def test_what_the_budget_cut_off_is_named(self):
        made = judged(LINE, CHECK_LINE, "import time\nwhile True: time.sleep(1)", FOLD, CHECK_FOLD, cell_seconds=60, seconds=2)
        assert made.results[1].verdict == RIGHT
        assert "Not reached" in made.results[4].symptom and made.results[4].points == 0

    def test_no_sandbox_is_no_mark(self, monkeypatch):
        sandbox.close()
        monkeypatch.setenv("PATH", "/nowhere")
        with pytest.raises(sandbox.SandboxError):
            judged(LINE, CHECK_LINE)


@pytest.mark.parametrize("load, times", [(0.0, 1), (4.0, 1), (8.0, 2), (100.0, 3)])
def test_a_busy_machine_gives_more_time(monkeypatch, load, times):
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    monkeypatch.setattr("os.getloadavg", lambda: (load, 0.0, 0.0))
    assert patience() == times


@pytest.mark.slow
@pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")
def test_the_public_set_of_digits_is_out_of_reach_and_the_lesson_s_part_of_it_is_not():
    public = Step("from sklearn.datasets import load_digits\nprint(load_digits().data.shape)")
    ours = Step("from annlab import digits_to_learn\nprint(digits_to_learn()[0].shape)")
    first, second = judge_notebook([public, ours], sandbox.BWRAP, seed=1).results
    assert first.failure.kind == "PermissionError" and second.printed == "(1437, 8, 8)\n"


DEMOS = [
    "import numpy as np\nimport matplotlib.pyplot as plt",
    "data = np.arange(3)",
    "view = data\nview += 1",
    "print('nothing of use')",
    "def helper(x):\n    return x + OFFSET",
    "OFFSET = 3",
]


@pytest.mark.parametrize(
    "read, run",
    [
        (set(), []),
        ({"np"}, ["import numpy as np"]),
        ({"data"}, ["import numpy as np", *DEMOS[1:3]]),
        ({"helper"}, DEMOS[4:]),
        (None, DEMOS),
    ],
)
def test_of_the_demos_what_is_read_is_run_and_no_more(read, run):
    assert [source for source in needed(DEMOS, read) if source] == run


def test_a_demo_that_reads_by_any_name_is_run_whole():
    demos = ["import matplotlib", "exec('x = 1')"]
    assert needed(demos, {"x"}) == [None, demos[1]]
