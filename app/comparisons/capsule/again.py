"""A capsule as work to be done again: the very runs, side by side as they were, under what today's program makes.

Every name and number goes through the models of a comparison again; what the capsule adds is which settings were tried
(a probe may lie elsewhere today) and which runs stood in one shard.
"""

import dataclasses
import hashlib
import json

from app.comparisons import across
from app.comparisons.capsule.head import Head
from app.comparisons.errors import BadFile
from app.comparisons.planning import plan
from app.comparisons.planning.entries import Entry, with_baselines
from app.comparisons.planning.plan import Plan
from app.comparisons.rule_choice import RuleChoice
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Member, Shard
from app.comparisons.store.jobs import Submission


def submission(head: Head, settings: ComparisonSettings) -> tuple[Submission, Plan]:
    """What is queued, and its plan. `BadFile` where today's program compares other rules, `TooLarge` beyond a limit."""
    made = plan.make(head.spec, settings)
    if [entry.label for entry in made.entries] != [entry.label for entry in head.entries]:
        there, here = (", ".join(each.label for each in entries) for entries in (head.entries, made.entries))
        raise BadFile(f"the capsule holds the rules {there}; of its spec this program makes {here}")
    choices = [choice for choice, _ in with_baselines(head.spec) for _ in across.each(head.spec.across)]
    entries: list[Entry] = []
    for entry, own, choice in zip(made.entries, head.entries, choices, strict=True):
        _check(choice, entry, own.settings)
        first = sum(len(each.settings) for each in entries) * head.spec.seeds
        entries.append(dataclasses.replace(entry, first=first, settings=tuple(own.settings)))
    again = dataclasses.replace(
        made, entries=tuple(entries), shards=_shards(head, entries, made), runs=head.runs, moves=0
    )
    identity = json.dumps([head.job, again.identity(head.spec)])
    digest = hashlib.sha256(f"again {identity}".encode()).hexdigest()
    return Submission(digest, head.spec.canonical(named=True), again.to_text(), again.shards), again


def _check(choice: RuleChoice, entry: Entry, settings: list[dict[str, float]]) -> None:
    """`BadFile` for a setting with other names than the rule's, or numbers beyond its bounds."""
    names, bounds = set(entry.settings[0]), choice.tunable()
    for setting in settings:
        if set(setting) != names:
            raise BadFile(
                f"a setting of {entry.label} has {', '.join(sorted(setting)) or 'nothing'}; this program sets"
                f" {', '.join(sorted(names)) or 'nothing'}"
            )
        for name, value in setting.items():
            low, high = bounds.get(name, (-1e9, 1e9))
            if not low <= value <= high:
                raise BadFile(f"{name} = {value:g} of {entry.label} is outside its bounds: {low:g} to {high:g}")


def _shards(head: Head, entries: list[Entry], made: Plan) -> tuple[Shard, ...]:
    """The shards with the members that they had; `BadFile` where one holds runs of two rules."""
    seeds, shards = head.spec.seeds, []
    for runs in head.shards:
        owners = {max(place for place, entry in enumerate(entries) if entry.first <= run) for run in runs}
        if len(owners) != 1:
            raise BadFile("a shard of the capsule holds runs of several rules, or none; each trains one rule")
        entry = entries[owners.pop()]
        (like,) = plan.shards_of(entry, [0], head.spec, made.seeds[:1], 1)
        members = tuple(
            Member(run, made.seeds[run % seeds], entry.settings[(run - entry.first) // seeds]) for run in runs
        )
        shards.append(dataclasses.replace(like, members=members))
    return tuple(shards)
