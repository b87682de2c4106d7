"""Builds the notebooks in solutions/ and course/ from their sources, and checks that nothing has drifted."""

from annlab.authoring.build import Drift, build, drift

__all__ = ["Drift", "build", "drift"]
