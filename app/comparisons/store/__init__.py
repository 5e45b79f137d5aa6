"""The record of all comparisons: one SQLite file, written by several processes, whole after any of them was killed."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from app.comparisons.store.ends import Ends
from app.comparisons.store.jobs import Jobs
from app.comparisons.store.leases import Leases
from app.comparisons.store.remote_leases import RemoteLeases
from app.comparisons.store.rows import Rows
from app.comparisons.store.schema import PATIENCE, Database
from app.comparisons.store.tally import Tallies
from app.comparisons.store.worker_tokens import WorkerTokens
from app.comparisons.store.workers import Workers

__all__ = ["Store"]


class Store:
    """All that one database holds, over one connection; one per process or thread that writes often."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time, patience: float = PATIENCE):
        self.database = Database(path, clock, patience)
        self.jobs = Jobs(self.database)
        self.leases = Leases(self.database)
        self.remote_leases = RemoteLeases(self.database)
        self.rows = Rows(self.database)
        self.ends = Ends(path)
        self.workers = Workers(self.database)
        self.tallies = Tallies(self.database)
        self.worker_tokens = WorkerTokens(self.database)

    def close(self) -> None:
        """Close the connection."""
        self.database.close()

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.close()
