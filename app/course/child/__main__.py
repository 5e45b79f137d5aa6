"""Serves cases until the standard input ends: `python -I -S FOLDER RESULT`, where RESULT is the pipe for observations.

The first message is JSON with the memory in MiB, the folder in which NumPy is, the modules of the page's Python and its
version; the second the name of the file, the third the source, all others are cases.
"""

import contextlib
import json
import os
import struct
import sys
from pathlib import Path

LENGTH = struct.Struct("<Q")


def main(result: int) -> None:
    """Start up, say so, and answer each case with an observation."""
    cases = os.fdopen(os.dup(0), "rb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    given = json.loads(_message(cases) or b"{}")
    sys.path.append(given["numpy"])
    import numpy
    from descent.browser import Sandbox

    sys.path.remove(given["numpy"])
    from page_modules import only_what_the_page_has  # type: ignore[import-not-found]
    from refusals import refuse  # type: ignore[import-not-found]
    from system_calls import forbid_processes  # type: ignore[import-not-found]

    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has it or allows it
        import resource

        most = given["memory_mib"] * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _write(result, b"")  # ready
    sandbox = Sandbox(numpy)
    file_name, source = _message(cases), _message(cases)
    only_what_the_page_has(given["modules"], given["python"])
    forbid_processes()
    refuse(str(Path(numpy.__file__).parent))
    while file_name is not None and source is not None:
        case = _message(cases)
        if case is None:
            return
        text = source.decode("utf-8", "surrogatepass")
        _write(result, sandbox.run(text, case, file_name=file_name.decode()))


def _message(stream: object) -> bytes | None:
    head = stream.read(LENGTH.size)  # type: ignore[attr-defined]
    if len(head) < LENGTH.size:
        return None
    data: bytes = stream.read(LENGTH.unpack(head)[0])  # type: ignore[attr-defined]
    return data


def _write(result: int, data: bytes) -> None:
    message = memoryview(LENGTH.pack(len(data)) + data)
    while message:
        message = message[os.write(result, message) :]


main(int(sys.argv[1]))
