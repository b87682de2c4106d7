"""Looks at what annlab needs: what is installed, missing or too old, and the command that mends it.

What is required is read from annlab's own installed metadata. Changes nothing.
"""

import shutil
import sys
from dataclasses import dataclass
from importlib import metadata

from annlab import places
from annlab.grading.sandbox import missing as sandbox_missing

EXTRAS = {  # what the extras of pyproject.toml are for
    "tests": "running annlab's own tests",
    "torch": "the PyTorch chapter",
    "cluster": "grading on several machines",
    "postgres": "a gradebook in PostgreSQL",
}


@dataclass(frozen=True)
class Tool:
    """A program that pip does not bring.  commands: any of them will do.  apt: Debian's and Ubuntu's package."""

    name: str
    commands: tuple[str, ...]
    apt: str
    purpose: str
    elsewhere: str  # how to get it on other systems


TOOLS = (
    Tool(
        "bubblewrap",
        ("bwrap",),
        "bubblewrap",
        "grading a class in a sandbox (Linux)",
        "sudo dnf install bubblewrap on Fedora; there is none for macOS and Windows",
    ),
    Tool(
        "chromium",
        ("chromium", "chromium-browser", "google-chrome"),
        "chromium",
        "the browser tests",
        f"{sys.executable} -m playwright install chromium",
    ),
    Tool("node", ("node",), "nodejs", "the tests of the figures' scripts", "https://nodejs.org"),
    Tool("postgresql", ("initdb", "pg_lsclusters"), "postgresql", "the tests of a gradebook in PostgreSQL", "https://postgresql.org"),
)

OK, MISSING, TOO_OLD, OPTIONAL = "ok", "missing", "too old", "not there"


@dataclass(frozen=True)
class Finding:
    """what: the thing looked at.  state: OK, MISSING, TOO_OLD or OPTIONAL.  detail: version or reason.  mend: a command."""

    what: str
    state: str
    detail: str = ""
    mend: str = ""

    @property
    def fatal(self) -> bool:
        return self.state in (MISSING, TOO_OLD)


def examine(installed=metadata.version, which=shutil.which, python=sys.version_info) -> list[Finding]:
    """Return a finding for everything that annlab needs or can make use of, required things first.

    installed: name to version, raising PackageNotFoundError.  which: command to path or None.  python: the version.
    """
    required, extras = _requirements()
    return [
        _python(python),
        *(_package(requirement, installed) for requirement in required),
        _kernel(),
        _chapters(),
        *(_extra(name, wanted, installed) for name, wanted in extras.items()),
        *(_tool(tool, which) for tool in TOOLS),
    ]


def _requirements() -> tuple[list, dict[str, list]]:
    """Return what annlab requires, and what each of its extras adds, as in its metadata."""
    from packaging.requirements import Requirement

    names = metadata.metadata("annlab").get_all("Provides-Extra") or []
    required, extras = [], {name: [] for name in names}
    for requirement in map(Requirement, metadata.requires("annlab") or []):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            required.append(requirement)
            continue
        for name in names:
            if requirement.marker.evaluate({"extra": name}):
                extras[name].append(requirement)
    return required, extras


def _python(version) -> Finding:
    from packaging.specifiers import SpecifierSet

    found = ".".join(map(str, version[:3]))
    wanted = metadata.metadata("annlab")["Requires-Python"]
    if found in SpecifierSet(wanted):
        return Finding("Python", OK, found)
    return Finding("Python", TOO_OLD, f"{found}; {wanted} is needed", "install such a Python from https://python.org")


def _package(requirement, installed) -> Finding:
    wanted, mend = _plain(requirement), _install(requirement)
    try:
        found = installed(requirement.name)
    except metadata.PackageNotFoundError:
        return Finding(requirement.name, MISSING, f"{wanted} is needed", mend)
    if not requirement.specifier.contains(found, prereleases=True):
        return Finding(requirement.name, TOO_OLD, f"{found}; {wanted} is needed", mend)
    return Finding(requirement.name, OK, found)


def _plain(requirement) -> str:
    return f"{requirement.name}{requirement.specifier}"


def _install(*requirements) -> str:
    return " ".join([sys.executable, "-m pip install", *(f'"{_plain(r)}"' for r in requirements)])


def _kernel() -> Finding:
    mend = f"{sys.executable} -m ipykernel install --sys-prefix --name python3"
    try:
        from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    except ImportError as error:
        return Finding("kernel python3", MISSING, str(error), f"{sys.executable} -m pip install jupyterlab ipykernel")
    try:
        command = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except (NoSuchKernel, IndexError):
        return Finding("kernel python3", MISSING, "the notebooks run on it", mend)
    if command in ("python", "python3"):  # Jupyter puts its own Python there
        command = sys.executable
    if shutil.which(command) is None:
        return Finding("kernel python3", MISSING, f"its Python is gone: {command}", mend)
    return Finding("kernel python3", OK, command)


def _chapters() -> Finding:
    try:
        return Finding("chapters", OK, str(places.course()))
    except places.NoChapters as error:
        return Finding("chapters", MISSING, str(error))


def _extra(name: str, wanted: list, installed) -> Finding:
    lacking = [requirement for requirement in wanted if _package(requirement, installed).state != OK]
    purpose = f"for {EXTRAS.get(name, name)}"
    if not lacking:
        return Finding(f"extra: {name}", OK, purpose)
    names = ", ".join(requirement.name for requirement in lacking)
    return Finding(f"extra: {name}", OPTIONAL, f"{purpose}; lacking or too old: {names}", _install(*lacking))


def _tool(tool: Tool, which) -> Finding:
    found = next(filter(None, map(which, tool.commands)), None)
    if found and tool.name == "bubblewrap" and (reason := sandbox_missing()):
        return Finding(tool.name, OPTIONAL, f"{found}, for {tool.purpose}", reason)
    if found:
        return Finding(tool.name, OK, found)
    mend = f"sudo apt-get install {tool.apt}" if which("apt-get") else tool.elsewhere
    return Finding(tool.name, OPTIONAL, f"for {tool.purpose}", mend)
