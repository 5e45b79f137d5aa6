"""The small picture of every rule in the list of rules, which would take seconds to make for a visitor."""

import re
from pathlib import Path
from typing import Any

from descent import registry

from app.refresh.stored_file import StoredFile
from app.web.openings import rule_rows

SAME = 1.0
"""Pixels that a point may be off: the last digits of a run are the machine's own."""


class RulePaths(StoredFile):
    """An SVG path per rule."""

    title = "pictures in the list of rules"
    noun = "rule"
    path = Path(rule_rows.STORED)

    def names(self) -> tuple[str, ...]:
        """All rules."""
        return registry.rule_names()

    def compute(self, name: str) -> Any:
        """The path of a rule."""
        return rule_rows.small_path(name)

    def outdated(self, name: str, entry: Any) -> str | None:
        """Compares a fresh path, point by point."""
        fresh, kept = numbers(self.compute(name)), numbers(entry)
        if len(fresh) == len(kept) and all(abs(one - other) <= SAME for one, other in zip(fresh, kept, strict=True)):
            return None
        return "shows another path than today's rule takes"


def numbers(path: str) -> list[float]:
    """The coordinates of an SVG path."""
    return [float(number) for number in re.findall(r"-?[\d.]+", path)]


FILES = (RulePaths(),)
