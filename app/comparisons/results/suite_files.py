"""A suite as files: the curves as CSV, and a report in one HTML file that loads nothing and runs nothing."""

import csv
import io
import json
from collections.abc import Mapping
from html import escape
from typing import Any

from app.comparisons.results.figures import Line
from app.comparisons.results.report_parts import STYLE, figure, table
from app.text.numbers import number_text

COLUMNS = ("rule", "ratio", "share", "low", "high", "watched")
CURVES = "Share of (workload, target, seed) reached within so many times the steps of"


def as_csv(found: Mapping[str, Any]) -> str:
    """One line per rule and ratio; empty where there is no band."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    for rule in found["rules"]:
        for row in zip(found["ratios"], rule["share"], rule["low"], rule["high"], found["watched"], strict=True):
            lines.writerow([rule["label"], *("" if value is None else value for value in row)])
    return text.getvalue()


def page(found: Mapping[str, Any]) -> str:
    """The whole report, from `together`."""
    lines = [Line(rule["label"], found["ratios"], rule["share"], rule["low"], rule["high"]) for rule in found["rules"]]
    caption = f"{CURVES} {found['reference']}; band: 95 % of resamples of the seeds."
    sections = [
        f"<h1>{escape(found['conclusion'])}</h1>",
        figure("Targets reached", (lines, f"times the steps of {found['reference']}", "share", True, False), caption),
        "<h2>Areas</h2>",
        table(AREA_COLUMNS, area_rows(found)),
        "<h2>Pairs of rules</h2>",
        table(PAIR_COLUMNS, pair_rows(found)),
        f'<p class="method">{escape(found["said"])}</p>',
        "<h2>Comparisons</h2>",
        table(
            ["Comparison", "Workload", "Steps", "Seeds", "Targets"],
            [
                [f"{each['title']} ({each['id'][:6]})", each["workload"], *map(str, _counts(each))]
                for each in found["comparisons"]
            ],
        ),
    ]
    body = "\n".join(sections)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Comparisons together</title>'
        f"<style>{STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def as_json(found: Mapping[str, Any]) -> str:
    """All of it, as `/api/comparisons/suite` answers it."""
    return json.dumps(found, indent=1, allow_nan=False)


FORMS = {".html": page, ".json": as_json, ".csv": as_csv}
"""By ending what writes a suite as such a file."""
AREA_COLUMNS = ("Rule", "Area below the curve", "95 % interval")
PAIR_COLUMNS = ("Rules", "Verdict", "Seeds of all workloads: first sooner, later, same", "p", "p (Holm)")


def area_rows(found: Mapping[str, Any]) -> list[list[str]]:
    """Each rule with its area, the largest first."""
    return [
        [
            rule["label"],
            number_text(rule["area"]),
            " to ".join(map(number_text, rule["interval"])) if rule["interval"] else "needs 6 seeds",
        ]
        for rule in sorted(found["rules"], key=lambda each: -each["area"])
    ]


def pair_rows(found: Mapping[str, Any]) -> list[list[str]]:
    """Each pair of rules with what is said of it, and what it is said from."""
    return [
        [
            f"{pair['first']} and {pair['second']}",
            pair["verdict"],
            f"{pair['wins']}, {pair['losses']}, {pair['ties']}",
            f"{pair['p']:.4f}",
            f"{pair['p_holm']:.4f}",
        ]
        for pair in found["pairs"]
    ]


def _counts(each: Mapping[str, Any]) -> tuple[int, int, int]:
    return each["stop"], each["seeds"], each["targets"]
