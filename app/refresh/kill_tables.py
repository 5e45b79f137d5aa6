"""The kill tables: which test of a problem catches which of its mistakes."""

from typing import Any

from app.course import catalog, kill_table
from app.refresh.stored_file import StoredFile


class KillTables(StoredFile):
    """One table per problem. A stale one is found by judging every mistake again, about a second a problem."""

    title = "kill tables"
    noun = "problem"
    path = kill_table.STORED

    def names(self) -> tuple[str, ...]:
        """All problems."""
        return catalog.slugs()

    def compute(self, name: str) -> Any:
        """The table of a problem."""
        return kill_table.table(name)


FILES = (KillTables(),)
