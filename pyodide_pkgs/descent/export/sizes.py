"""Numbers that depend on the tensor's shape, as expressions in `rows`, `columns` and `size`."""

import math
import re
from collections.abc import Callable, Iterator, Sequence

from descent.export.digits import written
from descent.export.precedence import ATOM, PRODUCT, SUM, Text

Shape = tuple[int, ...]
NAMES = ("rows", "columns", "size")


def solved(values: Sequence[float], shapes: Sequence[Shape], prefer: bool = False) -> Text | None:
    """An expression that gives each value for its shape; None where none is found. `prefer`: the longer side first."""
    whole = all(isinstance(value, int) for value in values)
    for text, measure in _measures(shapes, prefer):
        have = [measure(shape) for shape in shapes]
        if have[0] == have[-1]:
            continue
        if whole:
            factor = (values[-1] - values[0]) / (have[-1] - have[0])
            offset = values[0] - factor * have[0]
            fits = all(value == factor * one + offset for value, one in zip(values, have, strict=True))
            if fits and factor and factor == int(factor) and offset == int(offset) and abs(factor) + abs(offset) <= 512:
                return _line(text, int(factor), int(offset))
            continue
        for of, function in _FUNCTIONS:
            factor = values[0] / function(have[0])
            factor = float(f"{factor:.12g}")
            pairs = zip(values, have, strict=True)
            if all(math.isclose(value, factor * function(one), rel_tol=1e-13) for value, one in pairs):
                return _times(factor, of(text))
    return None


def _line(text: Text, factor: int, offset: int) -> Text:
    found = text if factor == 1 else Text(f"{factor} * {text.within(PRODUCT)}", PRODUCT)
    if offset == 0:
        return found
    sign = "+" if offset > 0 else "-"
    return Text(f"{found.within(SUM)} {sign} {abs(offset)}", SUM)


def _times(factor: float, text: Text) -> Text:
    return text if factor == 1 else Text(f"{written(factor)} * {text.within(PRODUCT + 1)}", PRODUCT)


def _root(text: Text) -> Text:
    return Text(f"math.sqrt({text})")


_FUNCTIONS: tuple[tuple[Callable[[Text], Text], Callable[[float], float]], ...] = (
    (lambda text: text, float),
    (_root, math.sqrt),
    (lambda text: Text(f"1 / {text.within(PRODUCT + 1)}", PRODUCT), lambda x: 1 / x),
    (lambda text: Text(f"1 / {_root(text)}", PRODUCT), lambda x: 1 / math.sqrt(x)),
)


def _measures(shapes: Sequence[Shape], prefer: bool) -> Iterator[tuple[Text, Callable[[Shape], float]]]:
    """Measures of a shape with their texts, the simplest first."""
    two = all(len(shape) == 2 for shape in shapes)
    if two and prefer:
        yield Text("max(rows, columns)"), max
        yield Text("min(rows, columns)"), min
    if two:
        yield Text("rows", ATOM), lambda shape: shape[0]
        yield Text("columns", ATOM), lambda shape: shape[1]
    yield Text("size", ATOM), math.prod
    if two:
        yield Text("max(rows, columns)"), max
        yield Text("min(rows, columns)"), min
        yield Text("rows / columns", PRODUCT), lambda shape: shape[0] / shape[1]
        yield Text("max(1, rows / columns)"), lambda shape: max(1, shape[0] / shape[1])
        yield Text("(rows + columns)", ATOM), lambda shape: shape[0] + shape[1]


def named_sizes(lines: Sequence[str]) -> set[str]:
    """Which of `rows`, `columns` and `size` some lines use."""
    words = {word for line in lines for word in re.findall(r"\w+", line)}
    return words & set(NAMES)
