"""A filter for the sandbox's system calls: no new processes, no debugging, no new namespaces, no memory that nobody counts.

Threads may be made, or asked for (inside/keeper.py counts them). Written as a classic BPF program, which bubblewrap
or the keeper hands to the kernel; the numbers are the kernel's (asm/unistd_64.h, asm-generic/unistd.h,
linux/seccomp.h, linux/filter.h).
"""

import os
import platform
import struct

LOAD, JUMP_EQUAL, JUMP_SET, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, ERRNO, KILL, ASK = 0x7FFF0000, 0x00050000, 0x80000000, 0x7FC00000
EPERM, ENOSYS = 1, 38
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
CLONE_THREAD = 0x00010000
X32_BIT = 0x40000000

MACHINES = {  # audit number; clone, clone3, calls refused outright
    "x86_64": (0xC000003E, 56, 435, {"fork": 57, "vfork": 58, "ptrace": 101, "mount": 165, "unshare": 272, "setns": 308,
                                     "bpf": 321, "userfaultfd": 323, "keyctl": 250, "add_key": 248, "perf_event_open": 298,
                                     "process_vm_readv": 310, "process_vm_writev": 311, "io_uring_setup": 425,
                                     "request_key": 249, "kcmp": 312, "pidfd_open": 434, "pidfd_getfd": 438,
                                     "shmget": 29, "semget": 64, "msgget": 68, "memfd_create": 319, "memfd_secret": 447}),
    "aarch64": (0xC00000B7, 220, 435, {"ptrace": 117, "mount": 40, "unshare": 97, "setns": 268, "bpf": 280,
                                       "userfaultfd": 282, "keyctl": 219, "add_key": 217, "perf_event_open": 241,
                                       "process_vm_readv": 270, "process_vm_writev": 271, "io_uring_setup": 425,
                                       "request_key": 218, "kcmp": 272, "pidfd_open": 434, "pidfd_getfd": 438,
                                       "shmget": 194, "semget": 190, "msgget": 186, "memfd_create": 279, "memfd_secret": 447}),
}


def program(machine: str, threads: int = ALLOW) -> bytes:
    """Return the filter for a machine's system calls; b"" for a machine that it does not know.

    threads: what is done about a new thread, ALLOW or ASK.
    """
    if machine not in MACHINES:
        return b""
    audit, clone, clone3, refused = MACHINES[machine]
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, audit),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (JUMP_SET, 0, 1, X32_BIT),
        (RETURN, 0, 0, KILL),
    ]
    for number in refused.values():
        steps += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, ERRNO | EPERM)]
    steps += [(JUMP_EQUAL, 0, 1, clone3), (RETURN, 0, 0, ERRNO | ENOSYS)]  # its flags are out of sight; libc falls back
    steps += [
        (JUMP_EQUAL, 0, 4, clone),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (JUMP_SET, 1, 0, CLONE_THREAD),
        (RETURN, 0, 0, ERRNO | EPERM),
        (RETURN, 0, 0, threads),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def no_new_processes() -> int:
    """Return a descriptor from which bubblewrap reads the filter for this machine; the caller closes it."""
    descriptor = os.memfd_create("filter", 0)
    os.write(descriptor, program(platform.machine()))
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
