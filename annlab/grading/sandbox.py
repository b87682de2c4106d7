"""A process for code that nobody vouches for: no network, no sight of anything but Python and a scratch folder, limits.

bubblewrap (bwrap) makes it: its own user, pid, mount, network, ipc and uts namespaces, no capabilities, an empty
environment, the interpreter and the system's libraries read-only, a small tmpfs to write in. When the judge ends the
process, or ends itself, everything in it ends.
"""

import os
import shutil
import signal
import site
import subprocess
import sys
import sysconfig
from pathlib import Path

from annlab import nn
from annlab.grading.seccomp import no_new_processes

HERE = Path(__file__).parent
INSIDE = HERE / "inside"
ENGINE = HERE.parent / "checking"
SCRATCH_BYTES = 64 * 2**20
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
BWRAP, NONE = "bwrap", "none"


class SandboxError(RuntimeError):
    """The sandbox cannot be had; says why and how to mend it. Never a mark."""


def missing() -> str:
    """Return why there is no sandbox here, with the remedy, or ""."""
    if sys.platform != "linux":
        return "bubblewrap runs on Linux only. Grade on Linux (WSL 2 and containers will do), or say --sandbox none."
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


def start(kind: str = BWRAP, *, real: bool = False) -> subprocess.Popen:
    """Start inside/sandboxed.py in a sandbox; it speaks frames on its standard input and output.

    kind: BWRAP, or NONE for a bare process, which protects nothing.
    real: the process finds the real annlab (it computes the course's own functions) instead of the stand-in.
    """
    if kind == NONE:
        return _spawn([sys.executable, "-S", "-c", _boot(_bare_paths(real))], _bare_environment(real))
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise SandboxError(missing())
    descriptor = no_new_processes()
    try:
        return _spawn([bwrap, *_bwrap(real, descriptor)], None, pass_fds=(descriptor,))
    finally:
        os.close(descriptor)


def stop(process: subprocess.Popen) -> None:
    """End the process and all that it started."""
    for stream in (process.stdin, process.stdout):
        stream.close()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def _spawn(command, environment, **options) -> subprocess.Popen:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment if environment is not None else {},
        cwd="/" if environment is None else None,
        bufsize=0,
        start_new_session=True,
        **options,
    )


def _boot(paths) -> str:
    """Return a program that runs sandboxed.py with these import paths, ahead of the standard library's."""
    return f"import sys; sys.path[:0] = {paths!r}; import sandboxed; sandboxed.main()"


def _bwrap(real: bool, seccomp: int) -> list[str]:
    command = ["--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    command += ["--cap-drop", "ALL", "--hostname", "sandbox", "--seccomp", str(seccomp)]
    for name, value in ENVIRONMENT.items():
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
    for path in ("/annlab", "/dev", "/"):
        command += ["--remount-ro", path]
    command += ["--chdir", "/tmp"]
    return [*command, "--", sys.executable, "-I", "-S", "-B", "-c", _boot(paths)]


def _shared(folder) -> list[str]:
    return [word for name in ("wire.py", "cellcode.py") for word in ("--ro-bind", str(HERE / name), f"{folder}/{name}")]


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
