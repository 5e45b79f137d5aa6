"""A loss curve as an SVG path on a logarithmic axis, with its ticks."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from app.text.numbers import number_text

FLOOR = 1e-16
"""Losses are drawn no lower: beyond it is rounding."""


class Tick(NamedTuple):
    """One tick: its place along the axis and its label."""

    at: float
    text: str


class LossChart(NamedTuple):
    """What a template draws."""

    width: int
    height: int
    left: int
    path: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


def loss_chart(losses: Sequence[float], width: int = 600, height: int = 450) -> LossChart:
    """The chart of finite losses, one per step."""
    left, right, bottom, top = 62, 22, 34, 12
    logs = [log10(max(loss, FLOOR)) for loss in losses]
    low, high = floor(min(logs)), ceil(max(logs))
    high = max(high, low + 1)
    to_x = (width - left - right) / max(len(losses) - 1, 1)
    to_y = (height - top - bottom) / (high - low)
    points = (f"{left + step * to_x:.1f} {top + (high - value) * to_y:.1f}" for step, value in enumerate(logs))
    every = ceil((high - low) / 6)
    up = tuple(
        Tick(round(top + (high - power) * to_y, 1), number_text(float(f"1e{power}")))
        for power in range(low, high + 1, every)
    )
    last = len(losses) - 1
    across = tuple(Tick(round(left + step * to_x, 1), str(step)) for step in (0, last // 2, last))
    return LossChart(width, height, left, "M" + "L".join(points), across, up)
