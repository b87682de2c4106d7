"""Where the course is: in the repository for those who work on it, inside the package for those who installed a wheel.

Knows paths and nothing of what is in them.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


class NoChapters(ValueError):
    """annlab came without its chapters; says where they were expected and what to do."""


def repository(package: Path = PACKAGE) -> Path | None:
    """Return the root of the repository that annlab is imported from, or None if it was installed as a wheel."""
    root = package.parent
    return root if (root / "pyproject.toml").is_file() and (root / "solutions").is_dir() else None


def course(package: Path = PACKAGE) -> Path:
    """Return the folder that holds the released chapters.

    Raises NoChapters where annlab came without them.
    """
    found = (repository(package) or package) / "course"
    if not found.is_dir():
        raise NoChapters(
            f"the chapters are missing: {found} was expected; install annlab again, with `python -m pip install "
            "--force-reinstall --no-deps` and the wheel that you installed it from"
        )
    return found
