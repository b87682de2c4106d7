"""Draws what the random inputs of a grading run are made from, so that nobody has seen them before."""

import os
import secrets


def draw(**_) -> None:
    """Set the environment variable ANNLAB_SEED, where it is not set, for every kernel that is started from now on.

    nbgrader calls this before each submission: a whole class is graded on the same inputs.
    """
    os.environ.setdefault("ANNLAB_SEED", str(secrets.randbelow(2**32)))
