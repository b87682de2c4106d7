"""annlab: a course on artificial neural networks that one learns by writing one.

The learner's face: `check`, `hint`, `progress`, `use` and `certificate`, and annlab's own version of every function of the course.
Figures are in annlab.visuals. Importing this loads numpy and nothing heavier.
"""

from annlab import nn
from annlab.learner import certificate, check, hint, progress, use
from annlab.nn import *  # noqa: F403  (the package's face lists its names in nn.__all__)

__version__ = "0.1.0"
__all__ = ["certificate", "check", "hint", "progress", "use", *nn.__all__]
