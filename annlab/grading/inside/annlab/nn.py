"""The course's functions under their other address."""

import annlab


def __getattr__(name):
    return getattr(annlab, name)
