"""Numbers as people write them in source: `0.9`, `1e-8`, `2`, `1 / 3`."""

import math
from fractions import Fraction


def written(value: float | bool | str) -> str:
    """The shortest text that gives the number again; whole numbers without a point."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return {"inf": "math.inf", "-inf": "-math.inf", "nan": "math.nan"}[value]
    if value == int(value) and abs(value) < 1e5:
        return "0.0" if value == 0 and math.copysign(1.0, value) < 0 else str(int(value))
    for base in (2.0, 0.5):
        if value == math.log(base):
            return f"math.log({base:g})"
    found = Fraction(value).limit_denominator(12)
    if found.denominator not in (1, 2, 4, 5, 8, 10) and value == found.numerator / found.denominator:
        return f"{found.numerator} / {found.denominator}"
    return setting(value)


def setting(value: float) -> str:
    """A default as people type it: `1e-3`, `0.999`, `0.0`."""
    if value != value or value in (math.inf, -math.inf):
        return written("nan" if value != value else "inf" if value > 0 else "-inf")
    text = repr(float(value))
    if "e" in text:
        head, _, power = text.partition("e")
        return f"{head.removesuffix('.0')}e{int(power)}"
    if 0 < abs(value) <= 1e-3:
        short = f"{value:.0e}"
        head, _, power = short.partition("e")
        if float(short) == value:
            return f"{head}e{int(power)}"
    if abs(value) >= 1e5 and float(f"{value:.0e}") == value:
        head, _, power = f"{value:.0e}".partition("e")
        return f"{head}e{int(power)}"
    return text
