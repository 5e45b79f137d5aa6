"""Every limit, interval and folder of comparisons, as named settings.

Each can be given as an environment variable: `OPTIMIZER_PLAYGROUND_RUNS_MAX_QUEUED=5`.
"""

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.places import DATA


@dataclass(frozen=True)
class Retries:
    """How often a shard is tried again without coming any further, and after how long for the first time."""

    failures: int = 3
    interruptions: int = 20
    seconds: float = 1.0


class ComparisonSettings(BaseSettings):
    """How large a comparison may be, how workers hold on to their work, and where it is kept."""

    model_config = SettingsConfigDict(env_prefix="OPTIMIZER_PLAYGROUND_RUNS_", frozen=True)

    var: Path = DATA
    """The database and the checkpoints."""

    # What one comparison may ask for. The plan is checked against these before anything is queued.
    max_members: int = Field(20_000, ge=1)
    """Runs of one comparison, the baselines included."""
    max_values: int = Field(4_000_000, ge=1)
    """Recorded numbers of one comparison: runs x records."""
    max_seconds: float = Field(4 * 3600.0, gt=0)
    """Estimated seconds of one comparison."""
    max_shard_bytes: int = Field(8 * 1024**3, ge=1)
    """Estimated memory of one shard."""
    members_per_shard: int = Field(512, ge=1)
    max_slice_seconds: float = Field(1800.0, gt=0)
    """Estimated seconds of one slice of the loss landscape."""

    # What may wait at a time.
    max_queued: int = Field(20, ge=1)
    """Comparisons that are not over; one more is answered with 429."""
    keep_jobs: int = Field(500, ge=1)
    """Comparisons that are over and still kept; the oldest beyond them are removed at start-up."""
    keep_slices: int = Field(50, ge=1)
    """Slices of one comparison that are over and still kept; the oldest beyond them go when one is asked for."""
    max_streams: int = Field(64, ge=1)
    """Pages that may listen to progress at the same time."""

    # What a comparison takes beside its steps, whose stored costs
    # `app.comparisons.planning.cost` corrects by what was measured here.
    seconds_per_start: float = Field(5.0, ge=0)
    """Start of a worker process: most of it loads torch."""
    seconds_per_shard: float = Field(0.3, ge=0)
    """Start of a shard: data, first steps, the last evaluation."""

    # What was trained before and is not trained again.
    reuse: bool = True
    """Whether runs of earlier comparisons are taken where a new one has the same."""
    keep_ends_bytes: int = Field(2 * 1024**3, ge=0)
    """States in which shards ended are kept, the newest up to so many bytes, so that more steps go on from there."""
    keep_ends_seconds: float = Field(30 * 24 * 3600.0, ge=0)
    """And for so long."""

    # Leases. A worker that has missed this many heartbeats has lost its shard.
    heartbeat_seconds: float = Field(2.0, gt=0)
    missed_heartbeats: int = Field(3, ge=1)
    poll_seconds: float = Field(0.2, gt=0)
    """How often workers and the scheduler look for cancelled and new work."""
    attempts: int = Field(3, ge=1)
    """Failures of one shard in a row, without a new checkpoint between them, before it is given up."""
    interruptions: int = Field(20, ge=1)
    """The same for attempts that ended from outside: killed processes, restarts, a locked record."""
    retry_seconds: float = Field(1.0, ge=0)
    """Wait before the second attempt; twice that before the third."""
    shard_seconds: float = Field(2 * 3600.0, gt=0)
    """One attempt at a shard may take this long; after that it has timed out."""
    stop_seconds: float = Field(10.0, gt=0)
    """A worker that was asked to stop and has not is killed after this long; SIGTERM comes after a tenth of it."""
    idle_seconds: float = Field(20.0, ge=0)
    """A worker process without work ends after this long."""

    checkpoint_seconds: float = Field(10.0, ge=0)
    """Between two checkpoints of a shard: what a worker that is killed has to do again."""
    checkpoint_steps: int = Field(0, ge=0)
    """Steps between two instead, however long they take; 0: by time."""
    keep_checkpoints: int = Field(2, ge=1)
    # Workers on other machines, which report over HTTP.
    remote_poll_seconds: float = Field(1.0, gt=0)
    """How often they ask for work, and whether it was cancelled."""
    remote_checkpoint_seconds: float = Field(10.0, ge=0)
    """They send a checkpoint no sooner than this after the one before, because it may be large."""
    max_checkpoint_bytes: int = Field(8 * 1024**3, ge=1)
    """A checkpoint that is sent may be so large."""

    slots: int | None = Field(None, ge=1)
    """Worker processes at a time; None: one per GPU, or one where there is none."""

    @property
    def database(self) -> Path:
        """The file of the record."""
        return self.var / "runs.sqlite3"

    @property
    def checkpoints(self) -> Path:
        """The folder of the checkpoints."""
        return self.var / "checkpoints"

    @property
    def lease_seconds(self) -> float:
        """How long a lease lasts after a heartbeat."""
        return self.heartbeat_seconds * self.missed_heartbeats

    @property
    def retries(self) -> Retries:
        """How often, and after how long, a shard is tried again."""
        return Retries(self.attempts, self.interruptions, self.retry_seconds)
