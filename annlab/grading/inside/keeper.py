"""Forks one process a student from one that is warm: Python with NumPy and the stand-in (or the course) loaded.

What protects what. The outer wall is bubblewrap's (annlab.grading.sandbox) and stands around this process and all that
comes of it: it keeps the machine, the network and the course from every student. The inner wall is built here, and keeps
the students from one another and from this process, which runs no student's code and holds nothing of any student's:

    namespaces   user, pid, mount, ipc and network, new for each: no other process can be seen, named or signalled
    files        a fresh tmpfs on /tmp, an empty one on /proc, all else read-only; no descriptor but two pipes
    privileges   no capability, none to be had again, the filter of seccomp.py, and a number of threads
    end          the first process of the namespace is killed and waited for: the kernel ends all that is in it first

The first process in a student's namespaces is this module's too: it builds the wall, forks the student's process, is
asked by the kernel about every thread that it makes, and waits for its end. Where a namespace cannot be had inside
bubblewrap, that is said at the start; there is one bubblewrap a student then.
"""

import ctypes
import errno
import fcntl
import gc
import os
import platform
import select
import signal
import socket
import struct
import sys
import threading

import numpy.random
import sandboxed
import seccomp

NAMESPACES = 0x00020000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000  # CLONE_NEWNS, IPC, USER, PID, NET
CLONE, CAPSET, SECCOMP = {"x86_64": (56, 126, 317), "aarch64": (220, 91, 277)}.get(platform.machine(), (-1, -1, -1))
MOST_THREADS = int(os.environ["ANNLAB_THREADS"])  # ever, in one student's process
READ_ONLY, NO_SUID, NO_DEVICES, BIND = 1, 2, 4, 0x1000 | 0x4000  # with what is mounted below
SET_DUMPABLE, CAPBSET_DROP, SET_NO_NEW_PRIVS, CAP_AMBIENT = 4, 24, 38, 47
CAP_AMBIENT_CLEAR_ALL, NEW_LISTENER = 4, 8
RECEIVE, SEND, CONTINUE = 0xC0502100, 0xC0182101, 1  # SECCOMP_IOCTL_NOTIF_..., SECCOMP_USER_NOTIF_FLAG_CONTINUE
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
    """Return whether all of this works here, down to a thread in the innermost process."""
    pid = _fork((), 2**12)
    return pid > 0 and os.waitpid(pid, 0)[1] == 0


def _fork(pipes, scratch: int) -> int:
    """Return the number of a new first process in namespaces of its own, or -1. Without pipes it only tries."""
    _c.PyOS_BeforeFork()
    pid = _c.syscall(CLONE, NAMESPACES | signal.SIGCHLD, 0, 0, 0, 0)
    if pid:
        _c.PyOS_AfterFork_Parent()
        return pid
    _c.PyOS_AfterFork_Child()
    code = 1
    try:
        _wall_off(scratch)
        code = _first(pipes)
    finally:
        os._exit(code)


def _wall_off(scratch):
    for name, text in (("setgroups", "deny"), ("uid_map", f"{USER} {USER} 1"), ("gid_map", f"{GROUP} {GROUP} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    packages = [(path, os.open(path, os.O_PATH)) for path in sys.path if path.startswith("/tmp/") and os.path.isdir(path)]
    _done(_c.mount(b"tmpfs", b"/tmp", b"tmpfs", NO_SUID | NO_DEVICES, b"size=%d,mode=700" % scratch))
    for path, opened in packages:  # an environment that somebody has made there
        os.makedirs(path, exist_ok=True)
        _done(_c.mount(b"/proc/self/fd/%d" % opened, path.encode(), None, BIND, None))
    _done(_c.mount(b"tmpfs", b"/proc", b"tmpfs", READ_ONLY | NO_SUID | NO_DEVICES, b"size=4k,mode=555"))
    os.chdir("/tmp")
    os.setsid()  # a signal to one's process group would leave the namespace
    for capability in CAPABILITIES:
        _c.prctl(CAPBSET_DROP, capability, 0, 0, 0)  # fails for those that the kernel does not know
    _done(_c.prctl(CAP_AMBIENT, CAP_AMBIENT_CLEAR_ALL, 0, 0, 0))
    _done(_c.syscall(CAPSET, struct.pack("=Ii", 0x20080522, 0), bytes(24)))
    _done(_c.prctl(SET_DUMPABLE, 0, 0, 0, 0))
    _done(_c.prctl(SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def _first(pipes) -> int:
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # which the kernel keeps from a first process
        os.dup2(ours.fileno(), 0)
        os.closerange(1, 2**16)
        _count_threads()
        return os.waitpid(pid, 0)[1] and 1
    for place, pipe in enumerate(pipes):
        os.dup2(pipe, place)
    os.dup2(theirs.fileno(), 2)
    os.closerange(3, 2**16)
    numpy.random.seed()
    gc.enable()
    _filter(asks=2)
    if pipes:
        sandboxed.main()
    threading.Thread(target=int).start()
    return 0


def _filter(asks: int):
    """Set the filter for this process, and send the descriptor from which the kernel's questions are read to a socket."""
    try:
        listener = _set_filter(seccomp.ASK, NEW_LISTENER)
    except OSError:  # an older kernel: then threads are bounded by the limits of sandboxed.py
        _set_filter(seccomp.ALLOW, 0)
        return
    with socket.socket(fileno=os.dup(asks)) as to_first:
        socket.send_fds(to_first, [b"."], [listener])
    os.close(listener)


def _set_filter(threads: int, flags: int) -> int:
    program = seccomp.program(platform.machine(), threads)
    steps = ctypes.create_string_buffer(program, len(program))
    pointer = struct.pack("HL", len(program) // 8, ctypes.addressof(steps))
    return _done(_c.syscall(SECCOMP, 1, flags, pointer))


def _count_threads():
    """Allow the student's process its threads until there have been too many; return when it has ended."""
    with socket.socket(fileno=0) as from_student:
        _, found, _, _ = socket.recv_fds(from_student, 1, 1)
    if not found:
        return
    questions, made = select.poll(), 0
    questions.register(found[0], select.POLLIN)
    while any(event & select.POLLIN for _, event in questions.poll()):
        question = bytearray(80)
        try:
            fcntl.ioctl(found[0], RECEIVE, question)
            made += 1
            answer = (0, CONTINUE) if made <= MOST_THREADS else (-errno.EAGAIN, 0)
            fcntl.ioctl(found[0], SEND, question[:8] + struct.pack("=qiI", 0, *answer))
        except FileNotFoundError:  # the one who asked is gone
            continue


def _done(result) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
