"""A process for code that nobody vouches for: no network, no sight of anything but Python and a scratch folder, limits.

bubblewrap (bwrap) makes it: its own user, pid, mount, network, ipc and uts namespaces, no capabilities, an empty
environment, the interpreter and the system's libraries read-only, a small tmpfs to write in. When the judge ends the
process, or ends itself, everything in it ends.

A fresh Python with NumPy in it takes a tenth of a second. So a keeper (inside/keeper.py) waits in bubblewrap as long as
the judge lives, and forks one process for each student, walled off from all others. Where it cannot, each student's
process has a bubblewrap of its own.
"""

import atexit
import contextlib
import os
import shutil
import signal
import site
import socket
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from annlab import nn
from annlab.grading.seccomp import no_new_processes

HERE = Path(__file__).parent
INSIDE = HERE / "inside"
ENGINE = HERE.parent / "checking"
SCRATCH_BYTES = 64 * 2**20
MOST_THREADS = 2_000
ENVIRONMENT = {
    "ANNLAB_NAMES": " ".join(nn.__all__),
    "HOME": "/tmp",
    "TMPDIR": "/tmp",
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    **{f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")},
}
PUBLIC_DIGITS = "sklearn/datasets/data/digits.csv.gz"  # chapter 15 is judged on some of them
BWRAP, NONE = "bwrap", "none"
USER = "1000"  # inside; the number 0 could not be handed on to namespaces within
START_SECONDS = 30


class SandboxError(RuntimeError):
    """The sandbox cannot be had; says why and how to mend it. Never a mark."""


def missing() -> str:
    """Return why there is no sandbox here, with the remedy, or ""."""
    if sys.platform != "linux":
        return "bubblewrap runs on Linux only. Grade on Linux: WSL 2 and containers will do."
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed. Install it: apt-get install bubblewrap, or dnf install bubblewrap."
    tried = subprocess.run(
        ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"], capture_output=True, text=True, timeout=20
    )
    if tried.returncode:
        return (
            f"bubblewrap is installed but cannot make a sandbox ({tried.stderr.strip()[:200]}). Allow user namespaces: "
            "sysctl kernel.unprivileged_userns_clone=1, or on Ubuntu an AppArmor profile for bwrap."
        )
    return ""


@dataclass
class Running:
    """A process in a sandbox. Frames are written to `hears` and read from `says`; stop() ends it and all that is in it."""

    hears: int
    says: int
    end: Callable[[], None]

    def stop(self) -> None:
        os.close(self.hears)
        os.close(self.says)
        self.end()


def start(kind: str = BWRAP, *, real: bool = False) -> Running:
    """Start inside/sandboxed.py in a sandbox.

    kind: BWRAP, or NONE for a bare process, which protects nothing.
    real: the process finds the real annlab (it computes the course's own functions) instead of the stand-in.
    """
    if kind == NONE:
        paths = _bare_paths(real)
        return _alone([sys.executable, "-S", "-c", _boot(paths, "sandboxed")], env=_bare_environment(real))
    if _Keeper.possible:
        with contextlib.suppress(_CannotKeep):
            return _kept(real)
    descriptor = no_new_processes()
    try:
        return _alone(_bwrap(real, "sandboxed", "--seccomp", str(descriptor)), pass_fds=(descriptor,))
    finally:
        os.close(descriptor)


def close() -> None:
    """End whatever waits for the next student. It is started again when there is one."""
    for mine in [mine for mine in _keepers if mine[0] == os.getpid()]:
        _keepers.pop(mine).close()


def _alone(command, **options) -> Running:
    (theirs_in, hears), (says, theirs_out) = os.pipe(), os.pipe()
    try:
        process = _spawn(command, stdin=theirs_in, stdout=theirs_out, **options)
    finally:
        os.close(theirs_in)
        os.close(theirs_out)
    return Running(hears, says, lambda: _kill(process))


class _CannotKeep(Exception):
    """There can be no namespaces inside bubblewrap's."""


class _Keeper:
    possible = True

    def __init__(self, real):
        command = _bwrap(real, "keeper")
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(START_SECONDS)
        with theirs:
            self._process = _spawn(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL)
        try:
            said = self._control.recv(64)
        except OSError:
            said = b""
        if said != b"ready":
            self.close()
            if said:
                _Keeper.possible = False
                raise _CannotKeep
            raise SandboxError(f"the sandbox did not start. {missing()}".strip())

    def fork(self) -> Running:
        (theirs_in, hears), (says, theirs_out) = os.pipe(), os.pipe()
        try:
            socket.send_fds(self._control, [b"%d" % SCRATCH_BYTES], [theirs_in, theirs_out])
            number = int(self._control.recv(64))
            if number < 0:
                raise OSError("no process")
        except (OSError, ValueError):
            os.close(hears)
            os.close(says)
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        return Running(hears, says, lambda: self._end(number))

    def _end(self, number):
        """End a process and wait until it is gone; where that fails, all of them."""
        try:
            self._control.send(b"%d" % number)
            if int(self._control.recv(64)) != number:
                raise OSError("another process")
        except (OSError, ValueError):
            self.close()

    def ended(self) -> bool:
        return self._process.poll() is not None

    def close(self):
        self._control.close()
        _kill(self._process)


_keepers: dict[tuple[int, int, bool], _Keeper] = {}  # by the process and the thread that they will not outlive
atexit.register(close)


def _kept(real) -> Running:
    mine = os.getpid(), threading.get_ident(), real
    if mine in _keepers:
        try:
            return _keepers[mine].fork()
        except (OSError, ValueError):  # it has died: none of the student's doing
            _keepers.pop(mine).close()
    for other in [each for each, keeper in list(_keepers.items()) if each[0] == mine[0] and keeper.ended()]:
        _keepers.pop(other).close()  # with the thread whose it was
    keeper = _keepers[mine] = _Keeper(real)
    try:
        return keeper.fork()
    except (OSError, ValueError) as error:
        raise SandboxError(f"the sandbox cannot make a process ({error}). {missing()}".strip()) from None


def _kill(process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _spawn(command, *, env=None, **options) -> subprocess.Popen:
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, env=env or {}, cwd="/", start_new_session=True, **options)


def _boot(paths, module) -> str:
    """Return a program that runs a module of inside/ with these import paths, ahead of the standard library's."""
    return f"import sys; sys.path[:0] = {paths!r}; import {module}; {module}.main()"


def _bwrap(real: bool, module: str, *options: str) -> list[str]:
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise SandboxError(missing())
    command = [bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    command += ["--unshare-user", "--uid", USER, "--gid", USER, "--cap-drop", "ALL", "--hostname", "sandbox", *options]
    for name, value in (ENVIRONMENT | {"ANNLAB_THREADS": str(MOST_THREADS)}).items():
        command += ["--setenv", name, value]
    for path in ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin"):
        if os.path.islink(path):
            command += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            command += ["--ro-bind", path, path]
    command += ["--proc", "/proc", "--dev", "/dev"]
    command += ["--size", str(SCRATCH_BYTES), "--tmpfs", "/tmp"]
    for path in _interpreter():
        command += ["--ro-bind", path, path]
    for path in _packages():
        if os.path.isdir(os.path.join(path, "annlab")):  # installed there: the right answers stay out of sight
            command += ["--tmpfs", os.path.join(path, "annlab")]
    for path in map(Path, _packages()):
        if (rows := path / PUBLIC_DIGITS).is_file():
            command += ["--ro-bind", os.devnull, str(rows)]
    command += ["--tmpfs", "/annlab"]
    command += ["--ro-bind", str(INSIDE), "/annlab/inside", *_shared("/annlab/shared")]
    command += ["--ro-bind", str(ENGINE), "/annlab/engine/checking"]
    paths = ["/annlab/inside", "/annlab/shared", *_packages()]
    if real:
        command += ["--ro-bind", str(HERE.parent), "/annlab/real/annlab"]
        paths.insert(0, "/annlab/real")
    else:
        command += ["--setenv", "ANNLAB_ENGINE", "/annlab/engine"]
        for name in ("standin.py", "standin_figures.json"):
            command += ["--ro-bind", str(HERE.parent / name), f"/annlab/engine/{name}"]
    for path in ("/annlab", "/dev", "/", *(["/tmp"] if module == "keeper" else [])):
        command += ["--remount-ro", path]
    command += ["--chdir", "/tmp"]
    return [*command, "--", sys.executable, "-I", "-S", "-B", "-c", _boot(paths, module)]


def _shared(folder) -> list[str]:
    return [word for name in ("wire.py", "cellcode.py", "seccomp.py") for word in ("--ro-bind", str(HERE / name), f"{folder}/{name}")]


def _interpreter() -> list[str]:
    """Return the folders of the interpreter and its packages that lie outside /usr, the outer ones first."""
    found = {os.path.realpath(p) for p in (sys.prefix, sys.base_prefix, *_packages())} | {sys.prefix, sys.base_prefix}
    return sorted(p for p in found if not p.startswith("/usr/") and os.path.isdir(p))


def _packages() -> list[str]:
    """Return the folders that pip installs into."""
    paths = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    if site.ENABLE_USER_SITE and sys.prefix == sys.base_prefix:
        paths.append(site.getusersitepackages())
    return [p for p in dict.fromkeys(paths) if os.path.isdir(p)]


def _bare_paths(real):
    paths = [str(INSIDE), str(HERE), *_packages()]
    return [str(HERE.parent.parent), *paths] if real else paths


def _bare_environment(real):
    import tempfile

    scratch = {"HOME": tempfile.gettempdir(), "TMPDIR": tempfile.gettempdir(), "PATH": os.environ.get("PATH", "")}
    engine = {} if real else {"ANNLAB_ENGINE": str(HERE.parent)}
    return ENVIRONMENT | scratch | engine
