"""What filling `static/vendor/` raises, as one tree.

VendorError
├── BadLock        vendor.lock cannot be read; names the entry and what is wrong with it
├── SourceFailed   one source did not give a file; its text is the reason, in a few words
└── NotFilled      files that no source gave; names each, every source tried and why it failed
"""

from collections.abc import Mapping
from dataclasses import dataclass


class VendorError(Exception):
    """Any error of this package; its text is written for the person at the terminal."""


class BadLock(VendorError):
    """`vendor.lock` cannot be read."""


class SourceFailed(VendorError):
    """One source did not give the file."""


@dataclass(frozen=True)
class Attempt:
    """A source that was tried, and why it did not do."""

    source: str
    reason: str


class Exhausted(VendorError):
    """Nothing that was tried gave the file."""

    def __init__(self, attempts: list[Attempt]):
        self.attempts = attempts
        super().__init__("; ".join(f"{attempt.source}: {attempt.reason}" for attempt in attempts))


class NotFilled(VendorError):
    """Files that no source gave."""

    def __init__(self, missing: Mapping[str, list[Attempt]], *, by_hand: str):
        self.missing = missing
        lines = []
        for path, attempts in missing.items():
            lines.append(f"static/vendor/{path} could not be filled. Tried, in order:")
            lines += [f"  {attempt.source}\n      {attempt.reason}" for attempt in attempts]
        lines.append(f"Run it again with a network, or put a file of that name and hash into {by_hand}.")
        super().__init__("\n".join(lines))
