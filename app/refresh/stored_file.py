"""What every stored file has in common: the entries that the code implies, why one is stale, how it is made.

An entry is written as soon as it is made, and the file is replaced in one go: whoever interrupts loses the entry in
work and nothing else, and whoever reads meanwhile sees the old file or the new one. The same entries give the same
bytes, so that a new entry is the only change that a commit shows.
"""

import json
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


class StoredFile(ABC):
    """One kind of stored file: JSON with one entry per name."""

    title: str
    """What a person calls it."""
    noun: str
    """What an entry is named by: rule, landscape, workload or problem."""
    path: Path
    table: str | None = None
    """The key under which the entries stand, where several kinds share a file."""

    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The entries that the code implies."""

    @abstractmethod
    def compute(self, name: str) -> Any:
        """The entry of that name, made from what the code says now."""

    def outdated(self, name: str, entry: Any) -> str | None:
        """Why a stored entry no longer holds, or None. Computes it again, where a kind does not know better."""
        return None if self.compute(name) == entry else "is not what the code says today"

    def remarks(self, name: str, entry: Any) -> Iterator[str]:
        """What the author should hear of an entry that was just made."""
        del name, entry
        yield from ()

    def stored(self) -> tuple[str, ...]:
        """The names of the entries in the file, sorted."""
        return tuple(sorted(self.read()))

    def known(self) -> tuple[str, ...]:
        """Every name that should have an entry, in the order of making, then those that should have none."""
        return tuple(dict.fromkeys([*self.names(), *self.stored()]))

    def stale(self, name: str) -> str | None:
        """Why the entry of that name must be made again, or None."""
        entries = self.read()
        if name not in self.names():
            return f"is stored, but there is no such {self.noun}" if name in entries else None
        return self.outdated(name, entries[name]) if name in entries else "is missing"

    def make(self, name: str) -> Iterator[str]:
        """Make or remove the entry of that name and write the file; then the remarks on it."""
        if name not in self.names():
            self.write({key: value for key, value in self.read().items() if key != name})
            return
        entry = self.compute(name)
        self.write({**self.read(), name: entry})
        yield from self.remarks(name, entry)

    def read(self) -> dict[str, Any]:
        """The entries in the file; none where there is no file."""
        whole = self._whole()
        entries: dict[str, Any] = whole if self.table is None else whole.get(self.table, {})
        return entries

    def write(self, entries: Mapping[str, Any]) -> None:
        """Replace the file by one with these entries; what other kinds keep in it stays."""
        ordered = dict(sorted(entries.items()))
        whole = ordered if self.table is None else dict(sorted((self._whole() | {self.table: ordered}).items()))
        replace(self.path, whole)

    def _whole(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.path.read_text("utf-8")) if self.path.exists() else {}
        return found


def replace(path: Path, content: Any) -> None:
    """Write JSON to a file in one go; nothing is written where the file holds it already."""
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    if path.exists() and path.read_text("utf-8") == text:
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, "utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
