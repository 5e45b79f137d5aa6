"""The functions that may be typed, on arrays and on `Dual` numbers alike: `sin(a, xp)` and its like.

At a kink (abs at 0, max at a tie, a root at 0 whose inside is flat) the derivative is the middle of those on both sides
and the place is noted in `Dual.kink`. At the border of its domain a root has the slope from inside, which is infinite.
"""

import math
from collections.abc import Callable

from descent.arrays import sign as sign_of
from descent.expression.dual import Condition, Dual, Partial, either, lifted, plus, real, spread, times
from descent.spec import Array, Namespace

Number = Dual | Array | float
# The root of the smallest numbers: the square of what is below them is 0, so a slope this flat says nothing.
FLAT = 1e-154


def smooth(name: str, slope: Callable[[Array, Array, Namespace], Array]) -> Callable[[Number, Namespace], Number]:
    """The function of that name in array namespaces; `slope` is its derivative, from its argument and its value."""

    def function(a: Number, xp: Namespace) -> Number:
        of = getattr(xp, name)
        if not isinstance(a, Dual):
            return of(a)
        value = of(a.value)
        return a.chained(value, slope(a.value, value, xp))

    return function


def _tanh_slope(u: Array, xp: Namespace) -> Array:
    # 1 - tanh² would lose its digits where tanh is nearly 1.
    wide = xp.cosh(u)
    return 1 / (wide * wide)


sin = smooth("sin", lambda u, value, xp: xp.cos(u))  # noqa: ARG005
cos = smooth("cos", lambda u, value, xp: -xp.sin(u))  # noqa: ARG005
tan = smooth("tan", lambda u, value, xp: 1 + value * value)  # noqa: ARG005
exp = smooth("exp", lambda u, value, xp: value)  # noqa: ARG005
log = smooth("log", lambda u, value, xp: 1 / u)  # noqa: ARG005
sinh = smooth("sinh", lambda u, value, xp: xp.cosh(u))  # noqa: ARG005
cosh = smooth("cosh", lambda u, value, xp: xp.sinh(u))  # noqa: ARG005
tanh = smooth("tanh", lambda u, value, xp: _tanh_slope(u, xp))  # noqa: ARG005
atan = smooth("atan", lambda u, value, xp: 1 / (1 + u * u))  # noqa: ARG005


def sqrt(a: Number, xp: Namespace) -> Number:
    """The square root; NaN below 0."""
    if not isinstance(a, Dual):
        return xp.sqrt(a)
    root = xp.sqrt(a.value)
    return _rooted(a, root, 0.5 / root, xp)


def product(base: Number, exponent: int) -> Number:
    """The whole power by repeated squaring."""
    power, result = base, None
    for bit in reversed(f"{abs(exponent):b}"):
        if bit == "1":
            result = power if result is None else result * power
        power = power * power
    if result is None:
        return base * 0 + 1
    return 1 / result if exponent < 0 else result


def power(base: Number, exponent: Number, xp: Namespace) -> Number:
    """The power; NaN for a negative base unless the exponent is whole."""
    if not (isinstance(base, Dual) or isinstance(exponent, Dual)):
        return base**exponent
    a, b = lifted(base), lifted(exponent)
    if isinstance(exponent, float):
        value, slope = _raised(a.value, exponent, xp), exponent * _raised(a.value, exponent - 1, xp)
        return _rooted(a, value, slope, xp) if 0 < exponent < 1 else a.chained(value, slope)
    value = a.value**b.value
    if isinstance(base, float):
        growth = math.log(base) if base > 0 else 0.0 if base == 0 else math.nan
        return b.chained(value, value * growth)
    by_base = b.value * a.value ** (b.value - 1)
    by_exponent = xp.where(value == 0, xp.zeros_like(value), value * xp.log(a.value))
    partials = [
        plus(_steep(by_base, p, value, xp), _steep(by_exponent, q, value, xp))
        for p, q in zip(a.partials, b.partials, strict=True)
    ]
    return Dual(value, (partials[0], partials[1]), either(a.kink, b.kink))


def absolute(a: Number, xp: Namespace) -> Number:
    """The distance from 0."""
    if not isinstance(a, Dual):
        return xp.abs(a) if real(a) is a else xp.where(real(a) < 0, -a, a)
    kink = (real(a.value) == 0) & _sloped(a.partials, a.value, xp)
    moved = a.chained(absolute(a.value, xp), sign_of(real(a.value), xp))
    return Dual(moved.value, moved.partials, either(a.kink, kink))


def floor(a: Number, xp: Namespace) -> Number:
    """The next whole number below; flat between its jumps."""
    return Dual(xp.floor(real(a.value))) if isinstance(a, Dual) else xp.floor(a)


def ceil(a: Number, xp: Namespace) -> Number:
    """The next whole number above; flat between its jumps."""
    return Dual(xp.ceil(real(a.value))) if isinstance(a, Dual) else xp.ceil(a)


def sign(a: Number, xp: Namespace) -> Number:
    """-1, 0 or 1; flat on both sides of its jump."""
    return Dual(sign_of(real(a.value), xp)) if isinstance(a, Dual) else sign_of(a, xp)


def minimum(a: Number, b: Number, xp: Namespace) -> Number:
    """The smaller of two."""
    if not (isinstance(a, Dual) or isinstance(b, Dual)):
        return xp.minimum(a, b)
    return -maximum(-lifted(a), -lifted(b), xp)


def maximum(a: Number, b: Number, xp: Namespace) -> Number:
    """The larger of two."""
    if not (isinstance(a, Dual) or isinstance(b, Dual)):
        return xp.maximum(a, b)
    a, b = _alike(a, b, xp)
    u, v = real(a.value), real(b.value)
    tie, first = u == v, u > v
    # A sum with NaN is NaN, whichever side it stands on.
    value = xp.where(first, a.value, xp.where(tie | (u < v), b.value, a.value + b.value))
    halves = [plus(times(0.5, p), times(0.5, q)) for p, q in zip(a.partials, b.partials, strict=True)]
    partials = [
        _chosen(tie, half, _chosen(first, p, q, value, xp), value, xp)
        for half, p, q in zip(halves, a.partials, b.partials, strict=True)
    ]
    apart = [plus(p, times(-1.0, q)) for p, q in zip(a.partials, b.partials, strict=True)]
    kink = tie & _sloped((apart[0], apart[1]), value, xp)
    return Dual(value, (partials[0], partials[1]), either(kink, _kinks(first, a, b, tie)))


def where(condition: Condition | Array | bool, a: Number, b: Number, xp: Namespace) -> Number:
    """`a` where the condition holds, else `b`."""
    if isinstance(condition, bool):
        return a if condition else b
    if not isinstance(condition, Condition):
        return xp.where(condition, a, b)
    holds = condition.holds
    a, b = _alike(a, b, xp, holds)
    value = xp.where(holds, a.value, b.value)
    partials = [_chosen(holds, p, q, value, xp) for p, q in zip(a.partials, b.partials, strict=True)]
    return Dual(value, (partials[0], partials[1]), either(condition.border, _kinks(holds, a, b)))


def _raised(u: Array, exponent: float, xp: Namespace) -> Array:
    """`u` to a constant power; a whole one of complex numbers by the distance from 0, not through a logarithm."""
    if real(u) is u or exponent != int(exponent):
        return u**exponent
    size = xp.where(real(u) < 0, -u, u) ** exponent
    return sign_of(real(u), xp) * size if exponent % 2 else size


def _rooted(a: Dual, value: Array, slope: Array, xp: Namespace) -> Dual:
    """A root of `a`, steep at 0; where the inside is flat there, the tip of a cone, the derivative is 0 and a kink."""
    tip = (real(a.value) == 0) & ~_sloped(a.partials, a.value, xp, FLAT)
    partials = [None if p is None else xp.where(tip, xp.zeros_like(value), slope * p) for p in a.partials]
    return Dual(value, (partials[0], partials[1]), either(a.kink, tip))


def _steep(slope: Array, p: Partial, value: Array, xp: Namespace) -> Partial:
    """The slope times a partial derivative, 0 where that is 0 though the slope is infinite."""
    if p is None:
        return None
    p = spread(p, value, xp)
    return xp.where(p == 0, xp.zeros_like(value), slope * p)


def _sloped(partials: tuple[Partial, Partial], value: Array, xp: Namespace, above: float = 0.0) -> Array:
    """Where one of the partial derivatives is larger than `above`."""
    first, second = (xp.abs(spread(p, value, xp)) > above for p in partials)
    return first | second


def _alike(a: Number, b: Number, xp: Namespace, mask: Array | None = None) -> tuple[Dual, Dual]:
    """Both as duals with arrays for values."""
    a, b = lifted(a), lifted(b)
    pattern = next((one for one in (a.value, b.value) if not isinstance(one, float | int)), None)
    if pattern is None:
        pattern = xp.zeros_like(mask, dtype=xp.float64)
    whole = [
        Dual(xp.full_like(pattern, one.value), one.partials, one.kink) if isinstance(one.value, float | int) else one
        for one in (a, b)
    ]
    return whole[0], whole[1]


def _chosen(mask: Array, p: Partial, q: Partial, value: Array, xp: Namespace) -> Partial:
    if p is None and q is None:
        return None
    return xp.where(mask, spread(p, value, xp), spread(q, value, xp))


def _kinks(first: Array, a: Dual, b: Dual, both: Array | None = None) -> Array | None:
    """The kinks of whichever was chosen."""
    found = None
    if a.kink is not None:
        found = a.kink & (first if both is None else first | both)
    if b.kink is not None:
        found = either(found, b.kink & ~first)
    return found
