"""A plan in words: what is compared, about how long it takes, and what of that is a guess."""

from collections.abc import Mapping, Sequence

from app.comparisons.across import each
from app.comparisons.planning.cost import unmeasured
from app.comparisons.shard import Shard
from app.comparisons.spec import ComparisonSpec
from app.workloads.card import Card


def sentence(spec: ComparisonSpec, workload: Card, rules: int, trials: int, seconds: float) -> str:
    """The comparison in one line, of so many entries, each a rule with so many settings."""
    several = "".join(f" × {len(values)} values of {name}" for name, values in (spec.across or {}).items())
    compared = _count(rules // len(each(spec.across)), "rule")
    return (
        f"{compared}{several} × {_count(trials, 'setting')} × {_count(spec.seeds, 'seed')}"
        f" on {workload.title}, {_count(spec.steps, 'step')}{scheduled(spec)}{products(spec)}:"
        f" {_count(rules * trials * spec.seeds, 'run')}, about {duration(seconds)}"
    )


def scheduled(spec: ComparisonSpec) -> str:
    """What the sentence says of the schedule that all rules share; nothing of the constant rate."""
    return f", {spec.schedule.title}" if spec.schedule is not None else ""


def products(spec: ComparisonSpec) -> str:
    """What the sentence says of products in less than float32; nothing of others."""
    named = {"float32": "", "tf32": ", products in TF32", "bfloat16": ", products in bfloat16"}
    return named[spec.precision]


def steady(spec: ComparisonSpec, schedules: Mapping[str, object]) -> str:
    """What the sentence adds of rules that keep the constant rate beside a schedule for all; by label its schedule."""
    own = {choice.title for choice in spec.rules if choice.schedule is not None}
    labels = [label for label, schedule in schedules.items() if schedule is None and label not in own]
    if spec.schedule is None or not labels:
        return ""
    return f"; {' and '.join(labels)} {'keeps' if len(labels) == 1 else 'keep'} the constant rate"


def guessed(shards: Sequence[Shard]) -> str:
    """What the sentence of a plan adds where the cost of a rule or of the workload is a guess."""
    names = list(dict.fromkeys(name for shard in shards for name in unmeasured(shard)))
    verb = "has" if len(names) == 1 else "have"
    return f" (a guess: {' and '.join(names)} {verb} not been measured)" if names else ""


def reused(runs: int, taken: int, continued: int) -> str:
    """How many of so many runs are there already, or go on from the end of shorter ones; empty where none are."""
    if taken == runs:
        return f"All {_count(runs, 'run')} {'are' if runs > 1 else 'is'} there already, from earlier comparisons."
    said = [f"{taken} of {_count(runs, 'run')} {'are' if taken > 1 else 'is'} there already, from earlier comparisons"]
    more = [f"{continued} of {_count(runs, 'run')} {'go' if continued > 1 else 'goes'} on from the end of shorter ones"]
    told = "; ".join(said * bool(taken) + more * bool(continued))
    return f"{told}. The time is that of the rest." if told else ""


def duration(seconds: float) -> str:
    """Seconds as a person says them."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
