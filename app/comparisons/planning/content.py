"""What makes a run: the key under which its numbers are found again by another comparison that has the same run.

All runs of a shard share its *content*: rule, what goes around it, schedule, workload with its data, precision, when
it is evaluated, and the versions of all that. Number of steps, seeds and hyperparameters are not in it. What is left
out of a shard stands in it with its default, so that a value is the same whether it was named or not.
"""

import hashlib
import json
from collections.abc import Mapping

from descent.errors import DescentError
from descent.spec import Rule

from app.comparisons import typed_rules
from app.comparisons.around import FORMS, around
from app.comparisons.shard import Member, Shard
from app.comparisons.versions import execution_version, rule_version, workload_version
from app.workloads.card import BadOption, card

FORMAT = 1
"""Counted up where a content would otherwise mean something else than it did."""
VERSIONS = ("rule", "workload", "execution")
APART = ("members", "steps", "record_every", "walked")
"""Of a shard, what tells its runs apart, how long they are and what is kept of them, and what says nothing of them."""

Run = tuple[int, tuple[tuple[str, float], ...]]
"""What tells a run from the others of one content and number of steps: its seed, and every hyperparameter."""


def content_of(shard: Shard, versions: Mapping[str, str]) -> str | None:
    """32 digits for what the runs of a shard share; None where that is not known, and nothing is found by it.

    `versions` are the fingerprints of `rule`, `workload` and `execution`, as a result holds them in `made_with`.
    """
    try:
        rule, described = _rule(shard), card(shard.workload)
        options = described.settings(shard.options)
    except (DescentError, BadOption):  # of an earlier version, or of another program
        return None
    if not all(versions.get(name) for name in VERSIONS):
        return None
    named = {choice.name: choice.default for choice in rule.choices if choice.name not in FORMS} | dict(shard.choices)
    # All of the shard but what is named apart, so that nothing that it may ever say is forgotten here.
    made_of = {name: value for name, value in shard.data().items() if name not in APART} | {
        "format": FORMAT,
        "graphs": sorted(typed_rules.graph_of(text).identity for text in shard.graphs),
        "choices": named,
        "modifiers": sorted(shard.modifiers),
        "options": options,
        "versions": {name: versions[name] for name in VERSIONS},
    }
    text = json.dumps(made_of, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def versions_now(shard: Shard) -> dict[str, str]:
    """The fingerprints by which its runs would be made now."""
    return {
        "rule": rule_version(shard.rule),
        "workload": workload_version(shard.workload, shard.options),
        "execution": execution_version(),
    }


def runs_of(shard: Shard) -> list[Run]:
    """By member what tells it from other runs of that content."""
    rule = _rule(shard)
    defaults = {hyper.name: hyper.default for hyper in rule.hypers}
    return [_run(defaults, member) for member in shard.members]


def _run(defaults: Mapping[str, float], member: Member) -> Run:
    filled = {name: float(value) for name, value in {**defaults, **member.hypers}.items()}
    return member.seed, tuple(sorted(filled.items()))


def _rule(shard: Shard) -> Rule:
    plain = typed_rules.rule(shard.rule, shard.graphs)
    return around(shard.rule, plain, shard.decay, shard.sam, shard.modifiers)


def end_of(shard: Shard, content: str) -> str:
    """What the state after its last step is called: 32 digits for its content, its steps and its runs in order."""
    text = json.dumps([content, shard.steps, runs_of(shard)], separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def records(shard: Shard, other: Shard) -> bool:
    """Whether all that `shard` records was recorded by `other`, of the same content, as far as that goes."""
    if shard.record_every == other.record_every:
        return True
    # Which records are evaluated turns on how many there are.
    return shard.record_every % other.record_every == 0 and not shard.evaluate_every


def goes_on(shard: Shard, steps: int) -> bool:
    """Whether a run of `steps` steps may be the beginning of those of `shard`, which make more.

    Where the metric needs samples, goals are looked at after a number of steps that the length of a run gives: those
    of the longer run must have been looked at in the shorter one.
    """
    return not card(shard.workload).split or shard.steps % steps == 0
