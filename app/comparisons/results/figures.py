"""Figures as SVG text, from numbers alone: lines with bands, on linear or logarithmic axes.

Colours are those of Okabe and Ito; each line also has dashes and a marker of its own, so that colour is never the only
sign.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from app.text.numbers import number_text

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C8C00")
DASHES = ("", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "1 2", "6 2 1 2")
WIDTH, HEIGHT = 720, 380
LEFT, RIGHT, TOP, BOTTOM = 74, 14, 14, 48

Number = float | None


@dataclass(frozen=True)
class Line:
    """One line; `low` and `high` bound its band, `thin` are lines drawn faintly behind it. None breaks a line."""

    label: str
    x: Sequence[float]
    y: Sequence[Number]
    low: Sequence[Number] = ()
    high: Sequence[Number] = ()
    thin: Sequence[Sequence[Number]] = field(default=())


@dataclass(frozen=True)
class Axis:
    """One axis from `low` to `high` in the data, `start` to `end` in pixels."""

    title: str
    low: float
    high: float
    start: float
    end: float
    log: bool

    def at(self, value: Number) -> float | None:
        """The pixel of a value, None where it cannot be drawn; values beyond the ends stay at the ends."""
        if value is None or not math.isfinite(value) or (self.log and value <= 0):
            return None
        low, high, value = (math.log10(each) if self.log else each for each in (self.low, self.high, value))
        part = 0.5 if high == low else (value - low) / (high - low)
        return round(self.start + min(1.0, max(0.0, part)) * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        """Where to write numbers."""
        if self.log:
            first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
            if last > first:
                every = max(1, (last - first) // 6)
                return [10.0**power for power in range(first, last + 1, every)]
            return sorted({self.low, self.high})
        span = self.high - self.low
        if span <= 0:
            return [self.low]
        power = 10.0 ** math.floor(math.log10(span / 4))
        step = next(power * factor for factor in (1, 2, 5, 10) if span / (power * factor) <= 6)
        return [step * place for place in range(math.ceil(self.low / step), math.floor(self.high / step + 1e-9) + 1)]


def axis(title: str, values: list[float], start: float, end: float, log: bool) -> Axis:
    """The axis that shows all values; logarithmic only if asked for and all are positive."""
    log = log and all(value > 0 for value in values)
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    return Axis(title, low, high, start, end, log)


def drawable(lines: Sequence[Line]) -> list[float]:
    """The heights of all medians: what must be seen. Bands and thin lines may leave the picture."""
    return [y for line in lines for y in line.y if y is not None and math.isfinite(y)]


def plot(lines: Sequence[Line], x_title: str, y_title: str, log_x: bool = False, log_y: bool = False) -> str:
    """The figure as an `<svg>` element, which says in its title what it shows."""
    shown = [x for line in lines for x in line.x]
    across = axis(x_title, shown, LEFT, WIDTH - RIGHT, log_x)
    up = axis(y_title, drawable(lines), HEIGHT - BOTTOM, TOP, log_y)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(y_title)} against {escape(x_title)}</title>",
        *_frame(across, up),
    ]
    for place, line in enumerate(lines):
        colour, dash = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
        for low, high, x in _stretches(line):
            forth = [f"{across.at(each)},{up.at(y)}" for each, y in zip(x, high, strict=True)]
            back = [f"{across.at(each)},{up.at(y)}" for each, y in zip(x, low, strict=True)]
            parts.append(f'<polygon points="{" ".join(forth + back[::-1])}" fill="{colour}" opacity="0.15"/>')
        parts += [f'<path d="{_path(across, up, line.x, y)}" stroke="{colour}" class="thin"/>' for y in line.thin]
        parts.append(
            f'<path d="{_path(across, up, line.x, line.y)}" stroke="{colour}" stroke-dasharray="{dash}" class="line"/>'
        )
    return "\n".join([*parts, "</svg>"])


def legend(labels: Sequence[str]) -> str:
    """What each line means, as an HTML list with a sample of the line."""
    items = "".join(
        f'<li><svg viewBox="0 0 40 8" class="sample"><path d="M0 4H40" stroke="{COLOURS[place % len(COLOURS)]}"'
        f' stroke-dasharray="{DASHES[place % len(DASHES)]}" class="line"/></svg>{escape(label)}</li>'
        for place, label in enumerate(labels)
    )
    return f'<ul class="legend">{items}</ul>'


def _frame(across: Axis, up: Axis) -> list[str]:
    bottom = HEIGHT - BOTTOM
    parts = [f'<path d="M{LEFT} {TOP}V{bottom}H{WIDTH - RIGHT}" class="frame"/>']
    ticks = [(across.at(tick), number_text(tick, 6)) for tick in across.ticks()]
    parts += [f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{text}</text>' for x, text in ticks]
    for tick in up.ticks():
        y = up.at(tick)
        parts.append(f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" class="grid"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y}" dy="0.35em" text-anchor="end">{number_text(tick, 6)}</text>')
    middle = (TOP + bottom) / 2
    parts.append(f'<text x="{(LEFT + WIDTH) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across.title)}</text>')
    parts.append(
        f'<text x="14" y="{middle}" transform="rotate(-90 14 {middle})" text-anchor="middle">{escape(up.title)}</text>'
    )
    return parts


def _path(across: Axis, up: Axis, x: Sequence[float], y: Sequence[Number]) -> str:
    """The path of a line, lifted where there is no number."""
    moves, pen = [], "M"
    for left, height in zip(x, y, strict=True):
        pixel = up.at(height)
        if pixel is None:
            pen = "M"
            continue
        moves.append(f"{pen}{across.at(left)} {pixel}")
        pen = "L"
    return "".join(moves)


def _stretches(line: Line) -> list[tuple[list[float], list[float], list[float]]]:
    """The stretches of a band in which both of its bounds are numbers: (low, high, x)."""
    found: list[tuple[list[float], list[float], list[float]]] = []
    open_stretch = False
    for x, low, high in zip(line.x, line.low, line.high, strict=False):
        whole = low is not None and high is not None and math.isfinite(low) and math.isfinite(high)
        if whole and not open_stretch:
            found.append(([], [], []))
        if whole and low is not None and high is not None:
            for values, value in zip(found[-1], (low, high, x), strict=True):
                values.append(value)
        open_stretch = whole
    return found
