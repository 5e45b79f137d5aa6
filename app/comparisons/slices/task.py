"""What a worker needs to know to compute one slice, and what it gives back: plain data, JSON both ways."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from app.comparisons.errors import BadShard
from app.comparisons.shard import Outcome, Shard
from app.comparisons.slices.cost import Cost

Kind = Literal["paths", "random"]

PARTS = 1000
"""A slice counts its progress in thousandths of the time it is thought to take."""


@dataclass(frozen=True)
class End:
    """How a run ended: the loss on the batch of the next step and the metric; None where they were not finite."""

    train_loss: float | None
    evaluation: float | None


@dataclass(frozen=True)
class Piece:
    """One run of the comparison that is drawn, and how it is trained again."""

    run: int
    label: str
    seed: int
    settings: Mapping[str, float]
    shard: Shard
    """The run alone, on the reference backend."""
    recorded: End


@dataclass(frozen=True)
class SliceTask:
    """One slice: which runs, which plane, how fine."""

    kind: Kind
    pieces: tuple[Piece, ...]
    grid: int
    """The loss is taken at `grid` x `grid` places."""
    cost: Cost
    points: int = 2
    """Places kept of each path, the start and the end among them."""
    seed: int = 0
    """Of the random directions."""
    reach: float = 1.0
    """How far the random plane goes to each side, in lengths of its directions."""

    width = 1
    steps = PARTS

    @property
    def seconds(self) -> float:
        """How long the slice is thought to take."""
        steps = sum(piece.shard.steps for piece in self.pieces)
        places = self.grid**2 + (2 * self.points * len(self.pieces) if self.kind == "paths" else 0)
        return steps * self.cost.step + places * self.cost.place

    def to_json(self) -> str:
        """The task as canonical JSON."""
        told = asdict(self)
        for piece, each in zip(told["pieces"], self.pieces, strict=True):
            piece["shard"] = each.shard.data()
        return json.dumps(told, sort_keys=True, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> "SliceTask":
        """The task that `to_json` wrote; `BadShard` for anything else."""
        try:
            given = json.loads(text)
            pieces = tuple(_piece(each) for each in given.pop("pieces"))
            return cls(pieces=pieces, cost=Cost(**given.pop("cost")), **given)
        except (BadShard, ValueError, TypeError, KeyError, AttributeError) as error:
            raise BadShard(f"not a slice: {error}") from error


def _piece(given: dict[str, Any]) -> Piece:
    shard = Shard.from_json(json.dumps(given.pop("shard")))
    return Piece(shard=shard, recorded=End(**given.pop("recorded")), **given)


@dataclass(frozen=True)
class SliceResult:
    """How the computation of a slice ended; `found` holds the slice where it was finished."""

    outcome: Outcome
    seconds: float
    found: Mapping[str, Any]
    made_with: tuple[tuple[str, Mapping[str, str]], ...] = ()
    """For each member its label and what it was made with."""

    def to_json(self) -> dict[str, Any]:
        """The result as plain data for JSON."""
        return {
            "seconds": self.seconds,
            "slice": dict(self.found),
            "made_with": [list(each) for each in self.made_with],
        }
