"""Which test catches which mistake: the tests' own test results."""

import json
from functools import cache
from pathlib import Path
from typing import TypedDict

from app.course.checks.judgements import mistake_outcomes, suite_of

STORED = Path(__file__).parent / "problems" / "kill-table.json"
LETTERS = {"pass": ".", "fail": "x", "error": "!"}


class Table(TypedDict):
    """One problem's table: titles of tests, and for each mistake one letter per test (`.` passes it by)."""

    tests: list[str]
    mistakes: dict[str, str]


def table(slug: str) -> Table:
    """The table of a problem, computed."""
    suite = suite_of(slug, 0)
    return {
        "tests": [test.title for test in suite.tests.values()],
        "mistakes": {
            name: "".join(LETTERS[outcome] for outcome in found.values())
            for name, found in sorted(mistake_outcomes(slug, 0).items())
        },
    }


def lines(slug: str) -> list[str]:
    """The table as text: one row per mistake, one column per test, and what the columns are."""
    found = table(slug)
    width = max(len(name) for name in found["mistakes"])
    head = [f"{number:>{width + number}} {title}" for number, title in enumerate(found["tests"], 1)]
    return [*head, *(f"{name:>{width}} {letters}" for name, letters in found["mistakes"].items())]


@cache
def stored() -> dict[str, Table]:
    """The stored tables by problem; a test holds them equal to computed ones."""
    found: dict[str, Table] = json.loads(STORED.read_text(encoding="utf-8"))
    return found
