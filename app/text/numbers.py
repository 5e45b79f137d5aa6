"""Numbers as a person reads them, by the rule of `static/js/base/numbers.js`: nothing changes when a page comes alive.

`tests/number-texts.json` holds examples that both must keep.
"""

from decimal import ROUND_HALF_UP, Context
from math import isnan

SMALL, LARGE = 1e-3, 1e5
"""Below and from where a number is written with an exponent."""
BEYOND = 1e300
"""A run with numbers of this size is beyond all bounds."""


def number_text(value: float | None, digits: int = 4, none: str = "–") -> str:
    """The number with so many significant digits, no zeros at its end; whole ones below 100,000 in full.

    "diverged" stands for infinity and what is close to it, `none` for what is not there: None and NaN.
    """
    if value is None or isnan(value):
        return none
    if abs(value) >= BEYOND:
        return "diverged"
    if value == int(value) and abs(value) < LARGE:
        return str(int(value))
    # Halves go away from zero, as in JavaScript; Python's own formats round them to even.
    sign, found, exponent = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(value).normalize().as_tuple()
    if not isinstance(exponent, int):
        raise TypeError(f"{value} is no number")
    power = exponent + len(found) - 1
    shown = "".join(map(str, found))
    minus = "-" if sign else ""
    if not SMALL <= float(f"{shown}e{exponent}") < LARGE:
        return f"{minus}{shown[0]}{'.' if shown[1:] else ''}{shown[1:]}e{power}"
    if exponent >= 0:
        return f"{minus}{shown}{'0' * exponent}"
    whole = max(power + 1, 0)
    return f"{minus}{shown[:whole] or '0'}.{'0' * (-power - 1)}{shown[whole:]}"
