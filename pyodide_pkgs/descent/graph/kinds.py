"""What is known of a value before it is computed: its shape and whether it is a float, a truth or an index.

shape None          one number per run: a hyperparameter, the step, a sum over a run. It goes with any array
shape ()            one number for all runs: a constant
("runs", 3)         an array whose first axis is the run; the other sides are numbers
(3, 3)              an array without a run axis, the same for all runs
"""

from math import prod
from typing import NamedTuple

from descent.graph.refusal import Refused

RUNS = "runs"

Side = int | str
Shape = tuple[Side, ...] | None

DTYPES = ("float", "bool", "int")
MAX_AXES = 8


class Kind(NamedTuple):
    """The shape and dtype of one value; "float" is the dtype of the parameter, float32 at least."""

    shape: Shape
    dtype: str = "float"

    @property
    def is_number(self) -> bool:
        """Whether it is one number, per run or for all."""
        return self.shape is None or self.shape == ()

    @property
    def has_runs(self) -> bool:
        """Whether its first axis is the run."""
        return bool(self.shape) and self.shape is not None and self.shape[0] == RUNS

    @property
    def sides(self) -> tuple[Side, ...]:
        """The shape as a tuple; empty for a number."""
        return self.shape or ()

    @property
    def entries(self) -> int:
        """How many entries one run has."""
        return prod(int(side) for side in self.sides if side != RUNS)


def shown(shape: Shape) -> str:
    """The shape in words for a sentence."""
    if not shape:
        return "a number"
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def together(shapes: list[Shape]) -> Shape:
    """The shape of an elementwise operation on these; `Refused` where they do not go together or mix the runs."""
    arrays = [shape for shape in shapes if shape]
    each = any(shape is None for shape in shapes)
    if not arrays:
        return None if each else ()
    axes = max(len(shape) for shape in arrays)
    runs = any(shape[0] == RUNS for shape in arrays)
    sides: list[Side] = []
    for place in range(axes):
        found: Side = 1
        for shape in arrays:
            at = place - axes + len(shape)
            side = 1 if at < 0 else shape[at]
            if side == 1:
                continue
            if found not in (1, side):
                raise Refused(
                    f"the shapes {' and '.join(shown(one) for one in arrays)} do not go together; reductions keep "
                    "their axes with keepdims=True, and [:, None] adds one"
                )
            found = side
        sides.append(found)
    if RUNS in sides[1:]:
        raise Refused(
            f"the shapes {' and '.join(shown(one) for one in arrays)} would put the runs beside another axis; "
            "reductions keep their axes with keepdims=True, and [:, None] adds one"
        )
    if each and not runs:
        sides = [RUNS, *sides[1:]] if sides[0] == 1 and axes > 1 else [RUNS, *sides]
    return tuple(sides)


def bounded(kind: Kind, most: int) -> None:
    """Raises `Refused` for a value with more than `most` entries per run, or too many axes."""
    if len(kind.sides) > MAX_AXES:
        raise Refused(f"an array has at most {MAX_AXES} axes, here {len(kind.sides)}")
    if kind.entries > most:
        raise Refused(f"a value has at most {most} entries per run, here {kind.entries}")
