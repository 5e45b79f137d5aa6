"""What goes wrong with comparisons, as one tree. No torch and no web here, so that everyone can import it.

    ComparisonError
    ├── Refused              told to whoever asked; each has an HTTP status
    │   ├── Missing          404  there is no such comparison or slice
    │   ├── NotReady         409  the comparison or slice is not finished
    │   ├── TooLarge         422  beyond a limit of the settings
    │   ├── NoSlice          422  the comparison has no such slice; names the field
    │   ├── NoSuite          422  these comparisons make no suite
    │   ├── NoWorkerName     422  a worker cannot have that name, or has it already
    │   ├── NoBackup         409  there is nothing to keep or to bring back, or somebody works with it
    │   ├── BadFile          422  a file that was handed in is not what it should be
    │   ├── QueueFull        429  too many comparisons wait
    │   ├── TooManyListeners 429  too many pages listen to progress
    │   ├── TooManyShards    429  the workers of one token hold as many shards as they may
    │   ├── NoParquet        501  the library that writes Parquet is not installed
    │   ├── NotInstalled     501  a library that another program's files need is not installed
    │   ├── StoreBusy        503  another process holds the write lock
    │   ├── StoreUnusable    503  the file of the record is damaged, of a later version or read-only
    │   └── StoreFull        507  the disk has no room
    └── WorkFailed           between scheduler, worker and training; a client sees it as the reason of a failed job
        ├── BadShard         a shard or slice that cannot be read or cannot run
        ├── BadCheckpoint    bytes that are no checkpoint of this shard
        ├── LeaseLost        the shard is no longer this worker's
        ├── Repeated         a write that was made before, and is not made again
        ├── OutOfOrder       a write before which others are missing
        ├── ServerAway       the server of a worker could not be reached in time
        ├── Unwelcome        the server does not take this worker: its token, or its versions
        ├── BadAnswer        the server of a worker answers what no server of this version does
        ├── Stopped          the work was asked to end
        └── EngineFailure    the engine could not start a worker

Each message says what was given and what is possible. `app.web.error_responses` answers a request with a `Refused`, the
command line ends with its `exit_status`. Two errors come from below and mean what `BadShard` means to a worker:
`app.workloads.card.BadOption` and `descent.errors.DescentError`.
"""

from typing import ClassVar

from app.comparisons.validation import kind_in_words


class ComparisonError(Exception):
    """Any error of this package; its text is written for the person who sees it."""


class Refused(ComparisonError):
    """What was asked for is not done, and nothing was changed."""

    status: ClassVar[int]
    """Of the HTTP answer."""
    exit_status: ClassVar[int] = 2
    """Of the command line."""
    retry_after: int | None = None
    """Seconds after which to come back; None where waiting does not help."""

    @property
    def fields(self) -> list[dict[str, str]]:
        """What is wrong field by field, as in the answer to a request that does not fit; mostly nothing."""
        return []


class Missing(Refused):
    """There is no such comparison or slice."""

    status = 404


class NotReady(Refused):
    """The comparison or slice is not finished; the text says how it stands."""

    status = 409


class TooLarge(Refused):
    """The comparison or slice is beyond a limit; the text says which, by how much, and what to change."""

    status = 422


class NoSlice(Refused):
    """There is no such slice; `field` is the one that does not fit, the text says what was given and is possible."""

    status = 422

    def __init__(self, field: str, message: str, given: object):
        self.field = field
        self.given = given
        super().__init__(message)

    @property
    def fields(self) -> list[dict[str, str]]:
        """The one field of the request's body."""
        return [{"place": f"body.{self.field}", "message": f"{self} (given: {kind_in_words(self.given)})"}]


class NoSuite(Refused):
    """Comparisons that make no suite; the text says which of them does not fit, and why."""

    status = 422


class NoWorkerName(Refused):
    """A worker cannot have that name, or another one has it."""

    status = 422


class NoBackup(Refused):
    """A backup cannot be made or brought back; the text says why and what to do."""

    status = 409
    exit_status = 1


class BadFile(Refused):
    """A file that was handed in is not what it should be; the text says what it is and what is possible."""

    status = 422


class QueueFull(Refused):
    """Too many comparisons wait."""

    status = 429

    def __init__(self, limit: int, retry_after: int):
        self.retry_after = retry_after
        super().__init__(f"{limit} comparisons are waiting or running, the most there may be; try again later")


class TooManyListeners(Refused):
    """Too many pages listen to the progress of comparisons."""

    status = 429
    retry_after = 10


class TooManyShards(Refused):
    """The workers of one token hold as many shards as they may."""

    status = 429
    retry_after = 5


class NoParquet(Refused):
    """The library that writes Parquet is not installed."""

    status = 501
    exit_status = 1


class NotInstalled(Refused):
    """A library that the files of another program need is not installed; the text says how to get it."""

    status = 501
    exit_status = 1


class StoreBusy(Refused):
    """Another process has held the write lock for too long; it may have been paused in the middle of a write."""

    status = 503
    retry_after = 5


class StoreUnusable(Refused):
    """The file of the record cannot be used as it is; the text names it and says what to do."""

    status = 503
    exit_status = 1


class StoreFull(Refused):
    """The disk or a quota has no room for the record."""

    status = 507


class WorkFailed(ComparisonError):
    """A shard or a slice could not be worked on."""


class BadShard(WorkFailed):
    """A shard or slice that cannot be read or is not consistent; the text says what is wrong and what is possible."""


class BadCheckpoint(WorkFailed):
    """Bytes that are no checkpoint of this shard."""


class LeaseLost(WorkFailed):
    """The shard is no longer this worker's: the lease ran out or was taken back."""


class Repeated(WorkFailed):
    """A write that was made before under the same lease: it is not made again, and whoever sends it is told so."""


class OutOfOrder(WorkFailed):
    """A write before which others of the same lease are missing."""


class ServerAway(WorkFailed):
    """The server of a worker could not be reached for as long as there was time to try."""


class Unwelcome(WorkFailed):
    """The server does not take this worker, and trying again does not help; the text says why and what to do."""


class BadAnswer(WorkFailed):
    """The server of a worker answers what no server of this version does; the text says what was asked."""


class Stopped(WorkFailed):
    """The work was asked to end."""


class EngineFailure(WorkFailed):
    """The engine could not do what it was asked; the scheduler tries again later."""
