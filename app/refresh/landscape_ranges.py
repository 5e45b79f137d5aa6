"""The least and largest value of every landscape over its window, so that a formula that changes is seen."""

from math import isclose
from pathlib import Path
from typing import Any

import numpy
from descent import registry
from descent.analysis.ranges import landscape_ranges

import app
from app.refresh.stored_file import StoredFile

SAME = 1e-8
"""How close, relatively, the values must be: the last digits are the machine's own."""


class LandscapeRanges(StoredFile):
    """[least, largest] per landscape, beside the tests, which alone read them."""

    title = "ranges of landscapes"
    noun = "landscape"
    path = Path(app.__file__).parents[1] / "tests" / "descent" / "landscape_ranges.json"

    def names(self) -> tuple[str, ...]:
        """All landscapes."""
        return registry.landscape_names()

    def compute(self, name: str) -> Any:
        """The range of a landscape."""
        return landscape_ranges([name], numpy)[name]

    def outdated(self, name: str, entry: Any) -> str | None:
        """Compares a fresh range, all but the last digits."""
        found = self.compute(name)
        if all(isclose(one, other, rel_tol=SAME) for one, other in zip(found, entry, strict=True)):
            return None
        return f"goes from {found[0]:g} to {found[1]:g} today, where it went from {entry[0]:g} to {entry[1]:g}"


FILES = (LandscapeRanges(),)
