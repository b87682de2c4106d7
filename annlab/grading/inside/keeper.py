"""Forks one process a student from one that is warm: Python with NumPy and the stand-in (or the course) loaded.

What protects what. The outer wall is bubblewrap's (annlab.grading.sandbox) and stands around this process and all that
comes of it: it keeps the machine, the network and the course from every student. The inner wall is built here, and keeps
the students from one another and from this process, which runs no student's code and holds nothing of any student's:

    namespaces   user, pid, mount, ipc and network, new for each: no other process can be seen, named or signalled
    files        a fresh tmpfs on /tmp, an empty one on /proc, all else read-only; no descriptor but two pipes
    privileges   no capability, none to be had again, and the filter of seccomp.py
    end          the first process of the namespace is killed and waited for: the kernel ends all that is in it first

The first process in a student's namespaces is this module's too: it builds the wall, forks the student's process and
waits. Where a namespace cannot be had inside bubblewrap, that is said at the start; there is one bubblewrap a student then.
"""

import ctypes
import gc
import os
import platform
import signal
import socket
import struct

import numpy.random
import sandboxed
import seccomp

NAMESPACES = 0x00020000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000  # CLONE_NEWNS, IPC, USER, PID, NET
CLONE, CAPSET = {"x86_64": (56, 126), "aarch64": (220, 91)}.get(platform.machine(), (-1, -1))
READ_ONLY, NO_SUID, NO_DEVICES = 1, 2, 4
SET_DUMPABLE, SET_SECCOMP, CAPBSET_DROP, SET_NO_NEW_PRIVS, CAP_AMBIENT = 4, 22, 24, 38, 47
CAP_AMBIENT_CLEAR_ALL, FILTER_MODE = 4, 2
CAPABILITIES = range(64)
USER, GROUP = os.getuid(), os.getgid()

_c = ctypes.PyDLL(None, use_errno=True)  # the interpreter's own lock stays held: it forks
_c.mount.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p]


def main():
    """Answer the judge: two pipes make a new process, whose number comes back; a number ends that process."""
    control = socket.socket(fileno=os.dup(0))
    gc.freeze()
    gc.disable()
    control.send(b"ready" if _can_fork() else b"cannot")
    while True:
        message, pipes, _, _ = socket.recv_fds(control, 64, 2)
        if not message:
            return
        if pipes:
            pid = _fork(pipes, int(message))
            for pipe in pipes:
                os.close(pipe)
        else:
            pid = int(message)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        control.send(str(pid).encode())


def _can_fork() -> bool:
    pid = _fork(None, 2**12)
    return pid > 0 and os.waitpid(pid, 0)[1] == 0


def _fork(pipes, scratch: int) -> int:
    """Return the number of a new first process in namespaces of its own, or -1. Without pipes it ends once they stand."""
    _c.PyOS_BeforeFork()
    pid = _c.syscall(CLONE, NAMESPACES | signal.SIGCHLD, 0, 0, 0, 0)
    if pid:
        _c.PyOS_AfterFork_Parent()
        return pid
    _c.PyOS_AfterFork_Child()
    code = 1
    try:
        _wall_off(scratch)
        code = _first(pipes) if pipes else 0
    finally:
        os._exit(code)


def _wall_off(scratch):
    for name, text in (("setgroups", "deny"), ("uid_map", f"{USER} {USER} 1"), ("gid_map", f"{GROUP} {GROUP} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    _done(_c.mount(b"tmpfs", b"/proc", b"tmpfs", READ_ONLY | NO_SUID | NO_DEVICES, b"size=4k,mode=555"))
    _done(_c.mount(b"tmpfs", b"/tmp", b"tmpfs", NO_SUID | NO_DEVICES, b"size=%d,mode=700" % scratch))
    os.chdir("/tmp")
    for capability in CAPABILITIES:
        _c.prctl(CAPBSET_DROP, capability, 0, 0, 0)  # fails for those that the kernel does not know
    _done(_c.prctl(CAP_AMBIENT, CAP_AMBIENT_CLEAR_ALL, 0, 0, 0))
    _done(_c.syscall(CAPSET, struct.pack("=Ii", 0x20080522, 0), bytes(24)))
    _done(_c.prctl(SET_DUMPABLE, 0, 0, 0, 0))
    _done(_c.prctl(SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def _first(pipes) -> int:
    pid = os.fork()
    if pid:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # which the kernel keeps from a first process
        os.closerange(0, 2**16)
        os.waitpid(pid, 0)
        return 0
    for pipe, place in zip(pipes, (0, 1), strict=True):
        os.dup2(pipe, place)
    os.closerange(3, 2**16)
    numpy.random.seed()
    gc.enable()
    _filter()
    sandboxed.main()
    return 0


def _filter():
    program = seccomp.program(platform.machine())
    steps = ctypes.create_string_buffer(program, len(program))
    pointer = struct.pack("HL", len(program) // 8, ctypes.addressof(steps))
    _done(_c.prctl(SET_SECCOMP, FILTER_MODE, pointer, 0, 0))


def _done(result):
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
