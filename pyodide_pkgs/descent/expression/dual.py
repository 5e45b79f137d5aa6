"""Numbers that carry their two partial derivatives: arithmetic on them differentiates a function of the plane.

A `Dual` holds arrays of one number per run. A partial derivative is an array, a Python number where it is the same for
all runs, or None where it is zero whatever the point: `x` itself has (1.0, None). Each operation follows one rule of
differentiation, so the result has rounding errors like those of the value. Complex arrays are taken too; comparisons
look at their real parts, so a complex step through the gradient gives second derivatives.
"""

from descent.spec import Array, Namespace

Partial = Array | float | None


class Dual:
    """A value `(runs,)`, its partial derivatives in x and y, and where they jump: `kink`, a mask or None."""

    __slots__ = ("kink", "partials", "value")
    __array_ufunc__ = None  # So that NumPy leaves `array + dual` to this class.

    def __init__(
        self, value: Array | float, partials: tuple[Partial, Partial] = (None, None), kink: Array | None = None
    ) -> None:
        self.value, self.partials, self.kink = value, partials, kink

    def chained(self, value: Array, slope: Array) -> "Dual":
        """The function of this number that has the given value and derivative."""
        first, second = self.partials
        return Dual(value, (times(slope, first), times(slope, second)), self.kink)

    def __add__(self, other: "Dual | float") -> "Dual":
        b = lifted(other)
        return _joined(self, b, self.value + b.value, [plus(p, q) for p, q in _pairs(self, b)])

    def __radd__(self, other: float) -> "Dual":
        return lifted(other) + self

    def __neg__(self) -> "Dual":
        return self.chained(-self.value, -1.0)

    def __sub__(self, other: "Dual | float") -> "Dual":
        b = lifted(other)
        return _joined(self, b, self.value - b.value, [plus(p, times(-1.0, q)) for p, q in _pairs(self, b)])

    def __rsub__(self, other: float) -> "Dual":
        return lifted(other) - self

    def __mul__(self, other: "Dual | float") -> "Dual":
        b = lifted(other)
        partials = [plus(times(b.value, p), times(self.value, q)) for p, q in _pairs(self, b)]
        return _joined(self, b, self.value * b.value, partials)

    def __rmul__(self, other: float) -> "Dual":
        return lifted(other) * self

    def __truediv__(self, other: "Dual | float") -> "Dual":
        b = lifted(other)
        quotient = self.value / b.value
        above = [plus(p, times(-1.0, times(quotient, q))) for p, q in _pairs(self, b)]
        return _joined(self, b, quotient, [None if part is None else part / b.value for part in above])

    def __rtruediv__(self, other: float) -> "Dual":
        return lifted(other) / self

    def __pow__(self, exponent: int) -> "Dual":
        return self if exponent == 1 else self * self ** (exponent - 1)

    def __lt__(self, other: "Dual | float") -> "Condition":
        return _compared(self, lifted(other), lambda a, b: a < b)

    def __le__(self, other: "Dual | float") -> "Condition":
        return _compared(self, lifted(other), lambda a, b: a <= b)

    def __gt__(self, other: "Dual | float") -> "Condition":
        return _compared(self, lifted(other), lambda a, b: a > b)

    def __ge__(self, other: "Dual | float") -> "Condition":
        return _compared(self, lifted(other), lambda a, b: a >= b)


class Condition:
    """Where a comparison of duals holds, and where its two sides are equal: there a branch may end."""

    __slots__ = ("border", "holds")
    __array_ufunc__ = None

    def __init__(self, holds: Array, border: Array) -> None:
        self.holds, self.border = holds, border

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(self.holds & other.holds, self.border | other.border)

    def __or__(self, other: "Condition") -> "Condition":
        return Condition(self.holds | other.holds, self.border | other.border)

    def __invert__(self) -> "Condition":
        return Condition(~self.holds, self.border)


def lifted(a: "Dual | Array | float") -> Dual:
    """The number itself, or a constant as one."""
    return a if isinstance(a, Dual) else Dual(a)


def plus(p: Partial, q: Partial) -> Partial:
    """The sum of two partial derivatives."""
    if p is None or q is None:
        return q if p is None else p
    return p + q


def times(slope: Array | float, p: Partial) -> Partial:
    """A partial derivative times a number; none stays none, also times infinity."""
    return None if p is None else slope * p


def either(a: Array | None, b: Array | None) -> Array | None:
    """Where one of two masks holds."""
    if a is None or b is None:
        return b if a is None else a
    return a | b


def real(a: Array) -> Array:
    """The real part: what comparisons look at."""
    if "complex" not in str(getattr(a, "dtype", "")):
        return a
    return a.real if hasattr(a, "real") else a.__array_namespace__().real(a)


def spread(p: Partial, like: Array, xp: Namespace) -> Array:
    """A partial derivative as an array of one number per run."""
    if p is None or isinstance(p, float):
        return xp.full_like(like, p or 0.0)
    return p


def _pairs(a: Dual, b: Dual) -> list[tuple[Partial, Partial]]:
    return [(a.partials[0], b.partials[0]), (a.partials[1], b.partials[1])]


def _joined(a: Dual, b: Dual, value: Array, partials: list[Partial]) -> Dual:
    return Dual(value, (partials[0], partials[1]), either(a.kink, b.kink))


def _compared(a: Dual, b: Dual, test: "object") -> Condition:
    u, v = real(a.value), real(b.value)
    return Condition(test(u, v), u == v)  # type: ignore[operator]
