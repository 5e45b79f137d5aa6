"""A record as an earlier version of this program left it."""

from pathlib import Path

from app.comparisons.store import Store
from app.comparisons.store.tables import CHANGES, VERSION


def step_back(path: Path, version: int) -> None:
    """Make the file one of that version, by undoing what the changes since then added."""
    with Store(path) as store, store.database.write() as cursor:
        for change in (CHANGES[each] for each in reversed(range(version, VERSION))):
            for statement in reversed(change.strip().split(";\n")):
                words = statement.split()
                if words[0] == "CREATE":
                    cursor.execute(f"DROP {words[1]} {words[2]}")
                else:
                    cursor.execute(f"ALTER TABLE {words[2]} DROP COLUMN {words[5]}")
        cursor.execute(f"PRAGMA user_version = {version}")
