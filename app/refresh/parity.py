"""The parity table: for every rule, how far one step of torch is from one step of NumPy."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from descent import registry

from app.comparisons import training
from app.comparisons.training.parity import compare
from app.refresh.stored_file import StoredFile, replace


class ParityTable(StoredFile):
    """A list of rows, for the page that shows it.

    A row is stale when anything but the difference is another one: the last digits of that are the machine's own.
    """

    title = "parity table"
    noun = "rule"
    path = Path(training.__file__).with_name("parity.json")

    def names(self) -> tuple[str, ...]:
        """All rules."""
        return registry.rule_names()

    def compute(self, name: str) -> dict[str, Any]:
        """The row of a rule."""
        row = compare(name)
        return asdict(row) | {"equal": row.equal}

    def outdated(self, name: str, entry: Any) -> str | None:
        """Compares a fresh row, all but its difference."""
        found = self.compute(name)
        changed = [key for key in found | entry if key != "difference" and found.get(key) != entry.get(key)]
        return f"has another {', '.join(changed)} today" if changed else None

    def remarks(self, name: str, entry: Any) -> Iterator[str]:
        """Says so when torch does something else than NumPy."""
        del name
        if not entry["equal"]:
            apart, allowed = entry["difference"], entry["tolerance"]
            yield f"torch does not do what NumPy does: {apart:.1e} apart, allowed {allowed:.0e}"

    def read(self) -> dict[str, Any]:
        """The rows by rule."""
        rows = json.loads(self.path.read_text("utf-8")) if self.path.exists() else []
        return {row["rule"]: row for row in rows}

    def write(self, entries: Mapping[str, Any]) -> None:
        """The rows, sorted by rule."""
        replace(self.path, [entries[name] for name in sorted(entries)])


FILES = (ParityTable(),)
