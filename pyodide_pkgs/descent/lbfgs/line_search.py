"""The strong Wolfe line search: a step that lowers the value enough and flattens the slope enough.

Nocedal & Wright 2006, algorithms 3.5 and 3.6: widen a bracket until it must hold such a step, then zoom into it, both
by cubic interpolation. The constants and safeguards are those of torch's L-BFGS.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from descent.spec import Array


@dataclass(frozen=True)
class Probe:
    """What is known at one step length `t`: the value, the gradient (an array), the slope along the direction."""

    t: float
    value: float
    gradient: Array
    slope: float


Measure = Callable[[float], Probe]

SUFFICIENT, CURVATURE = 1e-4, 0.9
"""c₁ and c₂ of the Wolfe conditions."""


def interpolate(a: Probe, b: Probe, bounds: tuple[float, float] | None = None) -> float:
    """The minimiser of the cubic through two probes, within `bounds` (by default between them)."""
    if a.t > b.t:
        a, b = b, a
    low, high = bounds or (a.t, b.t)
    if a.t == b.t:
        return min(max(a.t, low), high)
    d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.t - b.t)
    square = d1 * d1 - a.slope * b.slope
    if not square >= 0:
        return (low + high) / 2
    d2 = math.sqrt(square)
    bottom = b.slope - a.slope + 2 * d2
    if bottom == 0:
        return (low + high) / 2
    return min(max(b.t - (b.t - a.t) * ((b.slope + d2 - d1) / bottom), low), high)


def strong_wolfe(
    measure: Measure, start: Probe, t: float, longest: float, tolerance: float = 1e-9, most: int = 25
) -> tuple[Probe, int]:
    """The accepted probe and the number of evaluations.

    `start` is the probe at 0, `t` the first length to try, `longest` the largest entry of the direction: a bracket
    that moves no coordinate by more than `tolerance` is not searched further. `most` bounds the rounds.
    """

    def too_high(probe: Probe) -> bool:
        return probe.value > start.value + SUFFICIENT * probe.t * start.slope

    def flat(probe: Probe) -> bool:
        return abs(probe.slope) <= -CURVATURE * start.slope

    previous, probe, rounds = start, measure(t), 0
    bracket = [start, probe]
    while rounds < most:
        bracket = [previous, probe]
        if too_high(probe) or (rounds > 1 and probe.value >= previous.value):
            break
        if flat(probe):
            return probe, rounds + 1
        if probe.slope >= 0:
            break
        bounds = (probe.t + 0.01 * (probe.t - previous.t), probe.t * 10)
        previous, probe = probe, measure(interpolate(previous, probe, bounds))
        rounds += 1
    else:
        bracket = [start, probe]
    return _zoom(measure, bracket, rounds, most, tolerance / longest, too_high, flat)


def _zoom(
    measure: Measure,
    bracket: list[Probe],
    rounds: int,
    most: int,
    narrowest: float,
    too_high: Callable[[Probe], bool],
    flat: Callable[[Probe], bool],
) -> tuple[Probe, int]:
    """The best probe found inside the bracket, and the number of evaluations with those made before."""
    low, high = sorted(bracket, key=lambda probe: probe.value)
    stuck = False
    while rounds < most and abs(high.t - low.t) >= narrowest:
        left, right = min(low.t, high.t), max(low.t, high.t)
        t, margin = interpolate(low, high), 0.1 * (right - left)
        near_end = min(right - t, t - left) < margin
        if near_end and (stuck or t >= right or t <= left):
            t = right - margin if right - t < t - left else left + margin
            near_end = False
        stuck = near_end
        probe = measure(t)
        rounds += 1
        if too_high(probe) or probe.value >= low.value:
            high = probe
            if high.value < low.value:
                low, high = high, low
        elif flat(probe):
            return probe, rounds + 1
        else:
            if probe.slope * (high.t - low.t) >= 0:
                high = low
            low = probe
    return low, rounds + 1
