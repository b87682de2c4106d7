"""The time limit ends what would not end, on the main thread and off it, and leaves nothing behind."""

import signal
import sys
import threading
import time

import pytest

from annlab.checking.limit import TimeLimit, time_limit


def endless():
    while True:
        pass


def stubborn():
    """Swallow the first two interruptions."""
    for _ in range(2):
        try:
            endless()
        except BaseException:
            pass
    endless()


def on_a_thread(body):
    """Run body on a thread of its own and return what it returned or raised."""
    result = []

    def run():
        try:
            result.append(body())
        except BaseException as error:
            result.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    return result[0]


def limited(body, seconds=0.05):
    with time_limit(seconds):
        return body()


@pytest.mark.parametrize("body", [endless, stubborn])
@pytest.mark.parametrize("where", [lambda body: body(), on_a_thread], ids=["main", "thread"])
def test_what_does_not_end_is_ended(where, body):
    def attempt():
        try:
            return limited(body)
        except TimeLimit:
            return "ended"

    assert where(attempt) == "ended"


def test_a_profiler_runs_after_a_limit_on_a_thread():
    """An exception that is withdrawn instead of noticed leaves CPython 3.11's loop waiting for it under a profiler."""

    def attempt():
        try:
            limited(endless)
        except TimeLimit:
            return "ended"

    assert on_a_thread(attempt) == "ended"
    seen = []
    sys.setprofile(lambda frame, event, arg: seen.append(event))
    try:
        limited(lambda: 7)
    finally:
        sys.setprofile(None)
    assert "call" in seen


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="blocking calls can only be interrupted by POSIX alarms")
def test_a_blocking_call_is_ended_on_the_main_thread():
    started = time.monotonic()
    with pytest.raises(TimeLimit):
        limited(lambda: time.sleep(30))
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("where", [lambda body: body(), on_a_thread], ids=["main", "thread"])
def test_what_ends_in_time_is_left_alone(where):
    before = signal.getsignal(signal.SIGALRM) if hasattr(signal, "SIGALRM") else None
    threads = threading.active_count()
    assert where(lambda: limited(lambda: 7, seconds=5)) == 7
    assert threading.active_count() == threads
    if before is not None:
        assert signal.getsignal(signal.SIGALRM) == before and signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
