"""Which schedulers, and workers on other machines, are alive: so that a page can say that nobody does the work."""

from app.comparisons.store.schema import Database

REMEMBERED = 24 * 3600.0
"""Seconds after which a name that has not been heard of is forgotten."""


class Workers:
    """The schedulers of one database, and the workers of other machines, which count as one slot each."""

    def __init__(self, database: Database):
        self.database = database

    def seen(self, name: str, slots: int) -> None:
        """Note that the scheduler or worker of that name lives and has so many slots."""
        with self.database.write() as cursor:
            cursor.execute("DELETE FROM workers WHERE seen < ?", (self.database.clock() - REMEMBERED,))
            cursor.execute(
                "INSERT INTO workers (name, slots, seen) VALUES (?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET slots = excluded.slots, seen = excluded.seen",
                (name, slots, self.database.clock()),
            )

    def gone(self, name: str) -> None:
        """Forget the scheduler or worker of that name."""
        with self.database.write() as cursor:
            cursor.execute("DELETE FROM workers WHERE name = ?", (name,))

    def slots(self, within: float) -> int:
        """Slots of all that were seen within the last `within` seconds."""
        # Not those seen in the future either: the clock was put back since, and who lives says so again at once.
        query = "SELECT coalesce(sum(slots), 0) FROM workers WHERE abs(seen - ?) < ?"
        return int(self.database.read(query, self.database.clock(), within)[0][0])
