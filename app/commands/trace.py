"""`optimizer-playground trace`: the graph of a rule in a file, as one JSON object."""

import json
import re
from pathlib import Path
from typing import Any

import typer
from descent.graph import Refused, check

from app.commands.traced_file import Unreadable, declared_scope, source_of, traced

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
        source = source_of(file)
    except Unreadable as error:
        _end(2, str(error))
    shapes = shapes or [_usual(source)]
    together = declared_scope(source) == "model"
    found = traced(source, file, {"groups": [shapes] if together else [[one] for one in shapes]})
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
    return [4, 3] if declared_scope(source) == "matrix" else [3]


def _sides(text: str) -> list[int]:
    if not SHAPE.fullmatch(text):
        _end(2, f"a shape is written as 3 or 4x3, given {text!r}")
    return [int(side) for side in text.split("x")]


def _end(code: int, sentence: str) -> Any:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
