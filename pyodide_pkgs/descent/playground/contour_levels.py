"""The heights at which a map has contour lines: even in height or in log height, thick where they are round.

Between two lines is the same difference, or the same factor, all over a map, so that their spacing means steepness.
`static/js/plots/contour-heights.js` is the same rule for planes through weights; `tests/contour-levels.json` holds
examples that both must keep.
"""

from dataclasses import dataclass
from math import ceil, floor, log10

from descent.spec import Array, Namespace

MOST = 26
"""Lines at most."""
FACTORS = (20, 10, 8, 6, 5, 4, 3, 2, 1)
"""Into so many equal factors a power of ten is cut."""
FINE = 10
"""From so many on, 2 and 5 are among them, but for a hundredth: thick as well as the powers of ten."""
STEPS = ((1, 5), (2, 5), (5, 4))
"""Round distances between lines, and every which of them is thick."""
CLOSE = 4
"""Two numbers are close if one is less than so many times the other."""
TINY_SHARE = 0.002
"""Of a map: what is lower than all but this share is too small to be drawn on a logarithmic scale."""
LOPSIDED = 0.08
"""Where half of a map is in so small a share of its heights, from the lowest, equal heights would leave it empty."""


@dataclass(frozen=True)
class Levels:
    """Ascending heights of lines."""

    values: list[float]
    thick: list[bool]
    above: float
    """What the heights are counted from: a height of 10 is the value `above + 10`."""
    log: bool
    """They are even in log height."""


def levels(values: Array, xp: Namespace, *, least: float | None, log: bool) -> Levels:
    """The lines of a map of finite values.

    `least` is the least value where that is known. They are even in log height above it if `log`, and also where half
    of the map is close to its lowest; above 0 or the lowest value where no least one is known.
    """
    flat = xp.sort(xp.reshape(values, (-1,)))
    low, middle, high = (float(flat[int(share * (flat.shape[0] - 1))]) for share in (0, 0.5, 1))
    if not high > low:
        return Levels([], [], 0.0, False)
    if not (log or middle - low < LOPSIDED * (high - low)):
        return Levels(*even(low, high), 0.0, False)
    above = least if least is not None and least <= low else 0.0 if low > 0 else low
    smallest = float(flat[int(TINY_SHARE * (flat.shape[0] - 1))]) - above
    if not smallest > 0:
        smallest = 1e-3 * (high - above)
    return Levels(*even_in_log(smallest, high - above), above, True)


def even(low: float, high: float) -> tuple[list[float], list[bool]]:
    """Multiples of a round step between two numbers, and which of them are thick."""
    power = floor(log10((high - low) / MOST))
    steps = ((factor, power + more, every) for more in (0, 1) for factor, every in STEPS)
    factor, power, every = next(one for one in steps if float(f"{one[0]}e{one[1]}") * MOST >= high - low)
    step = float(f"{factor}e{power}")
    counts = range(floor(low / step), ceil(high / step) + 1)
    found = {count: value for count in counts if low < (value := float(f"{count * factor}e{power}")) < high}
    return list(found.values()), [count % every == 0 for count in found]


def even_in_log(low: float, high: float) -> tuple[list[float], list[bool]]:
    """Equal factors between two positive numbers, powers of ten among them, and which of them are thick.

    Equal distances where the numbers are so close that both are much the same, for these have more round ones.
    """
    if high < CLOSE * low:
        return even(low, high)
    powers = log10(high) - log10(low)
    cut = next((count for count in FACTORS if count * powers <= MOST), 1)
    apart = max(1, ceil(powers / MOST))
    values, thick = [], []
    for count in range(floor(log10(low)) * cut, ceil(log10(high)) * cut + 1):
        power, part = divmod(count, cut)
        if part == 0 and power % apart:
            continue
        digit = {0.0: 1, 0.3: 2, 0.7: 5}.get(part / cut) if part == 0 or cut >= FINE else None
        value = float(f"{digit}e{power}") if digit else 10 ** (count / cut)
        if low < value < high:
            values.append(value)
            thick.append(digit is not None)
    return values, thick
