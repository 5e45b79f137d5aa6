"""Which built-in rules a target does not have, with a part of the sentence that says so, and why."""

REFUSED: dict[tuple[str, str], tuple[str, str]] = {}
"""Target and rule -> a part of the sentence, the reason."""
