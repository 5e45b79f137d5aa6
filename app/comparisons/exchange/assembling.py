"""Runs of others as a finished comparison: checked to be a full table of rules, settings and seeds.

Nothing is guessed. A run that lacks, or that ends early without having diverged, is an error that says so: the
statistics take every rule on the same seeds, and count a run without an end as diverged.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.comparisons.errors import BadFile
from app.comparisons.exchange.runs import Curve, Key, Runs
from app.comparisons.planning.entries import Entry
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Member, Shard
from app.comparisons.store.arrivals import Arrival
from app.comparisons.store.rows import pack
from app.comparisons.store.views import IMPORTED
from app.text.numbers import number_text

MOST_RULES = 32
UNKNOWN: Mapping[str, Any] = {"name": "not known", "settings": {}, "horizon": None}
"""In place of a schedule."""
TOLD = 5
"""Runs that an error names."""


@dataclass(frozen=True)
class Described:
    """What was measured, and where the runs are from."""

    title: str
    metric: str
    better: str
    """`lower` or `higher`."""
    kind: str
    """`CSV`, `W&B` or `TensorBoard`."""
    files: tuple[str, ...]
    sha256: tuple[str, ...]
    target: float | None = None
    curve: str | None = None
    """What the curve shows where that is not the metric."""
    notices: tuple[str, ...] = ()


def assemble(
    runs: Runs,
    described: Described,
    settings: ComparisonSettings,
    now: float,
    *,
    until: int | None = None,
    common: bool = False,
) -> Arrival:
    """The comparison that these runs are; `BadFile` where they are no full table. `until` is the last step taken."""
    if not runs:
        raise BadFile(f"{', '.join(described.files)}: no run is in it")
    notices = list(described.notices)
    runs = {key: _cut(curve, until) for key, curve in runs.items()}
    runs, seeds = _same_seeds(runs, common, notices)
    order = _order(runs)
    steps = sorted({step for curve in runs.values() for step in curve.values})
    members = sum(len(each) for each in order.values()) * len(seeds)
    if len(order) > MOST_RULES or members > settings.max_members or members * len(steps) > settings.max_values:
        raise BadFile(
            f"{len(order)} rules, {members:,} runs, {members * len(steps):,} numbers; possible: at most {MOST_RULES},"
            f" {settings.max_members:,} and {settings.max_values:,}"
        )
    last = steps[-1] if steps else 0
    if last < 1:
        raise BadFile("no run has a step after 0; the value at the last step is what rules are judged by")
    _ends(runs, last)
    budgets = {rule: len(tried) for rule, tried in order.items()}
    if len(set(budgets.values())) > 1:
        told = ", ".join(f"{rule} {count}" for rule, count in budgets.items())
        notices.append(f"Rules were not tuned with the same number of settings: {told}.")
    entries, first = [], 0
    for rule, tried in order.items():
        entries.append(Entry(rule, rule, False, first, tuple(dict(each) for each in tried), schedule=UNKNOWN))
        first += len(tried) * len(seeds)
    spec = {
        "backend": IMPORTED,
        "workload": {"name": IMPORTED, "options": {}},
        "measured": {
            "title": described.title, "metric": described.metric, "better": described.better,
            "target": described.target, "curve": described.curve,
        },
        "rules": [{"name": rule, "label": rule} for rule in order],
        "seeds": len(seeds),
        "steps": last,
    }  # fmt: skip
    plan = {
        "entries": [entry.data() for entry in entries],
        "seeds": seeds, "steps": last, "runs": members, "shards": len(entries), "parameters": 0, "seconds": 0.0,
        "shard_bytes": 0, "sentence": _sentence(budgets, len(seeds), last, described), "moves": 0, "moved": 0,
        "members_per_shard": members, "parts": list(range(len(entries))), "said": notices,
    }  # fmt: skip
    shards = [_shard(place, entry, seeds, runs, steps, last) for place, entry in enumerate(entries)]
    text = json.dumps(spec, sort_keys=True, separators=(",", ":"), allow_nan=False)
    digest = hashlib.sha256(json.dumps([text, seeds, [entry.data() for entry in entries]]).encode())
    for _, records in shards:
        for record in records:
            digest.update(b"".join(value for value in record.values() if isinstance(value, bytes)))
    job = {
        "digest": digest.hexdigest(), "spec": text, "plan": json.dumps(plan, separators=(",", ":"), allow_nan=False),
        "state": "finished", "created": now, "started": None, "ended": now, "name": described.title,
        "origin": json.dumps({"kind": described.kind, "files": described.files, "sha256": described.sha256, "at": now}),
    }  # fmt: skip
    return Arrival(job, shards, [{"kind": "finished", "message": f"Imported from {_files(described)}.", "at": now}])


def _cut(curve: Curve, until: int | None) -> Curve:
    if until is None:
        return curve
    kept = [{step: value for step, value in each.items() if step <= until} for each in (curve.values, curve.losses)]
    return Curve(*kept)


def _same_seeds(runs: Runs, common: bool, notices: list[str]) -> tuple[Runs, list[int]]:
    """The runs of the seeds that count, and those; `BadFile` where a setting lacks one, but for only `common` ones."""
    by_setting: dict[tuple[str, Any], set[int]] = {}
    for key in runs:
        by_setting.setdefault((key.rule, key.setting), set()).add(key.seed)
    every, shared = set.union(*by_setting.values()), set.intersection(*by_setting.values())
    if every != shared and not common:
        lacking = [
            f"{Key(*which, seed).words}" for which, seeds in by_setting.items() for seed in sorted(every - seeds)
        ]
        raise BadFile(
            f"every setting of every rule needs the same seeds; {len(lacking)} runs are missing:"
            f" {'; '.join(lacking[:TOLD])}{'; ...' if len(lacking) > TOLD else ''}. --common takes only the seeds that"
            f" all have: {', '.join(map(str, sorted(shared)[:20])) or 'none'}"
        )
    if not shared:
        raise BadFile("no seed is there for every setting of every rule")
    if every != shared:
        left = sum(key.seed not in shared for key in runs)
        notices.append(f"{left} imported runs were left out: their seeds are not there for every setting.")
    return {key: curve for key, curve in runs.items() if key.seed in shared}, sorted(shared)


def _order(runs: Runs) -> dict[str, list[tuple[tuple[str, float], ...]]]:
    """By rule, as they came, its settings in ascending order; `BadFile` where two have other hyperparameters."""
    order: dict[str, dict[tuple[tuple[str, float], ...], None]] = {}
    for key in runs:
        order.setdefault(key.rule, {})[key.setting] = None
    for rule, tried in order.items():
        names = {tuple(name for name, _ in setting) for setting in tried}
        if len(names) > 1:
            told = " and ".join(", ".join(each) or "none" for each in sorted(names)[:2])
            raise BadFile(f"settings of one rule have the same hyperparameters; those of {rule} have {told}")
    return {rule: sorted(tried) for rule, tried in order.items()}


def _ends(runs: Runs, last: int) -> None:
    """`BadFile` for runs that end before `last` and have not diverged."""
    early = [
        f"{key.words} ends at step {max(curve.values, default=0)}"
        for key, curve in runs.items()
        if last not in curve.values and not any(map(math.isnan, curve.values.values()))
    ]
    if early:
        raise BadFile(
            f"runs are judged by their value at the last step, {last}; {len(early)} have none there:"
            f" {'; '.join(early[:TOLD])}{'; ...' if len(early) > TOLD else ''}. --until STEP ends all there; a run that"
            " diverged has nan where it did"
        )


def _shard(
    place: int, entry: Entry, seeds: Sequence[int], runs: Runs, steps: Sequence[int], last: int
) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """One rule's runs as a finished shard and its records."""
    keys = [Key(entry.rule, tuple(sorted(setting.items())), seed) for setting in entry.settings for seed in seeds]
    members = tuple(Member(entry.first + at, key.seed, dict(key.setting)) for at, key in enumerate(keys))
    task = Shard(IMPORTED, entry.rule, members, last)
    gone_at = [_gone(runs[key]) for key in keys]
    records: list[Mapping[str, Any]] = []
    for step in steps:
        gone = np.array([at is not None and step >= at for at in gone_at])
        values = _column([runs[key].values for key in keys], step, gone)
        losses = _column([runs[key].losses or runs[key].values for key in keys], step, gone)
        records.append(
            {"step": step, "train_loss": pack(losses), "evaluation": pack(values), "diverged": gone.tobytes()}
        )
    result = {"diverged_at": gone_at, "evaluation": [], "notices": [], "made_with": {}}
    shard = {
        "position": place, "task": task.to_json(), "members": len(members), "steps": last, "state": "finished",
        "step": last, "result": json.dumps(result),
    }  # fmt: skip
    return shard, records


def _gone(curve: Curve) -> int | None:
    """The first step at which a run was no number."""
    return min(
        (step for each in (curve.values, curve.losses) for step, value in each.items() if math.isnan(value)),
        default=None,
    )


def _column(curves: Sequence[Mapping[int, float]], step: int, gone: Any) -> list[float | None]:
    return [None if off else curve.get(step, math.nan) for curve, off in zip(curves, gone, strict=True)]


def _sentence(budgets: Mapping[str, int], seeds: int, last: int, described: Described) -> str:
    """What was imported, in words."""
    least, most = min(budgets.values()), max(budgets.values())
    tried = f"{least}" if least == most else f"{least} to {most}"
    rules = f"{len(budgets)} {'rule' if len(budgets) == 1 else 'rules'}"
    return (
        f"{rules} × {tried} {'setting' if tried == '1' else 'settings'} × {seeds} {'seed' if seeds == 1 else 'seeds'},"
        f" {number_text(last)} steps, imported from {_files(described)}"
    )


def _files(described: Described) -> str:
    named = ", ".join(described.files[:3]) + (
        f" and {len(described.files) - 3} more" if len(described.files) > 3 else ""
    )
    return f"{named} ({described.kind})"
