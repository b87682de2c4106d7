"""A bubblewrap in which the kernel refuses the keeper something, as it does in some containers and with some kernels."""

import platform
import shutil
import struct
from pathlib import Path

from annlab.grading import seccomp

CALLS = {"x86_64": {"clone": 56, "mount": 165, "seccomp": 317}, "aarch64": {"clone": 220, "mount": 40, "seccomp": 277}}
REFUSALS = {  # the call, which of its arguments, and the bits in it that are refused
    "namespaces": ("clone", 0, 0x10000000),  # CLONE_NEWUSER
    "mounts": ("mount", 3, 2),  # MS_NOSUID
    "questions": ("seccomp", 1, 8),  # SECCOMP_FILTER_FLAG_NEW_LISTENER
}
KEEPER, ALONE = "keeper", "sandboxed"


def program(refused: str) -> bytes:
    """Return a filter that refuses one thing and nothing else."""
    call, place, bits = REFUSALS[refused]
    steps = [
        (seccomp.LOAD, 0, 0, seccomp.NUMBER),
        (seccomp.JUMP_EQUAL, 0, 3, CALLS[platform.machine()][call]),
        (seccomp.LOAD, 0, 0, seccomp.FIRST_ARGUMENT + 8 * place),
        (seccomp.JUMP_SET, 0, 1, bits),
        (seccomp.RETURN, 0, 0, seccomp.ERRNO | seccomp.EPERM),
        (seccomp.RETURN, 0, 0, seccomp.ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


class Bubblewrap:
    """Comes before the real one on PATH. started() says what has been started in it, in order: KEEPER or ALONE."""

    def __init__(self, folder: Path, refused: str, monkeypatch):
        real, self._log = shutil.which("bwrap"), folder / "started"
        folder.mkdir()
        (folder / "filter").write_bytes(program(refused))
        (folder / "bwrap").write_text(f"""#!/bin/sh
case "$*" in
*"import {KEEPER};"*) echo {KEEPER} >> {self._log}; exec {real} --seccomp 9 "$@" 9< {folder}/filter;;
*"import {ALONE};"*) echo {ALONE} >> {self._log};;
esac
exec {real} "$@"
""")
        (folder / "bwrap").chmod(0o755)
        monkeypatch.setenv("PATH", str(folder), prepend=":")

    def started(self) -> list[str]:
        return self._log.read_text().split() if self._log.exists() else []
