"""A time limit on a piece of Python, from whichever thread and on whichever system it runs."""

import contextlib
import ctypes
import signal
import threading
import time


class TimeLimit(BaseException):
    """Raised inside code that has run for longer than it may. No `except Exception` catches it."""


@contextlib.contextmanager
def time_limit(seconds: float):
    """Raise TimeLimit in the body once it has run for so many seconds, and again until it gives up.

    On the main thread of a POSIX system an alarm interrupts sleeping and blocking calls too. Elsewhere the exception
    is placed in the thread, which notices it at its next line of Python. A single call into C cannot be interrupted.
    """
    on_main = threading.current_thread() is threading.main_thread()
    if on_main and hasattr(signal, "setitimer"):
        with _alarm(seconds):
            yield
    else:
        with _watchdog(seconds):
            yield


@contextlib.contextmanager
def _alarm(seconds):
    def ring(signum, frame):
        raise TimeLimit

    before = signal.signal(signal.SIGALRM, ring)
    started = time.monotonic()
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)  # of a limit around this one, or 0
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 1e-3), interval)


@contextlib.contextmanager
def _watchdog(seconds):
    done, over, lock = threading.Event(), threading.Event(), threading.Lock()
    target = ctypes.c_ulong(threading.get_ident())

    def place_in_target():
        ctypes.pythonapi.PyThreadState_SetAsyncExc(target, ctypes.py_object(TimeLimit))

    def watch():
        wait = seconds
        while not done.wait(wait):
            with lock:
                if not done.is_set():
                    over.set()
                    place_in_target()
            wait = 0.1

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with lock:
            done.set()
        watcher.join()
        if over.is_set():  # one may be placed and not yet noticed: place it again, and notice it here
            try:
                place_in_target()
                while True:
                    pass
            except TimeLimit:
                pass
