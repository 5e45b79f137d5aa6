"""The tuned baselines of every workload, and what to do about a target that they miss."""

from collections.abc import Iterator
from math import copysign, floor, isclose, isfinite, log10
from typing import Any

from app.refresh.stored_file import StoredFile
from app.refresh.tuning import EARLY, GRIDS, final, tuned
from app.workloads import catalog
from app.workloads.card import FOLDER, Card

SAME = 1e-4
"""How close, relatively, the early metric must be: machines differ in the last digits, models in the first."""
MARGIN = 0.25
"""How far a suggested target stands from the baselines, as a share of the way to shuffled data."""


class Baselines(StoredFile):
    """Per workload the baseline of each rule.

    One is stale when its rules or steps are not those of today, or when its settings no longer lead to the metric that
    was stored after the first few steps: the model, its data or the rule has changed.
    """

    title = "baselines"
    noun = "workload"
    path = FOLDER / "baselines.json"

    def names(self) -> tuple[str, ...]:
        """All workloads."""
        return tuple(catalog.modules())

    def compute(self, name: str) -> Any:
        """Both baselines, tuned: minutes for the larger workloads."""
        return {rule: tuned(card_of(name), rule) for rule in sorted(GRIDS)}

    def outdated(self, name: str, entry: Any) -> str | None:
        """Trains the first steps again."""
        card = card_of(name)
        if entry.keys() != GRIDS.keys():
            return f"has baselines of {', '.join(sorted(entry))}, not of {', '.join(sorted(GRIDS))}"
        for rule, baseline in entry.items():
            if baseline["steps"] != card.steps:
                return f"was tuned over {baseline['steps']} steps; the card says {card.steps}"
            found = final(card, rule, baseline["hypers"], EARLY)
            if not isclose(found, baseline["early"], rel_tol=SAME):
                return f"is at {found:g} after {EARLY} steps of {rule}, where it was at {baseline['early']:g}"
        return None

    def remarks(self, name: str, entry: Any) -> Iterator[str]:
        """What each rule reached, and which target to write if it is not that of the card."""
        card = card_of(name)
        for rule, baseline in entry.items():
            reached = "reaches" if card.reached(baseline["metric"]) else "MISSES"
            lr = baseline["hypers"]["lr"]
            yield f"{rule} at lr {lr:g}: {baseline['metric']:g}, {reached} the target {card.target:g}"
        ends = [baseline["metric"] for baseline in entry.values()]
        if not all(map(card.reached, ends)):
            yield advice(card, ends, final(card, "adamw", entry["adamw"]["hypers"], control=True))


def advice(card: Card, ends: list[float], control: float) -> str:
    """Which target to write, from the metrics of the baselines and of AdamW on shuffled data."""
    worst = max(ends) if card.better == "lower" else min(ends)
    beyond = control < worst if card.better == "lower" else control > worst
    if beyond or control == worst:
        return (
            f"no target tells them apart: shuffled data gives {control:g}, the weaker baseline {worst:g}; "
            "more steps may help, or another control"
        )
    room = MARGIN * (control - worst) if isfinite(control) else copysign(MARGIN * worst, control)
    target = round(worst + room, 1 - floor(log10(abs(room))))
    return (
        f"write target={target:g}: the weaker baseline reaches {worst:g} within {card.steps} steps, "
        f"shuffled data {control:g}"
    )


def card_of(name: str) -> Card:
    """The card as the workload's own module holds it."""
    card: Card = catalog.modules()[name].CARD
    return card


FILES = (Baselines(),)
