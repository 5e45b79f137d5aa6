"""How much of everything the record holds: what whoever watches a site wants to know at a glance."""

from dataclasses import dataclass

from app.comparisons.store.schema import Database


@dataclass(frozen=True)
class Tally:
    """The record at one moment. Shards whose worker went silent count as queued."""

    jobs: dict[tuple[str, str], int]
    """By kind (`comparison`, `slice`) and state (`open`, `finished`, `failed`, `cancelled`)."""
    shards: dict[str, int]
    """By state: `queued`, `running`, `finished`, `failed`, `cancelled`."""
    run_steps: int
    """Runs times steps that were made, of all that is kept."""
    failures: int
    """Attempts in a row that failed, of the shards that are not over."""
    interruptions: int
    """The same of attempts that ended from outside."""
    waiting_seconds: float
    """Since when the oldest comparison that nobody has begun waits."""
    workers: dict[str, int]
    """The slots of the schedulers, and of the workers of other machines, that live; by name."""


class Tallies:
    """Counts over one database."""

    def __init__(self, database: Database):
        self.database = database

    def now(self, within: float) -> Tally:
        """The record as it is; who was not heard of for `within` seconds does not live."""
        read, moment = self.database.read, self.database.clock()
        jobs = read("SELECT parent IS NULL AS whole, state, count(*) AS number FROM jobs GROUP BY whole, state")
        shards = read(
            "SELECT CASE WHEN state != 'leased' THEN state WHEN expires > ? THEN 'running' ELSE 'queued' END AS seen,"
            " count(*) AS number, coalesce(sum(members * step), 0) AS made FROM shards GROUP BY seen",
            moment,
        )
        tried = read(
            "SELECT coalesce(sum(failures), 0) AS failures, coalesce(sum(interruptions), 0) AS interruptions"
            " FROM shards WHERE state IN ('queued', 'leased')"
        )[0]
        oldest = read("SELECT min(created) AS created FROM jobs WHERE state = 'open' AND started IS NULL")[0]["created"]
        workers = read("SELECT name, slots FROM workers WHERE abs(seen - ?) < ?", moment, within)
        return Tally(
            jobs={("comparison" if row["whole"] else "slice", row["state"]): row["number"] for row in jobs},
            shards={row["seen"]: row["number"] for row in shards},
            run_steps=sum(row["made"] for row in shards),
            failures=tried["failures"],
            interruptions=tried["interruptions"],
            waiting_seconds=0.0 if oldest is None else max(0.0, moment - oldest),
            workers={row["name"]: row["slots"] for row in workers},
        )
