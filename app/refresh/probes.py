"""Where the learning rates of a rule lie on a workload: the middle of every grid that a comparison fills in by itself.

Every rule is probed in one way; of baselines the tuning is such a probe already (`baselines.py`).
Half powers of ten are tried,
each with one seed and over a hundred steps; while the best is the first or the last of them, more are
tried beyond it. The best is that on the samples that choose a setting, as in a comparison: those that report have no
say in it. Entries without `part` are older and were chosen on the samples that report; they stay until made again.
"""

from collections.abc import Iterator, Sequence
from math import log10
from typing import Any

from descent import registry

from app.refresh.stored_file import StoredFile
from app.refresh.tuning import GRIDS, TUNING_SEEDS, metrics, middle, rounded
from app.workloads import catalog
from app.workloads.card import FOLDER, Card
from app.workloads.compatibility import can_run

BELOW, ABOVE = 2, 4
"""Half powers of ten that are tried below a rule's default and above it: more defaults are too small than too large."""
STEPS = 100
"""At most; fewer where the card says fewer."""
FURTHER, MOST = 3, 24
"""How many more are tried beyond an end that is the best, and how many at most."""


class Probes(StoredFile):
    """By rule and workload the setting in whose middle a grid is placed, and what it was found by.

    One is stale when it is absent. It is not made again for a change in the code, because a grid that is placed badly
    is moved; naming a rule or a workload makes those that are absent, or where none is, all.
    """

    title = "probes"
    noun = "rule"
    path = FOLDER / "probes.json"

    def names(self) -> tuple[str, ...]:
        """All rules that have a learning rate and are no baselines."""
        return tuple(name for name in registry.rule_names() if name not in GRIDS and has_rate(name))

    def known(self) -> tuple[str, ...]:
        """Workloads too, under whose name the probes of all rules are made."""
        return tuple(dict.fromkeys([*catalog.modules(), *super().known()]))

    def stale(self, name: str) -> str | None:
        """The same; of a workload, that a rule has no probe on it."""
        if name not in catalog.modules():
            return super().stale(name)
        lacking = [rule for rule in self.rules_of(name) if name not in self.read().get(rule, {})]
        return f"has no probe of {', '.join(lacking)}" if lacking else None

    def make(self, name: str) -> Iterator[str]:
        """The same; of a workload, the probes that rules lack on it, or where none does, all."""
        if name not in catalog.modules():
            yield from super().make(name)
            return
        rules = self.rules_of(name)
        lacking = [rule for rule in rules if name not in self.read().get(rule, {})]
        for rule in lacking or rules:
            found = probe(catalog.modules()[name].CARD, rule)
            entries = self.read()
            self.write({**entries, rule: dict(sorted({**entries.get(rule, {}), name: found}.items()))})
            yield from self.remarks(rule, {name: found})

    def rules_of(self, workload: str) -> list[str]:
        """The rules that are probed on a workload."""
        return [rule for rule in self.names() if not can_run(rule, workload)]

    def compute(self, name: str) -> Any:
        """The probes of a rule: those that are absent, or where none is, all."""
        stored = self.read().get(name, {})
        possible = workloads_of(name)
        kept = {each: stored[each] for each in possible if each in stored}
        if len(kept) == len(possible):
            kept = {}
        return {each: kept.get(each) or probe(catalog.modules()[each].CARD, name) for each in possible}

    def outdated(self, name: str, entry: Any) -> str | None:
        """Where one is missing or too many."""
        possible = workloads_of(name)
        gone = [workload for workload in entry if workload not in possible]
        if gone:
            return f"has a probe on {gone[0]}, which it cannot train"
        return next((f"has no probe on {workload}" for workload in possible if workload not in entry), None)

    def remarks(self, name: str, entry: Any) -> Iterator[str]:
        """What was found where."""
        for workload, found in entry.items():
            yield f"{name} on {workload}: lr {found['hypers']['lr']:g}, {found['metric']} after {found['steps']} steps"


def has_rate(rule: str) -> bool:
    """Whether the rule has a learning rate."""
    return any(hyper.name == "lr" for hyper in registry.rule(rule).hypers)


def workloads_of(rule: str) -> tuple[str, ...]:
    """The workloads that the rule can train."""
    return tuple(name for name in catalog.modules() if not can_run(rule, name))


def probe(card: Card, rule: str) -> dict[str, Any]:
    """The middle setting of a rule on a workload, its metric, its steps, and how many rates were tried."""
    hypers = {hyper.name: hyper.default for hyper in registry.rule(rule).hypers}
    fixed = {"weight_decay": 0.0} if hypers.get("weight_decay") and not card.batch else {}
    place = round(2 * log10(hypers["lr"]))
    found: dict[int, float] = {}
    wanted: Sequence[int] = range(place - BELOW, place + ABOVE + 1)
    while wanted and len(found) < MOST:
        found |= _tried(card, rule, fixed, wanted)
        at = best(found, card)
        low, high = min(found), max(found)
        wanted = range(low - FURTHER, low) if at == low else range(high + 1, high + FURTHER + 1) if at == high else ()
    return {
        "hypers": dict(sorted({**fixed, "lr": rate(at)}.items())),
        "metric": rounded(found[at]),
        "part": "choosing",
        "steps": min(card.steps, STEPS),
        "tried": len(found),
    }


def rate(place: int) -> float:
    """The learning rate so many half powers of ten from 1, to three digits."""
    return float(f"{10 ** (place / 2):.3g}")


def best(found: dict[int, float], card: Card) -> int:
    """The place with the best metric; of several as good the middle one."""
    top = (min if card.better == "lower" else max)(found.values())
    equal = sorted(place for place, value in found.items() if value == top)
    return equal[(len(equal) - 1) // 2]


def _tried(card: Card, rule: str, fixed: dict[str, float], places: Sequence[int]) -> dict[int, float]:
    """The metric at each of these rates."""
    runs = [(TUNING_SEEDS[0], {**fixed, "lr": rate(place)}) for place in places]
    ends = metrics(card, rule, runs, min(card.steps, STEPS), quick=True, choosing=True)
    return {place: middle([end], card) for place, end in zip(places, ends, strict=True)}


FILES = (Probes(),)
