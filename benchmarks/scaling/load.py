"""What is asked of a site: how many workers, what they train, and how often they have something to say."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """Workers that take shards from a queue; times in seconds."""

    workers: int
    jobs: int
    shards_per_job: int = 1
    runs: int = 4
    """Runs of one shard."""
    shard_seconds: float = 60.0
    """That a worker trains one shard, without what it waits for the site."""
    records: int = 10
    """Records of one shard, at even distances, the first at its start and the last at its end."""
    beat_every: float = 2.0
    poll_every: float = 1.0
    """How often a worker asks for work, and whether to go on."""
    checkpoint_every: float = 0.0
    """0: no checkpoints."""
    checkpoint_bytes: int = 100_000
    lost_per_hour: float = 0.0
    """Share of the workers that are lost within an hour; each comes back after `back_after`."""
    back_after: float = 60.0
    missed_beats: int = 3
    patience: float = 5.0
    """A heartbeat that is not answered within so long is given up."""

    @property
    def shards(self) -> int:
        """Of all jobs together."""
        return self.jobs * self.shards_per_job

    @property
    def lease_seconds(self) -> float:
        """How long a lease lasts after a heartbeat."""
        return self.beat_every * self.missed_beats
