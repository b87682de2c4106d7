"""The course's functions under their other address."""

import annlab
from annlab import NAMES as __all__  # noqa: F401


def __getattr__(name):
    return getattr(annlab, name)
