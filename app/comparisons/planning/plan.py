"""What a comparison amounts to, before anything runs: its runs, its shards, its cost, and one sentence.

Runs are numbered rule by rule, setting by setting, seed by seed; that number is a run's place in every table. Which
rules and settings there are stands in `entries.py`.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from descent import registry

from app.comparisons import across, typed_rules
from app.comparisons.around import around
from app.comparisons.errors import TooLarge
from app.comparisons.planning.cost import Pace, stored
from app.comparisons.planning.entries import Entry, contenders, with_baselines
from app.comparisons.planning.growing import Find, Grown, Origin, grown, split
from app.comparisons.planning.room import cards, limits
from app.comparisons.planning.sentences import duration, guessed, reused, sentence, steady
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Member, Shard
from app.comparisons.spec import ComparisonSpec
from app.comparisons.versions import execution_version, rule_version, workload_version
from app.workloads.card import Card, card

STORED = Pace()
LEAST_PACE = 0.3
MOVES = 2
"""How often grids are moved at most while a best setting lies at an edge."""


@dataclass(frozen=True)
class Plan:
    """The whole comparison as data."""

    entries: tuple[Entry, ...]
    shards: tuple[Shard, ...]
    seeds: tuple[int, ...]
    steps: int
    runs: int
    parameters: int
    seconds: float
    """Of what is run; what is there already takes none."""
    shard_bytes: int
    sentence: str
    moves: int = 0
    """How often every rule gets as many settings again, at most, while the best of one lies at an edge."""
    members_per_shard: int = 512
    versions: Mapping[str, Any] = field(default_factory=dict)
    """Fingerprints of the workload, of the execution and, under `rules`, of every rule."""
    whole_seconds: float = 0.0
    """Of all that is planned, if nothing were there already."""
    origins: Mapping[int, Origin] = field(default_factory=dict)
    """By place among the shards where those runs are from that were trained before."""
    reuses: bool = False
    """Whether it was looked for such runs; then it is again when grids are moved."""

    @property
    def trained(self) -> list[Shard]:
        """What is run: shards with the steps that they lack."""
        return Grown(self.shards, self.origins).left()

    @property
    def reused(self) -> int:
        """Runs that are there with all their steps."""
        return Grown(self.shards, self.origins).taken(self.steps)

    @property
    def continued(self) -> int:
        """Runs that go on from the end of a shorter one."""
        return Grown(self.shards, self.origins).going_on(self.steps)

    def identity(self, spec: ComparisonSpec) -> str:
        """SHA-256 of all that makes the numbers: what was asked, every setting that is tried, and the versions."""
        settings = [[dict(setting) for setting in entry.settings] for entry in self.entries]
        made_of = [spec.canonical(), settings, self.versions]
        text = json.dumps(made_of, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """The plan as plain data, without the shards, which the store keeps one by one."""
        return {
            "entries": [entry.data() for entry in self.entries],
            "seeds": list(self.seeds),
            "steps": self.steps,
            "runs": self.runs,
            "shards": len(self.shards),
            "parameters": self.parameters,
            "seconds": round(self.seconds, 1),
            "shard_bytes": self.shard_bytes,
            "sentence": self.sentence,
            "versions": dict(self.versions),
            "moves": self.moves,
            "moved": 0,
            "members_per_shard": self.members_per_shard,
            "parts": parts_of([entry.first for entry in self.entries], self.shards),
            "whole_seconds": round(self.whole_seconds, 1),
            "reuses": self.reuses,
        }

    @property
    def reusing(self) -> str:
        """How many runs are not run again, or not from the start, in a sentence; empty where all are run."""
        return reused(self.runs, self.reused, self.continued)

    @property
    def moving(self) -> str:
        """What happens where a best setting lies at an edge, in one sentence."""
        if not self.moves:
            what = "Grids and spaces" if any(entry.space for entry in self.entries) else "Grids"
            return f"{what} stay as they are; a rule whose best lies at an edge gets no verdict."
        times = "once" if self.moves == 1 else "twice"
        most = 1 + self.moves
        return (
            f"While the best learning rate of a rule lies at an edge, every rule gets {len(self.entries[0].settings)}"
            f" settings more, {times} at most: then up to {self.runs * most} runs,"
            f" about {duration(self.seconds + self.whole_seconds * self.moves)}."
        )

    def to_text(self) -> str:
        """The plan as JSON text."""
        return json.dumps(self.to_json(), separators=(",", ":"), allow_nan=False)


def make(spec: ComparisonSpec, settings: ComparisonSettings, pace: Pace = STORED, find: Find | None = None) -> Plan:
    """The plan of `spec`; `TooLarge` when it is beyond a limit of `settings`.

    With `find` runs that were trained before are not run again, and the time is that of the rest.
    """
    workload = card(spec.workload.name)
    choices = with_baselines(spec)
    seeds = tuple(range(spec.first_seed, spec.first_seed + spec.seeds))
    runs = len(choices) * len(across.each(spec.across)) * spec.trials * spec.seeds
    if runs > settings.max_members:
        raise TooLarge(f"{runs} runs are too many; possible: at most {settings.max_members} (baselines included)")
    values = runs * (spec.steps // spec.record_every + 2)
    if values > settings.max_values:
        raise TooLarge(
            f"{values} recorded numbers are too many; possible: at most {settings.max_values}, with a larger"
            " record_every"
        )
    entries = contenders(spec, choices, workload)

    def planned_in(limit: int) -> list[list[Shard]]:
        return [shards_of(entry, range(spec.trials), spec, seeds, limit) for entry in entries]

    planned = planned_in(settings.members_per_shard)
    found = cards(settings) if spec.backend == "compiled" else []
    every = [shard for own in planned for shard in own]
    parameters = max(workload.count(shard.options) for shard in every)
    per_run = max(_bytes(shard, workload.count(shard.options), workload) / shard.width for shard in every)
    limit, room = limits(per_run, settings, found)
    if limit != settings.members_per_shard:
        planned = planned_in(limit)
    known = Grown(tuple(shard for own in planned for shard in own), {})
    whole = _seconds(known.left(), settings, pace)
    if find is not None:
        known = grown(planned, find, limit)
    shards, left = known.shards, known.left()
    seconds = _seconds(left, settings, pace)
    if seconds > settings.max_seconds:
        raise TooLarge(
            f"about {duration(seconds)} are too long; possible: at most {duration(settings.max_seconds)}, with fewer"
            " steps, seeds or trials"
        )
    memory = max((_bytes(shard, workload.count(shard.options), workload) for shard in left), default=0)
    if memory > room:
        raise TooLarge(f"a shard needs about {memory} bytes of memory; possible: at most {room}")
    moves = MOVES if movable(spec) else 0
    while moves and (
        runs * (1 + moves) > settings.max_members
        or values * (1 + moves) > settings.max_values
        or whole * (1 + moves) > settings.max_seconds
    ):
        moves -= 1
    return Plan(
        tuple(entries), shards, seeds, spec.steps, runs, parameters, seconds, memory,
        sentence(spec, workload, len(entries), spec.trials, seconds) + guessed(left) + doubled(entries)
        + steady(spec, {entry.label: entry.schedule for entry in entries}),
        moves, limit, versions_of(spec, entries), whole, known.origins, find is not None,
    )  # fmt: skip


def versions_of(spec: ComparisonSpec, entries: Sequence[Entry]) -> dict[str, Any]:
    """The fingerprints of all that such a comparison is made with."""
    return {
        "workload": workload_version(spec.workload.name, spec.workload.options),
        "execution": execution_version(),
        "rules": {entry.rule: rule_version(entry.rule) for entry in entries},
    }


def parts_of(firsts: Sequence[int], shards: Sequence[Shard]) -> list[int]:
    """By shard the place of the entry that it trains, of entries whose runs are numbered from these on."""
    return [max(place for place, first in enumerate(firsts) if first <= shard.members[0].index) for shard in shards]


def movable(spec: ComparisonSpec) -> bool:
    """Whether grids can be moved with one budget for all: where no learning rate was given."""
    return spec.lr is None and all(choice.rates_wanted(spec.trials) for choice in spec.rules)


def shards_of(
    entry: Entry, places: Sequence[int], spec: ComparisonSpec, seeds: Sequence[int], limit: int
) -> list[Shard]:
    """The shards that train the settings of an entry at these places."""
    members = [
        Member(entry.first + place * len(seeds) + at, seed, entry.settings[place])
        for place in places
        for at, seed in enumerate(seeds)
    ]
    typed = spec.typed(entry.rule)
    like = Shard(
        workload=spec.workload.name,
        rule=entry.rule,
        members=tuple(members),
        steps=spec.steps,
        options={**spec.workload.options, **entry.options},
        choices=entry.choices,
        decay=entry.decay,
        sam=entry.sam,
        modifiers=tuple(entry.modifiers),
        schedule=entry.schedule,
        record_every=spec.record_every,
        evaluate_every=spec.evaluate_every,
        backend=spec.backend,
        precision=spec.precision,
        graphs=typed.texts if typed else (),
        walked=tuple(typed.walked) if typed else (),
    )
    return split(like, members, limit)


def traffic(rule: str) -> float:
    """Bytes per parameter and step of a rule in float32; 40 where the rule does not say."""
    found = re.match(r"\d+", registry.rule(rule).traffic)
    return float(found[0]) if found else 40.0


def numbers_held(shard: Shard, parameters: int, workload: Card) -> float:
    """How many numbers per run the states and the step of its rule hold, beside parameters and gradients."""
    if not shard.graphs:
        return parameters * max(0.0, (traffic(shard.rule) - 12) / 8)
    return float(typed_rules.step_cost(shard.graphs, workload.shapes(shard.options)).held)


def _seconds(shards: Sequence[Shard], settings: ComparisonSettings, pace: Pace) -> float:
    """From the start of a worker to the end of the last shard, with nothing else to do."""
    around = max(LEAST_PACE, pace.overall)  # a quick GPU loads torch no sooner
    if not shards:
        return 0.0
    steps = sum(settings.seconds_per_shard * around + stored(shard) * pace.of(shard) for shard in shards)
    return settings.seconds_per_start * around + steps / min(len(shards), settings.slots or 1)


def _bytes(shard: Shard, parameters: int, workload: Card) -> int:
    width = 8 if shard.backend == "reference" else 4
    # Parameters, gradient, step, one for the backward pass; a second gradient and the points where it is taken.
    plain = typed_rules.rule(shard.rule, shard.graphs)
    more = len(around(shard.rule, plain, modifiers=shard.modifiers).state_doc) - len(plain.state_doc)
    held = numbers_held(shard, parameters, workload) + parameters * (2 + 2 * shard.gradients + more)
    per_run = held + workload.batch * 1000
    return int(len(shard.members) * per_run * width)


def doubled(entries: Sequence[Entry]) -> str:
    """What the sentence of a plan adds where the steps of a rule take two gradients each."""
    labels = [entry.label for entry in entries if entry.sam]
    if not labels:
        return ""
    return f"; every step of {' and of '.join(labels)} takes two gradients, and of the others one"
