"""The ranked rules of a comparison as SVG text: a mark with its interval for each, the best median above."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from app.comparisons.results.figures import COLOURS, LEFT, RIGHT, WIDTH, axis
from app.text.numbers import number_text

ROW, TOP, BOTTOM, NAMES = 28, 8, 40, 150
WIDE = 20
"""Values further apart than this are drawn on a logarithmic scale."""


def ranked(rules: Sequence[Mapping[str, Any]], better: str) -> list[tuple[int, Mapping[str, Any]]]:
    """The rules that are complete with their places in the comparison, the best median first; diverged is the worst."""
    sign = 1 if better == "lower" else -1
    known = [(place, rule) for place, rule in enumerate(rules) if rule["best"] is not None]

    def worth(each: tuple[int, Mapping[str, Any]]) -> float:
        median = each[1]["best"]["median"]
        return math.inf if median is None else sign * median

    return sorted(known, key=worth)


def row_plot(rules: Sequence[Mapping[str, Any]], better: str, title: str) -> str:
    """The rows as an `<svg>` element; empty where no rule is complete. An end that diverged goes to the border."""
    rows = ranked(rules, better)
    seen = [value for _, rule in rows for value in (rule["best"]["median"], *(rule["best"]["interval"] or ()))]
    numbers = [value for value in seen if value is not None]
    if not numbers:
        return ""
    log = min(numbers) > 0 and max(numbers) > WIDE * min(numbers)
    across = axis(title, numbers, LEFT + NAMES, WIDTH - RIGHT - 20, log)
    worst = across.end if better == "lower" else across.start
    foot = TOP + ROW * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {foot + BOTTOM}" role="img">',
        f"<title>{escape(title)} of each rule, the best first</title>",
        f'<path d="M{across.start} {foot}H{across.end}" class="frame"/>',
    ]
    for tick in across.ticks():
        x = across.at(tick)
        parts.append(f'<path d="M{x} {TOP}V{foot}" class="grid"/>')
        parts.append(f'<text x="{x}" y="{foot + 16}" text-anchor="middle">{number_text(tick, 6)}</text>')
    centre = (across.start + across.end) / 2
    parts.append(f'<text x="{centre}" y="{foot + 34}" text-anchor="middle">{escape(title)}</text>')
    for row, (place, rule) in enumerate(rows):
        y, colour = TOP + ROW * (row + 0.5), COLOURS[place % len(COLOURS)]
        parts.append(f'<text x="0" y="{y}" dy="0.35em">{escape(rule["label"])}</text>')
        if rule["best"]["interval"] is not None:
            low, high = (worst if end is None else across.at(end) for end in rule["best"]["interval"])
            parts.append(f'<path d="M{low} {y}H{high}" stroke="{colour}" class="line"/>')
        middle = across.at(rule["best"]["median"])
        if middle is not None:
            parts.append(f'<circle cx="{middle}" cy="{y}" r="5" fill="{colour}"/>')
    return "\n".join([*parts, "</svg>"])
