"""Which runs of a comparison were trained already, in whole or as far as a shorter run goes, and what is left to run.

On the reference backend a shard is taken whole or not at all, with the runs beside it that it had: which stand side by
side may change a last bit, and a capsule must find the same bits. On the compiled backend runs are taken one by one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.comparisons.planning.content import Run, content_of, goes_on, records, runs_of, versions_now
from app.comparisons.shard import Member, Shard


@dataclass(frozen=True)
class Candidate:
    """A finished shard whose runs may be taken."""

    shard: int
    """Its number in the store."""
    task: Shard
    runs: Sequence[Run]
    """Of its members, in their order."""


@dataclass(frozen=True)
class Origin:
    """Where the runs of a planned shard are from: the finished shard, the places they have there, and their steps."""

    shard: int
    content: str
    places: tuple[int, ...]
    steps: int
    """As many as are planned: then nothing is run. Fewer: it goes on from there."""


Find = Callable[[str, Shard], Iterable[Candidate]]
"""Given a content and a shard that has it: the finished shards of that content with as many steps as it, or fewer, the
longest first, then the largest."""


@dataclass(frozen=True)
class Grown:
    """What a comparison amounts to, with what is there already."""

    shards: tuple[Shard, ...]
    origins: Mapping[int, Origin]
    """By place among the shards; those that are run from the start have none."""

    def taken(self, steps: int) -> int:
        """How many runs are there with all their steps."""
        return sum(len(origin.places) for origin in self.origins.values() if origin.steps == steps)

    def going_on(self, steps: int) -> int:
        """How many runs go on from the end of a shorter one."""
        return sum(len(origin.places) for origin in self.origins.values() if origin.steps < steps)

    def left(self) -> list[Shard]:
        """What is run, each shard with the steps that it lacks."""
        return [
            replace(shard, steps=shard.steps - origin.steps) if origin else shard
            for place, shard in enumerate(self.shards)
            for origin in [self.origins.get(place)]
            if origin is None or origin.steps < shard.steps
        ]


def grown(planned: Iterable[Sequence[Shard]], find: Find, limit: int) -> Grown:
    """The planned shards, given rule by rule, with what `find` has of them made by the versions of now.

    What is left is put into shards anew, of at most `limit` runs.
    """
    shards: list[Shard] = []
    origins: dict[int, Origin] = {}
    for own in planned:
        like, members = own[0], tuple(member for shard in own for member in shard.members)
        content = content_of(like, versions_now(like))
        wanted = dict(zip(runs_of(replace(like, members=members)), members, strict=True)) if content else {}
        if content is None or len(wanted) < len(members):
            shards += own
            continue
        for origin, taken in _found(like, wanted, content, find(content, like)):
            origins[len(shards)] = origin
            shards.append(replace(like, members=taken))
        shards += split(like, tuple(wanted.values()), limit)
    return Grown(tuple(shards), origins)


def split(like: Shard, members: Sequence[Member], limit: int) -> list[Shard]:
    """Shards of nearly one size for these runs, at most `limit` each: they compile once and end together."""
    count = -(-len(members) // limit)
    size = -(-len(members) // max(1, count))
    return [replace(like, members=tuple(members[at : at + size])) for at in range(0, len(members), max(1, size))]


def _found(
    like: Shard, wanted: dict[Run, Member], content: str, candidates: Iterable[Candidate]
) -> list[tuple[Origin, tuple[Member, ...]]]:
    """What is taken of the candidates, one after the other; `wanted` loses it."""
    found: list[tuple[Origin, tuple[Member, ...]]] = []
    for each in candidates:
        if not wanted:
            break
        places = tuple(place for place, run in enumerate(each.runs) if run in wanted)
        whole = len(places) == len(each.runs)
        # A state that is gone on from is that of all its runs.
        needs_all = like.backend == "reference" or each.task.steps < like.steps
        if not places or (needs_all and not whole):
            continue
        if not records(like, each.task) or (each.task.steps < like.steps and not goes_on(like, each.task.steps)):
            continue
        own = tuple(wanted.pop(each.runs[place]) for place in places)
        found.append((Origin(each.shard, content, places, each.task.steps), own))
    return found
