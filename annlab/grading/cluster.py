"""Marks many submissions on a Dask cluster that somebody has started: one submission a task, its bytes sent along.

Workers read no file of the course and write none; results come back to the one who writes the gradebook. Dask has
another worker do what a worker that died was doing.
"""

import itertools
import threading
from collections.abc import Iterable, Iterator

import annlab
from annlab.grading import sandbox
from annlab.grading.marking import CannotGrade, Done, Job, marked
from annlab.grading.workers import DIED

AHEAD = 2  # tasks for every worker, so that it has the next one when it is done
CONNECT_SECONDS = 20
_alone = threading.Lock()  # a worker may have several threads; limits on memory are a process's


class Cluster:
    """The workers behind a scheduler, such as tcp://HOST:8786, that can be used. kind: of sandbox."""

    def __init__(self, address: str, kind: str):
        try:
            from distributed import Client
        except ImportError:
            raise CannotGrade("a cluster needs Dask. Install it: pip install 'annlab[cluster]'") from None
        if not address.startswith(("tcp://", "tls://")):
            raise CannotGrade(f"{address} is no address of a Dask scheduler. dask scheduler prints its own, such as tcp://HOST:8786")
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise CannotGrade(f"there is no Dask scheduler at {address} ({error}). Start one: dask scheduler") from None
        try:
            self.refused, self._workers = self._sorted(kind)
        except BaseException:
            self._client.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._client.close()

    def _sorted(self, kind) -> tuple[dict[str, str], list[str]]:
        """Return why workers cannot be used, by address, and the addresses of the others."""
        found = self._client.run(_why_not, kind, annlab.__version__, on_error="return")
        refused = {worker: str(reason) for worker, reason in found.items() if reason}
        if len(refused) == len(found):
            why = "; ".join(f"{worker}: {reason}" for worker, reason in refused.items()) or "it has none. Start some: dask worker"
            raise CannotGrade(f"the scheduler has no worker that can be used. {why}")
        return refused, [worker for worker in found if worker not in refused]

    def run(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """Mark the submissions and yield them as they get done."""
        from distributed import as_completed

        jobs, students = iter(jobs), {}
        where = self._workers if self.refused else None  # without a reason, those that come later may help

        def submitted(more):
            for job in more:
                future = self._client.submit(_mark, job, pure=False, workers=where)
                students[future.key] = job.student
                yield future

        first = submitted(itertools.islice(jobs, AHEAD * len(self._workers)))
        running = as_completed(first, loop=self._client.loop)
        for future in running:
            yield _result(future, students.pop(future.key))
            running.update(submitted(itertools.islice(jobs, 1)))


def _why_not(kind: str, version: str) -> str:
    """Return why this process cannot mark, or "". It runs on a worker."""
    if annlab.__version__ != version:
        return f"annlab {annlab.__version__} is installed there, {version} here"
    return sandbox.missing() if kind == sandbox.BWRAP else ""


def _mark(job: Job) -> Done:
    with _alone:
        return marked(job)


def _result(future, student) -> Done:
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker as error:
        return Done(student, failed=DIED.format(len(getattr(error, "last_workers", "")) or "several"))
    except Exception as error:
        return Done(student, failed=f"{type(error).__name__}: {error}")
