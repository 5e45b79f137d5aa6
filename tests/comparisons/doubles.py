"""A memory for checkpoints and records, and shards to train."""

from collections.abc import Sequence
from typing import Any

from app.comparisons.shard import Member, Record, Result, Shard
from app.comparisons.training.execute import execute


class Memory:
    """Checkpoints and sink in one: keeps the last bytes and all records."""

    def __init__(self, data: bytes | None = None, every: int = 0, seconds: float = 0.0):
        self.data, self.every, self.seconds = data, every, seconds
        self.saved: list[int] = []
        self.rows: list[Record] = []
        self.steps: list[int] = []

    def load(self) -> bytes | None:
        return self.data

    def save(self, data: bytes, step: int) -> None:
        self.data = data
        self.saved.append(step)

    def records(self, records: Sequence[Record]) -> None:
        self.rows += records

    def progress(self, step: int) -> None:
        self.steps.append(step)


class StopAfter:
    """Says stop from the nth time it is asked."""

    def __init__(self, times: int):
        self.left = times

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def never() -> bool:
    return False


def shard(workload: str, rule: str, hypers: Sequence[dict[str, float]], **settings: Any) -> Shard:
    """One member per mapping of hyperparameters, seeds counted from 0."""
    members = tuple(Member(index, index, given) for index, given in enumerate(hypers))
    return Shard(workload, rule, members, **settings)


def train(given: Shard, **settings: Any) -> tuple[Result, Memory]:
    """The result and what was reported, from a fresh start to the end."""
    memory = Memory()
    return execute(given, memory, memory, never, **settings), memory
