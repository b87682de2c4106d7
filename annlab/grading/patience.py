"""Waiting for a gradebook that somebody else is writing: SQLite lets one at a time, and says that it is locked to the rest.

nbgrader waits 5 s and then ends the run for the whole class. Here whoever opens a gradebook waits longer, and what
fails even so is tried once more; then it is one submission without a mark, with its reason, and the next one's turn.
"""

import functools
import sqlite3
from collections.abc import Callable

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from annlab.grading.marking import Ungraded

SECONDS = 10  # for one statement


@event.listens_for(Engine, "connect")
def _wait(connection, record):
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout = {SECONDS * 1000}")


def twice(work: Callable, say: Callable[[str], None] = lambda words: None) -> Callable:
    """Return work, done once more where the gradebook cannot be had; raises Ungraded where it cannot even then."""

    @functools.wraps(work)
    def done(*args):
        for again in (True, False):
            try:
                return work(*args)
            except OperationalError as error:
                reason = str(error.orig or error).splitlines()[0]
                if not again:
                    raise Ungraded(f"the gradebook: {reason}. End what else uses it and grade this one again") from None
                say(f"Once more, since the gradebook could not be used: {reason}")

    return done
