"""Marks many submissions at once, in processes of this machine.

A worker has one submission at a time, over a pipe of its own: so it is known whose judging a process died of, and a
grader who interrupts waits for nobody. One that dies is replaced; a submission that two of them died of is given up.
"""

import contextlib
import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait

from annlab.grading import sandbox
from annlab.grading.marking import Done, Job, marked

ONE_THREAD = {name: value for name, value in sandbox.ENVIRONMENT.items() if name.endswith("_NUM_THREADS")}
TRIES = 2
DIED = "the process that judged it was ended from outside, {} times. Look whether memory ran out, then run this again"


class Workers:
    """number: of processes; they start at once, and load while whoever made them goes on."""

    def __init__(self, number: int):
        self._idle = [_Worker() for _ in range(number)]
        self._busy: dict[Connection, tuple[_Worker, Job]] = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for worker in [*self._idle, *(worker for worker, _ in self._busy.values())]:
            worker.end()

    def run(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """Mark the submissions and yield them as they get done. No more of them are held than there are workers."""
        jobs, deaths = iter(jobs), Counter()
        self._hand_out(jobs)
        while self._busy:
            for pipe in wait(list(self._busy)):
                worker, job = self._busy.pop(pipe)
                try:
                    done = pipe.recv()
                    self._idle.append(worker)
                except (EOFError, OSError):
                    worker.end()
                    self._idle.append(_Worker())
                    deaths[job.student] += 1
                    done = None if deaths[job.student] < TRIES else Done(job.student, failed=DIED.format(TRIES))
                self._hand_out([job] if done is None else jobs)
                if done:
                    yield done

    def _hand_out(self, jobs):
        for worker, job in zip(self._idle.copy(), jobs):  # noqa: B905  (there are more jobs than workers)
            self._idle.remove(worker)
            with contextlib.suppress(OSError):  # it has died already: its pipe will say so
                worker.pipe.send(job)
            self._busy[worker.pipe] = worker, job


class _Worker:
    def __init__(self):
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        with _one_thread_each():
            self._process.start()
        theirs.close()

    def end(self):
        self.pipe.close()
        self._process.kill()
        self._process.join()


@contextlib.contextmanager
def _one_thread_each():
    """Have a process that starts now compute with one thread: there are as many processes as cores."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _serve(pipe):
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Control-C is for the one who reads the results
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            pipe.send(marked(pipe.recv()))

