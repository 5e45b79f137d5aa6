"""`optimizer-playground trace`: the graph of a rule in a file, as one JSON object."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import descent
import numpy
import typer
from descent.graph import Refused, check

SECONDS = 120.0
CHILD = Path(__file__).parent / "trace_child.py"
PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")
"""What of the environment a Python may need to start."""
SHAPE = re.compile(r"\d{1,4}(x\d{1,4}){0,6}")


def trace(
    file: Path = typer.Argument(help="The file with the rule: update(p, g, s, t, xp, *, lr), and init."),  # noqa: B008
    shape: list[str] = typer.Option(None, help="A tensor of the rule, such as 3 or 4x3; may be given again."),  # noqa: B008
) -> None:
    """Print the graph of a rule as one JSON object; exit code 1 and FILE:LINE: sentence where it has none.

    Of several shapes the first graph is printed, and the others in its entry `others`.
    """
    shapes = [_sides(one) for one in shape or []]
    try:
        source = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        _end(2, f"there is no file {str(file)!r}")
    except (OSError, UnicodeDecodeError) as error:
        _end(2, f"{str(file)!r} cannot be read as text: {error}")
    shapes = shapes or [_usual(source)]
    model = re.search(r"""(SCOPE|scope)\s*=\s*["']model["']""", source) is not None
    found = asked(source, file, [shapes] if model else [[one] for one in shapes])
    if "sentence" in found:
        _end(1, f"{file}:{found['line']}: {found['sentence']}")
    try:
        graphs = [check(json.loads(text)).data for text in found["graphs"]]
    except (KeyError, TypeError, ValueError, Refused) as error:
        _end(1, f"{file}:1: what the process sent is no graph: {error}")
    for line, said in found.get("notices", []):
        typer.echo(f"{file}:{line}: note: this line {said}", err=True)
    first = dict(graphs[0]) | ({"others": graphs[1:]} if len(graphs) > 1 else {})
    typer.echo(json.dumps(first, sort_keys=True, separators=(",", ":")))


def _usual(source: str) -> list[int]:
    """The shape where none is given: a matrix for a rule that says it takes matrices, else three numbers."""
    return [4, 3] if re.search(r"""(SCOPE|scope)\s*=\s*["']matrix["']""", source) else [3]


def asked(source: str, file: Path, tensors: list[list[list[int]]]) -> dict[str, Any]:
    """The answer of a process of its own: a graph for each list of tensors, or a sentence with its line."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    request = {"source": source, "file": str(file), "shapes": tensors}
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


def _sides(text: str) -> list[int]:
    if not SHAPE.fullmatch(text):
        _end(2, f"a shape is written as 3 or 4x3, given {text!r}")
    return [int(side) for side in text.split("x")]


def _end(code: int, sentence: str) -> Any:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
