"""Tunes the baselines of every workload and writes them: `python -m benchmarks.tune_baselines [workload ...]`.

For SGD with momentum and for AdamW, every learning rate of a grid trains two seeds; the one with the best median metric
trains three fresh seeds, whose median is stored. All on the reference backend, so that a machine repeats itself.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import torch

from app.comparisons.shard import Member, Record, Shard
from app.comparisons.training.execute import execute
from app.workloads import catalog
from app.workloads.card import FOLDER, Card

GRIDS = {
    "momentum": ("SGD with momentum", [10 ** (place / 2) for place in range(-6, 1)], {"momentum": 0.9}),
    "adamw": ("AdamW", [10 ** (place / 2) for place in range(-7, -1)], {}),
}
TUNING_SEEDS = (100, 101)
FINAL_SEEDS = (0, 1, 2)


@dataclass
class Quiet:
    """Keeps nothing; a checkpoint store and a sink."""

    every: int = 0
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


def metrics(card: Card, rule: str, runs: list[tuple[int, dict[str, float]]]) -> list[float | None]:
    """The metric at the end of each run, given as seed and hyperparameters."""
    members = tuple(Member(place, seed, hypers) for place, (seed, hypers) in enumerate(runs))
    quiet = Quiet()
    shard = Shard(card.name, rule, members, card.steps, record_every=card.steps)
    return list(execute(shard, quiet, quiet, lambda: False).evaluation)


def middle(values: list[float | None], card: Card) -> float:
    """The median, a run without a number counting as the worst."""
    worst = float("inf") if card.better == "lower" else float("-inf")
    return median(worst if value is None else value for value in values)


def tuned(card: Card, rule: str) -> dict[str, Any]:
    """The baseline of a rule: its title, hyperparameters, seeds, steps and the median metric."""
    title, grid, fixed = GRIDS[rule]
    if rule == "adamw":
        # Without samples there is nothing to generalise from, and decay only moves the minimum.
        fixed = {"weight_decay": 0.01 if card.batch else 0.0}
    runs = [(seed, fixed | {"lr": lr}) for lr in grid for seed in TUNING_SEEDS]
    ends = metrics(card, rule, runs)
    by_lr = {lr: middle([end for end, run in zip(ends, runs, strict=True) if run[1]["lr"] == lr], card) for lr in grid}
    best = (min if card.better == "lower" else max)(grid, key=lambda lr: by_lr[lr])
    hypers = fixed | {"lr": float(f"{best:.3g}")}
    finals = metrics(card, rule, [(seed, hypers) for seed in FINAL_SEEDS])
    return {
        "title": title,
        "hypers": hypers,
        "steps": card.steps,
        "seeds": list(FINAL_SEEDS),
        "metric": float(f"{middle(finals, card):.6g}"),
        "tried": {f"{lr:.3g}": float(f"{value:.6g}") if abs(value) < 1e30 else None for lr, value in by_lr.items()},
    }


def main(names: list[str]) -> None:
    """Tune the workloads of these names, or all, and write the file after each."""
    torch.set_num_threads(1)
    path = FOLDER / "baselines.json"
    stored = json.loads(path.read_text()) if path.exists() else {}
    for name, module in catalog.modules().items():
        if names and name not in names:
            continue
        stored[name] = {rule: tuned(module.CARD, rule) for rule in GRIDS}
        for rule, baseline in stored[name].items():
            reached = module.CARD.reached(baseline["metric"])
            print(name, rule, baseline["hypers"], baseline["metric"], "reached" if reached else "MISSED", flush=True)
        path.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
