"""A student's code in its process: cells run, functions are called by value, and nothing that it does is an error here."""

import contextlib
import time

import numpy as np
import pytest

from annlab import nn
from annlab.checking.calls import Failure
from annlab.grading import sandbox
from annlab.grading.course import Course
from annlab.grading.session import BLANK, FUNCTION, NOTHING, Ended, Refused, Session
from annlab.grading.wire import Handle

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")]
SOON = 5.0  # seconds within which whatever hangs must have been ended


def serve(name, args, kwargs):
    if name == "neuron":
        raise Refused(name)
    return getattr(nn, name)(*args, **kwargs)


@pytest.fixture(params=["kept", "alone"])
def walled(request, monkeypatch):
    """A process forked by the keeper, and one with a bubblewrap of its own."""
    monkeypatch.setattr(sandbox._Keeper, "possible", request.param == "kept")
    return sandbox.BWRAP


@pytest.fixture(params=["kept", "alone", sandbox.NONE])
def either(request, monkeypatch):
    monkeypatch.setattr(sandbox._Keeper, "possible", request.param == "kept")
    with contextlib.closing(Session(sandbox.NONE if request.param == sandbox.NONE else sandbox.BWRAP, serve)) as session:
        yield session


@pytest.fixture
def session(walled):
    with contextlib.closing(Session(walled, serve)) as made:
        yield made


def defined(session, source):
    assert session.run(source, 5).failure is None
    return lambda *args, seconds=2.0: session.call("f", args, seconds)


def test_a_cell_prints_shows_and_fails(either):
    ran = either.run("print('hello')\n1 + 1", 5)
    assert (ran.failure, ran.printed, ran.shown) == (None, "hello\n", {"text/plain": "2"})
    assert either.run("1 / 0", 5).failure == Failure("ZeroDivisionError", "division by zero")
    assert either.run("def f(:", 5).failure.kind == "SyntaxError"
    assert either.run("x = 3;", 5).shown == {}


def test_a_function_is_called_by_value(either):
    f = defined(either, "import numpy as np\ndef f(x, phi, rng):\n    print('x')\n    return phi(x) + 0 * rng.normal()")
    x = np.array([1.0, 2.0])
    outcome = f(x, lambda z: 2 * z, np.random.default_rng(0))
    assert np.array_equal(outcome.value, 2 * x) and outcome.printed == "x\n" and outcome.changed == ()
    f = defined(either, "def f(x):\n    x += 1\n    return x")
    outcome = f(x)
    assert outcome.changed == (0,) and outcome.shares_memory and np.array_equal(x, [1.0, 2.0])


def test_what_comes_in_is_of_the_same_type_as_in_a_notebook(session):
    f = defined(session, "def f(*args): return [type(a).__name__ for a in args]")
    assert f(1, 2.0, np.float64(2), np.ones(2), [1], (1,), "a", None, True).value == [
        "int", "float", "float64", "ndarray", "list", "tuple", "str", "NoneType", "bool",
    ]  # fmt: skip
    f = defined(session, "def f(phi): return type(phi(0.5)).__name__")
    assert f(nn.sigmoid).value == "float64"


def test_a_generator_draws_the_same_numbers_and_is_further_on_afterwards(session):
    f = defined(session, "def f(rng): return float(rng.normal())")
    rng = np.random.default_rng(1)
    assert f(rng).value == np.random.default_rng(1).normal()
    assert f(rng).value != np.random.default_rng(1).normal()


def test_names_are_told_apart(session):
    session.run("def f(): return 1\ndef g():\n    '''Nothing yet.'''\nh = 3\ni = None", 5)
    assert [session.kind_of(n) for n in "fghij"] == [FUNCTION, BLANK, "type int", NOTHING, NOTHING]


def test_the_courses_functions_are_served_but_for_those_that_are_refused(session):
    f = defined(session, "import annlab\nfrom annlab.nn import line\ndef f(x): return line(x, w=2.0, b=annlab.sigmoid(0.0))")
    assert f(1.0).value == 2.5
    f = defined(session, "def f(x):\n    try: annlab.neuron(x, x, 0.0, abs)\n    except BaseException: pass\n    return 1.0")
    assert f(np.ones(2)).failure == Failure(Failure.OWN, "neuron")
    assert session.run("annlab.nonsense", 5).failure.kind == "AttributeError"


def test_a_served_function_may_call_a_function_of_the_students(session):
    f = defined(session, "import annlab\ndef f(x): return annlab.numerical_gradient(lambda v: float((v ** 2).sum()), x)")
    assert np.allclose(f(np.ones(2)).value, 2.0)


ENDLESS = {
    "loops": "while True: pass",
    "sleeps": "import time; time.sleep(1000)",
    "hears nothing": "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
    "asks": "while True: phi(1.0)",
    "computes in C": "9 ** 9 ** 9",
}


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS.keys())
def test_what_does_not_end_is_ended(session, body):
    f = defined(session, f"def f(phi):\n    {body}")
    started = time.monotonic()
    assert f(abs, seconds=0.3).failure.kind == Failure.TIME
    assert time.monotonic() - started < SOON


FATAL = {
    "exits": "import os; os._exit(0)",
    "is killed": "import os; os.kill(os.getpid(), 9)",
    "crashes": "import ctypes; ctypes.string_at(0)",
    "says nonsense": "import gc, io\n    for each in gc.get_objects():\n"
    "        if isinstance(each, io.BufferedWriter): each.write(b'x' * 1000); each.flush()",
    "closes everything": "import os; os.closerange(0, 100)",
}


@pytest.mark.parametrize("body", FATAL.values(), ids=FATAL.keys())
def test_a_process_that_ends_is_a_failure_with_a_name(session, body):
    f = defined(session, f"def f():\n    {body}")
    assert f().failure.kind == Failure.ENDED
    assert not session.alive
    assert f().failure.kind == Failure.ENDED
    with pytest.raises(Ended):
        session.run("1", 1)


def test_after_a_time_limit_that_is_heard_the_process_goes_on(session):
    assert session.run("x = 1\nwhile True: pass", 0.2).failure.kind == Failure.TIME
    assert session.run("x", 1).shown == {"text/plain": "1"}


CANNOT = {
    "start a program": "import subprocess; subprocess.run(['true'])",
    "fork": "import os; os.fork()",
    "read the password file": "open('/etc/passwd').read()",
    "see the course": f"open({str(sandbox.HERE.parent / 'nn' / 'neuron.py')!r})",
    "write beside itself": "open('/annlab/x', 'w')",
    "write to the system": "open('/usr/x', 'w')",
    "write into the shared memory": "open('/dev/shm/x', 'w')",
    "fill the disk": "for i in range(9): open(f'/tmp/{i}', 'wb').write(bytes(2 ** 24))",
    "write a large file": "open('/tmp/x', 'wb').write(bytes(2 ** 26))",
    "take the memory": "bytearray(2 ** 33)",
    "reach the network": "import socket; socket.create_connection(('1.1.1.1', 53), 1)",
    "import the answers": "import annlab.exercises",
}


@pytest.mark.parametrize("source", CANNOT.values(), ids=CANNOT.keys())
def test_the_sandbox_does_not_let_it(session, source):
    failure = session.run(source, 5).failure
    assert failure is not None and failure.kind in (
        "PermissionError", "FileNotFoundError", "OSError", "MemoryError", "ModuleNotFoundError",
    )  # fmt: skip


def test_it_sees_no_environment_but_its_own(session, monkeypatch):
    monkeypatch.setenv("TOKEN", "secret")
    sandbox.close()
    with contextlib.closing(Session(sandbox.BWRAP, serve)) as fresh:
        assert "secret" not in fresh.run("import os\nstr(os.environ)", 5).shown["text/plain"]


def test_output_is_bounded(session):
    ran = session.run("print('x' * 10**7)\n'y' * 10**7", 5)
    assert len(ran.printed) <= 2_000 and len(ran.shown["text/plain"]) <= 20_000


def test_a_sandbox_that_cannot_be_had_names_the_remedy(monkeypatch):
    sandbox.close()
    monkeypatch.setenv("PATH", "/nowhere")
    assert "Install it: apt-get install bubblewrap" in sandbox.missing()
    with pytest.raises(sandbox.SandboxError, match="Install it"):
        Session(sandbox.BWRAP, serve)


class TestObjects:
    """Objects of a student's own, which a function of the course is handed and cannot look into."""

    NODES = "import annlab\nclass Node:\n    def __init__(self, *parents): self.parents = parents\n"

    @pytest.fixture
    def session(self, walled):
        course = Course(walled)
        with contextlib.closing(course), contextlib.closing(Session(walled, course.serve, course.serve_unread)) as made:
            yield made

    def test_they_come_back_as_what_they_are(self, session):
        source = "a = Node(); b = Node(a, a); c = Node(b, a)\n"
        order = "found = annlab.topological_order({n: list(n.parents) for n in (c, b, a)})\n"
        ran = session.run(self.NODES + source + order + "[each is node for each, node in zip(found, (a, b, c), strict=True)]", 5)
        assert (ran.failure, ran.shown) == (None, {"text/plain": "[True, True, True]"})

    def test_an_answer_may_hold_none(self, session):
        source = "import sys\nimport wire\n" + self.NODES + "def f(): return wire.Handle(0)"
        f = defined(session, source)
        assert not isinstance(f().value, Handle)
        assert session.run("wire.encode = lambda *_: ['h', 0]", 5).failure is None
        assert f().failure.kind == Failure.ENDED
