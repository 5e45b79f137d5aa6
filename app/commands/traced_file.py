"""What a process of its own finds in a file with a rule: its graphs, or a sentence and a line."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import descent
import numpy

SECONDS = 120.0
CHILD = Path(__file__).parent / "trace_child.py"
PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")
"""What of the environment a Python may need to start."""


SCOPE = re.compile(r"""(?:SCOPE|scope)\s*=\s*["'](element|tensor|matrix|model)["']""")


class Unreadable(Exception):
    """A file that cannot be read as text; its text says why."""


def source_of(file: Path) -> str:
    """The text of a file; `Unreadable` says why there is none."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Unreadable(f"there is no file {str(file)!r}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{str(file)!r} cannot be read as text: {error}") from None


def declared_scope(source: str) -> str:
    """The scope that a source says it has, read and not run: which shapes it is traced for hangs on it."""
    found = SCOPE.search(source)
    return found[1] if found else "element"


def traced(source: str, file: Path, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What the process answers: `graphs` and `notices`, or `sentence` and `line`.

    `wanted` has `groups`, lists of shapes with one graph each, perhaps `modifiers` and `choices` with them, or else
    `shapes` and `matrices` of a workload.
    """
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    request = {"source": source, "file": str(file), **wanted}
    places = [str(Path(module.__file__ or "").parent.parent) for module in (descent, numpy)]
    with tempfile.TemporaryDirectory(prefix="trace-") as work:
        try:
            ended = subprocess.run(
                [getattr(sys, "_base_executable", sys.executable), "-I", "-S", str(CHILD), *places],
                input=json.dumps(request).encode("utf-8", "surrogatepass"),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                cwd=work,
                env={**environment, "OPENBLAS_NUM_THREADS": "1", "HOME": work, "TMPDIR": work},
                start_new_session=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"line": 1, "sentence": f"tracing it took more than {SECONDS:g} seconds; does a loop never end?"}
    try:
        answer = json.loads(ended.stdout)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return {"line": 1, "sentence": f"the process that traced it ended with code {ended.returncode} and no answer"}
    return answer
