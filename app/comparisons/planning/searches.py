"""The settings of a rule that is searched: Sobol' points over the spaces of several hyperparameters at once.

A learning rate that has no space of its own gets the range that a grid of the rule would have (`grids.py`). All rules
get as many points of one sequence, and another first seed gives others. What is not searched stays as it is beside a
grid.
"""

from collections.abc import Mapping, Sequence

from app.comparisons.planning import sobol
from app.comparisons.space import Span, at
from app.text.numbers import number_text

Setting = dict[str, float]


def with_rate(spaces: Mapping[str, Span], rates: Sequence[float]) -> dict[str, Span]:
    """The spaces with that of the learning rate before them, over the range of these rates, unless it has one."""
    if "lr" in spaces or not rates:
        return dict(spaces)
    return {"lr": (min(rates), max(rates), "log"), **spaces}


def settings(spaces: Mapping[str, Span], count: int, fixed: Mapping[str, float], seed: int) -> tuple[Setting, ...]:
    """So many settings over the spaces, each with what is `fixed` beside it."""
    rest = {name: value for name, value in fixed.items() if name not in spaces}
    return tuple(
        {name: at(share, span) for share, (name, span) in zip(point, spaces.items(), strict=True)} | rest
        for point in sobol.points(count, len(spaces), seed)
    )


def words(spaces: Mapping[str, Span]) -> str:
    """The spaces in words: `lr 0.0003 to 0.3 (log), beta1 0 to 0.999 (log of 1 - beta1)`."""
    return ", ".join(
        f"{name} {number_text(low)} to {number_text(high)} ({_scale(name, scale)})"
        for name, (low, high, scale) in spaces.items()
    )


def _scale(name: str, scale: str) -> str:
    return f"log of 1 - {name}" if scale == "log_from_1" else scale
