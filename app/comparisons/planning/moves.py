"""What is run further when the best setting of a rule lies at an edge: its grid moved, with one budget for all.

Every rule gets as many settings again. A rule at an edge gets them beyond it; one whose best lies inside gets them
between the neighbours of its best, so that nobody is tuned less than another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.comparisons.planning import edges, grids
from app.comparisons.planning.entries import Entry
from app.comparisons.planning.growing import Find, Grown, grown
from app.comparisons.planning.plan import doubled, parts_of, shards_of
from app.comparisons.planning.sentences import sentence, steady
from app.comparisons.shard import Shard
from app.comparisons.spec import ComparisonSpec
from app.workloads.card import card

Ends = Sequence[Sequence[float]]
"""The end values of a rule, `(settings, seeds)`; smaller is better, infinity has diverged."""


@dataclass(frozen=True)
class Move:
    """The plan after a move, what is run further, and where each run that there is stands in the new numbering."""

    plan: Mapping[str, Any]
    further: Grown
    renumbered: Mapping[int, int]
    message: str


def move(plan: Mapping[str, Any], spec: ComparisonSpec, ends: Sequence[Ends], find: Find | None = None) -> Move | None:
    """The next move of a comparison, whose entries ended as in `ends`; None where nothing has to be moved or may be.

    With `find` runs that were trained before are not run again, where the plan says so.
    """
    if plan.get("moved", 0) >= plan.get("moves", 0):
        return None
    old = [_entry(each) for each in plan["entries"]]
    scores = [edges.scores(each).tolist() for each in ends]
    at = [edges.edges_of(entry.rule, entry.settings, own) for entry, own in zip(old, ends, strict=True)]
    moved = {entry.label: ["lr"] for entry, found in zip(old, at, strict=True) if "lr" in found}
    if not moved:
        return None
    seeds = plan["seeds"]
    entries: list[Entry] = []
    planned: list[list[Shard]] = []
    renumbered: dict[int, int] = {}
    for place, (entry, own, found) in enumerate(zip(old, scores, at, strict=True)):
        more = further(entry, own, found.get("lr", 0), spec.trials)
        ordered = sorted([*entry.settings, *more], key=lambda setting: tuple(setting.values()))
        fresh = replace(entry, first=len(ordered) * len(seeds) * place, settings=tuple(ordered))
        entries.append(fresh)
        for count, setting in enumerate(entry.settings):
            for seed in range(len(seeds)):
                renumbered[entry.first + count * len(seeds) + seed] = (
                    fresh.first + ordered.index(setting) * len(seeds) + seed
                )
        planned.append(
            shards_of(fresh, [ordered.index(setting) for setting in more], spec, seeds, plan["members_per_shard"])
        )
    known = Grown(tuple(shard for own in planned for shard in own), {})
    if find is not None and plan.get("reuses"):
        known = grown(planned, find, plan["members_per_shard"])
    parts = [*plan["parts"], *parts_of([entry.first for entry in entries], known.shards)]
    count, runs = plan["moved"] + 1, sum(len(entry.settings) for entry in entries) * len(seeds)
    whole = plan.get("whole_seconds", plan["seconds"])
    seconds = plan["seconds"] + whole * (runs / plan["runs"] - 1)
    words = sentence(spec, card(spec.workload.name), len(entries), len(entries[0].settings), seconds) + doubled(entries)
    words += steady(spec, {entry.label: entry.schedule for entry in entries})
    message = (
        f"Grids were moved ({count} of at most {plan['moves']}), for {edges.reason(moved)}:"
        f" every rule got {spec.trials} settings more."
    )
    changed = {
        **plan,
        "entries": [
            {**each, "first": entry.first, "settings": [dict(setting) for setting in entry.settings]}
            for each, entry in zip(plan["entries"], entries, strict=True)
        ],
        "runs": runs,
        "shards": len(parts),
        "parts": parts,
        "seconds": round(seconds, 1),
        "whole_seconds": round(whole * runs / plan["runs"], 1),
        "moved": count,
        "said": [*plan.get("said", ()), message],
        "sentence": words,
    }
    return Move(changed, known, renumbered, message)


def further(entry: Entry, scores: Sequence[float], end: int, trials: int) -> list[dict[str, float]]:
    """As many settings as the rule had at first: beyond the end at which its best lies, or around its best."""
    rates = sorted({setting["lr"] for setting in entry.settings})
    others = list({tuple((k, v) for k, v in each.items() if k != "lr"): None for each in entry.settings})
    points = trials // len(others)
    if end:
        fresh = grids.beyond(rates, points, end)
    else:
        best = entry.settings[min(range(len(scores)), key=lambda place: scores[place])]["lr"]
        fresh = grids.between(rates, points, best)
    names = list(entry.settings[0])
    return [{name: {**dict(other), "lr": rate}[name] for name in names} for other in others for rate in fresh]


def _entry(given: Mapping[str, Any]) -> Entry:
    return Entry(
        given["label"],
        given["rule"],
        given["baseline"],
        given["first"],
        tuple(given["settings"]),
        given["choices"],
        given["decay"],
        given.get("sam"),
        tuple(given.get("modifiers", ())),
        given.get("schedule"),
        options=given.get("options", {}),
    )
