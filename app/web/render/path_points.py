"""The points of an SVG path, so that what templates draw as SVG can be drawn in pixels too."""

import re

import numpy

TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+")
CURVE_STEPS = 24


def polylines(d: str) -> list[numpy.ndarray]:
    """The lines `(n, 2)` of a path of M, L, C, c, S, s and Z; `ValueError` names another command."""
    lines: list[list[numpy.ndarray]] = []
    command, numbers, control = "", list[float](), numpy.zeros(2)
    for token in [*TOKEN.findall(d), "M"]:
        if not token.isalpha():
            numbers.append(float(token))
            continue
        given = numpy.asarray(numbers).reshape(-1, 2)
        if command == "M":
            lines.append([given[0]])
        if command in ("M", "L"):
            lines[-1] += list(given[command == "M" :])
        elif command in ("C", "c", "S", "s"):
            size = 3 if command in "Cc" else 2
            for part in given.reshape(-1, size, 2):
                here = lines[-1][-1]
                points = part + here if command.islower() else part
                first = points[0] if size == 3 else 2 * here - control
                control = points[-2]
                lines[-1] += curve(here, first, control, points[-1])
        elif command in ("Z", "z"):
            lines[-1].append(lines[-1][0])
        elif command:
            raise ValueError(f"{command!r} is no command that is drawn here; possible: M, L, C, c, S, s, Z")
        command, numbers = token, []
        if command not in "CcSs":
            control = lines[-1][-1] if lines else control
    return [numpy.asarray(line) for line in lines]


def curve(a: numpy.ndarray, b: numpy.ndarray, c: numpy.ndarray, d: numpy.ndarray) -> list[numpy.ndarray]:
    """Points on the cubic Bézier curve from `a`, which is left out, to `d`."""
    t = (numpy.arange(CURVE_STEPS) + 1)[:, None] / CURVE_STEPS
    return list((1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d)
