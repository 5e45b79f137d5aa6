"""A slice as a table: the grid and the paths, one line per place, nothing rounded."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

COLUMNS = ("part", "run", "label", "step", "x", "y", "loss", "loss_on_plane", "made_with")


def as_csv(found: Mapping[str, Any], made: str) -> Iterator[str]:
    """CSV text in pieces, a header first; `part` is grid or path, empty is what is not there or not finite.

    `made` says on every line what it was made with.
    """
    yield _line(COLUMNS)
    for y, row in zip(found["y"], found["loss"], strict=True):
        yield "".join(
            _line(("grid", "", "", "", x, y, loss, loss, made)) for x, loss in zip(found["x"], row, strict=True)
        )
    for member in found["members"]:
        fixed = ("path", member["run"], member["label"])
        columns = [member.get(name, ()) for name in ("steps", "x", "y", "loss", "loss_on_plane")]
        yield "".join(_line((*fixed, *values, made)) for values in zip(*columns, strict=True))


def _line(values: tuple[Any, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow("" if value is None else value for value in values)
    return text.getvalue()
