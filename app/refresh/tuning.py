"""Trains baselines: SGD with momentum and AdamW on a workload, over a grid of learning rates.

Every learning rate trains two seeds; the one with the best median metric trains three fresh seeds, whose median counts.
All on the reference backend, so that a machine repeats itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import torch

from app.comparisons.shard import Member, Record, Shard
from app.comparisons.training.execute import execute
from app.workloads.card import Card

GRIDS: Mapping[str, tuple[str, Sequence[float], Mapping[str, float]]] = {
    "momentum": ("SGD with momentum", [10 ** (place / 2) for place in range(-6, 1)], {"momentum": 0.9}),
    "adamw": ("AdamW", [10 ** (place / 2) for place in range(-7, -1)], {}),
}
"""Rule -> what it is called, its learning rates, its other settings."""
TUNING_SEEDS = (100, 101)
FINAL_SEEDS = (0, 1, 2)
EARLY = 20
"""Steps after which a stored baseline is recognised: soon done, and another model has another metric by then."""


@dataclass
class Quiet:
    """Keeps nothing; a checkpoint store and a sink."""

    every: int = 0
    seconds: float = 0.0
    kept: list[Record] = field(default_factory=list)

    def load(self) -> bytes | None:
        """Nothing was saved."""
        return None

    def save(self, data: bytes, step: int) -> None:
        """Forget it."""

    def records(self, records: Sequence[Record]) -> None:
        """Forget them."""

    def progress(self, step: int) -> None:
        """Forget it."""


def metrics(
    card: Card,
    rule: str,
    runs: Iterable[tuple[int, Mapping[str, float]]],
    steps: int | None = None,
    control: bool = False,
    quick: bool = False,
    choosing: bool = False,
) -> list[float | None]:
    """The metric of each run, given as seed and settings, after the card's steps or as many as are given.

    With `quick` in float32 on the CPU, uncompiled: enough to find a rate, not to repeat it to the last digit. With
    `choosing` on the samples that choose a setting, else on those that report.
    """
    torch.set_num_threads(1)
    members = tuple(Member(place, seed, settings) for place, (seed, settings) in enumerate(runs))
    steps = card.steps if steps is None else steps
    quiet = Quiet()
    options = {"control": True} if control else {}
    where: dict[str, Any] = {"backend": "compiled", "device": "cpu"} if quick else {}
    shard = Shard(card.name, rule, members, steps, options, record_every=steps, **where)
    result = execute(shard, quiet, quiet, lambda: False, uncompiled=True)
    return list(result.choosing if choosing else result.evaluation)


def middle(values: Sequence[float | None], card: Card) -> float:
    """The median, a run without a number counting as the worst."""
    worst = float("inf") if card.better == "lower" else float("-inf")
    return median(worst if value is None else value for value in values)


def final(
    card: Card, rule: str, settings: Mapping[str, float], steps: int | None = None, control: bool = False
) -> float:
    """The median metric of the final seeds, to six digits."""
    runs = [(seed, settings) for seed in FINAL_SEEDS]
    return float(f"{middle(metrics(card, rule, runs, steps, control), card):.6g}")


def tuned(card: Card, rule: str) -> dict[str, Any]:
    """The baseline of a rule: its title, hyperparameters, seeds, steps, metric, and every rate that was tried."""
    title, grid, fixed = GRIDS[rule]
    if rule == "adamw":
        # Without samples there is nothing to generalise from, and decay only moves the minimum.
        fixed = {"weight_decay": 0.01 if card.batch else 0.0}
    runs = [(seed, {**fixed, "lr": lr}) for lr in grid for seed in TUNING_SEEDS]
    ends = metrics(card, rule, runs, choosing=True)
    by_lr = {lr: middle([end for end, run in zip(ends, runs, strict=True) if run[1]["lr"] == lr], card) for lr in grid}
    best = (min if card.better == "lower" else max)(grid, key=lambda lr: by_lr[lr])
    settings = {**fixed, "lr": float(f"{best:.3g}")}
    return {
        "early": final(card, rule, settings, EARLY),
        "hypers": dict(sorted(settings.items())),
        "metric": final(card, rule, settings),
        "seeds": list(FINAL_SEEDS),
        "steps": card.steps,
        "title": title,
        "tried": {f"{lr:.3g}": rounded(value) for lr, value in sorted(by_lr.items())},
    }


def rounded(value: float) -> float | None:
    """Six digits; None for what is no number a person would write."""
    return float(f"{value:.6g}") if abs(value) < 1e30 else None
