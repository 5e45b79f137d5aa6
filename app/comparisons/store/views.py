"""A job as it is seen at one moment: nothing here is stored, everything is derived from the record.

`running` means that a worker is known to be alive now. A job whose workers went silent is `queued` again for everyone
who looks, whether or not the scheduler has taken its shards back yet.
"""

import itertools
import re
from dataclasses import dataclass
from typing import Any, Literal

JobState = Literal["queued", "running", "cancelling", "finished", "failed", "cancelled"]
OVER = ("finished", "failed", "cancelled")
IMPORTED = "imported"
"""In place of a backend and of a workload's name: runs of another program."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a job, with a sentence for a person."""

    id: int
    kind: str
    message: str
    at: float


@dataclass(frozen=True)
class ShardView:
    """One shard: where it stands and who holds it."""

    id: int
    position: int
    members: int
    steps: int
    state: str
    alive: bool
    owner: str | None
    failures: int
    interruptions: int
    checkpoint: int
    step: int
    rate: float
    """Run steps per second, as its worker last said."""
    reason: str | None
    detail: str | None
    result: dict[str, Any] | None
    source: dict[str, Any] | None = None
    """Where its runs were trained, or begun, if not here: `job`, `title`, `date`, and up to which of its `steps`."""

    @property
    def visible_state(self) -> str:
        """`running` only while a worker is alive; a lease that ran out is `queued`."""
        if self.state == "leased":
            return "running" if self.alive else "queued"
        return self.state


@dataclass(frozen=True)
class Reused:
    """Runs of a comparison that were trained in another one, or begun there."""

    job: str
    title: str
    date: str
    steps: int
    """Up to this step there; after it, where there are more, here."""
    runs: int


@dataclass(frozen=True)
class JobView:
    """One job with its shards."""

    id: str
    spec: dict[str, Any]
    plan: dict[str, Any]
    stored: str
    cancel_asked: float | None
    reason: str | None
    detail: str | None
    created: float
    started: float | None
    ended: float | None
    shards: tuple[ShardView, ...]
    parent: str | None = None
    """The comparison that this is a slice of; None for a comparison."""
    name: str | None = None
    """What a person has called it."""
    removed: float | None = None
    """When it was taken out of the lists."""
    origin: dict[str, Any] | None = None
    """Where it came from, for one that was not run here: the kind of file, its name, its SHA-256, the time."""

    @property
    def imported(self) -> bool:
        """Whether its runs are those of another program, which this one cannot run again."""
        return self.spec.get("backend") == IMPORTED

    @property
    def state(self) -> JobState:
        """One word for the whole job."""
        if self.stored in OVER:
            return self.stored  # type: ignore[return-value]  # the table allows these and 'open' only
        if self.cancel_asked is not None:
            return "cancelling"
        return "running" if any(shard.visible_state == "running" for shard in self.shards) else "queued"

    def label_of(self, shard: ShardView) -> str:
        """The rule that a shard trains, as the plan says; in older plans shards follow one another as entries do."""
        parts = self.plan.get("parts")
        if parts is not None:
            return str(self.plan["entries"][parts[shard.position]]["label"])
        first = sum(each.members for each in self.shards if each.position < shard.position)
        return str(next((each["label"] for each in reversed(self.plan["entries"]) if each["first"] <= first), ""))

    @property
    def total(self) -> int:
        """Run steps to make."""
        return sum(shard.members * shard.steps for shard in self.shards)

    @property
    def done(self) -> int:
        """Run steps made."""
        return sum(shard.members * shard.step for shard in self.shards)

    @property
    def rate(self) -> float:
        """Run steps per second of all living workers together."""
        return sum(shard.rate for shard in self.shards if shard.alive)

    @property
    def seconds_left(self) -> float | None:
        """What is left at the present rate; None where nothing runs or nothing is left."""
        if self.state != "running" or self.rate <= 0:
            return None
        return (self.total - self.done) / self.rate

    @property
    def diverged(self) -> int:
        """Runs that left the finite numbers, in the shards that are finished."""
        return sum(_gone(shard.result) for shard in self.shards if shard.result is not None)

    @property
    def reused(self) -> list[Reused]:
        """Where runs were trained that were not, or not wholly, trained here."""
        counted: dict[tuple[str, str, str, int], int] = {}
        for shard in self.shards:
            if shard.source is not None:
                key = tuple(shard.source[name] for name in ("job", "title", "date", "steps"))
                counted[key] = counted.get(key, 0) + shard.members
        merged: dict[tuple[str, int], Reused] = {}
        for (job, title, date, steps), runs in counted.items():
            known = merged.get((job, steps))
            latest = date if known is None else max(date, known.date)
            merged[job, steps] = Reused(job, title, latest, steps, runs + (0 if known is None else known.runs))
        return list(merged.values())

    @property
    def reused_said(self) -> list[str]:
        """The same in sentences."""
        runs = self.plan.get("runs", 0)
        return [
            f"{each.runs} of {runs} runs were trained"
            + (f" up to step {each.steps}" if each.steps < self.plan["steps"] else "")
            + f" in an earlier comparison ({each.title}; {each.date[:10]}; {each.job[:6]})."
            for each in self.reused
        ]

    @property
    def notices(self) -> list[str]:
        """What happened to the plan, and what the execution wants a person to know; each sentence once."""
        said = [*self.plan.get("said", ()), *self.reused_said]
        for shard in self.shards:
            # A typed rule has a name that is made of its graphs; a person knows it by its label.
            said += [
                re.sub(r"\btyped_[0-9a-f]+\b", lambda _, shard=shard: self.label_of(shard), notice)  # type: ignore[misc]
                for notice in (shard.result or {}).get("notices", ())
            ]
        return list(dict.fromkeys(said))


def _gone(result: dict[str, Any]) -> int:
    """How many runs of a shard diverged: with a step at which that was seen, or without a finite metric at the end."""
    ends = itertools.zip_longest(result["diverged_at"], result.get("evaluation") or (), fillvalue=0.0)
    return sum(at is not None or end is None for at, end in ends)
