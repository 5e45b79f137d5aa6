"""A filter of the kernel's (seccomp, Linux): no other processes are started, signalled or read by this one.

It holds for machine code too, where the audit hook of `refusals` hears nothing. Where there is no such filter, on
another system or processor, the hook is all there is.
"""

import ctypes
import os
import platform
import struct
import sys

NUMBERS: dict[str, dict[str, int]] = {
    "x86_64": {
        **{
            "kill": 62,
            "tkill": 200,
            "tgkill": 234,
            "rt_sigqueueinfo": 129,
            "pidfd_send_signal": 424,
            "pidfd_open": 434,
        },
        **{"fork": 57, "vfork": 58, "execve": 59, "execveat": 322, "ptrace": 101, "clone3": 435, "socket": 41},
        **{"process_vm_readv": 310, "process_vm_writev": 311},
    },
    "aarch64": {
        **{
            "kill": 129,
            "tkill": 130,
            "tgkill": 131,
            "rt_sigqueueinfo": 138,
            "pidfd_send_signal": 424,
            "pidfd_open": 434,
        },
        **{"execve": 221, "execveat": 281, "ptrace": 117, "clone3": 435, "socket": 198},
        **{"process_vm_readv": 270, "process_vm_writev": 271},
    },
}
"""System calls that are refused, by processor; those of `OWN` are allowed on this process."""
OWN = ("kill", "tgkill")
CLONE = {"x86_64": 56, "aarch64": 220}
CLONE_THREAD = 0x00010000
ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, REFUSE, NOT_THERE = 0x7FFF0000, 0x00050001, 0x00050026  # EPERM, ENOSYS
NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2


def forbid_processes() -> bool:
    """Whether the filter is in place."""
    machine = platform.machine()
    if not sys.platform.startswith("linux") or machine not in NUMBERS:
        return False
    program = b"".join(struct.pack("<HBBI", *line) for line in _program(machine, os.getpid()))
    code = ctypes.create_string_buffer(program)

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    given = Program(len(program) // 8, ctypes.addressof(code))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(SECCOMP, FILTER, ctypes.byref(given), 0, 0) == 0)


def _program(machine: str, process: int) -> list[tuple[int, int, int, int]]:
    """Instructions: what to do, how many lines to skip where it holds and where not, a number."""
    number, architecture, first_argument = 0, 4, 16  # where they are in what the kernel shows
    lines = [
        (LOAD, 0, 0, architecture),
        (EQUAL, 1, 0, ARCHITECTURE[machine]),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, number),
        (EQUAL, 0, 3, CLONE[machine]),  # threads may be started
        (LOAD, 0, 0, first_argument),
        (ANY_BIT, 0, 1, CLONE_THREAD),
        (RETURN, 0, 0, ALLOW),
        (LOAD, 0, 0, number),
        (EQUAL, 0, 1, CLONE[machine]),
        (RETURN, 0, 0, REFUSE),
    ]
    for name, value in NUMBERS[machine].items():
        if name in OWN:
            lines += [
                (EQUAL, 0, 4, value),
                (LOAD, 0, 0, first_argument),
                (EQUAL, 0, 1, process),
                (RETURN, 0, 0, ALLOW),
                (RETURN, 0, 0, REFUSE),
            ]
        else:
            lines += [(EQUAL, 0, 1, value), (RETURN, 0, 0, NOT_THERE if name == "clone3" else REFUSE)]
    return [*lines, (RETURN, 0, 0, ALLOW)]
