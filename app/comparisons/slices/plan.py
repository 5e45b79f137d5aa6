"""From what was asked to what is queued: which runs, how each is trained again, what it costs. No torch here."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from app.comparisons.errors import NoSlice, NotReady, TooLarge
from app.comparisons.planning.cost import Pace
from app.comparisons.planning.sentences import duration
from app.comparisons.results.contenders import contenders
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Member, Shard
from app.comparisons.slices.cost import expected
from app.comparisons.slices.request import MOST, PathsRequest, RandomRequest
from app.comparisons.slices.task import End, Piece, SliceTask
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store.jobs import Submission
from app.comparisons.store.table import Table, numbers
from app.comparisons.store.views import JobView
from app.comparisons.typed_rules import is_typed
from app.workloads.card import card

VERSION = 1
"""Part of a slice's identity: counted up when the same request gives other numbers than before."""


def default_members(view: JobView, table: Table) -> list[int]:
    """The best setting of each rule with the first seed, in the order of the plan; the baselines stay where six fit."""
    seeds = len(view.plan["seeds"])
    complete = [contender for contender in contenders(view, table) if contender.complete]
    best = [
        (contender.entry["first"] + contender.best * seeds, contender.entry["baseline"])
        for contender in complete
        # One plane is of one model: where an option has several values, those with the first.
        if contender.entry.get("options") == complete[0].entry.get("options")
    ]
    room = MOST - min(MOST, sum(baseline for _, baseline in best))
    own = [run for run, baseline in best if not baseline][:room]
    return [run for run, baseline in best if baseline or run in own][:MOST]


def submission(
    view: JobView, table: Table, asked: PathsRequest | RandomRequest, settings: ComparisonSettings, pace: Pace
) -> Submission:  # fmt: skip
    """The slice as it is queued. `NotReady`, `NoSlice`, `TooLarge`."""
    if view.state != "finished":
        raise NotReady(f"A slice is drawn of a finished comparison; this one is {view.state}.")
    gone = table.gone(view.plan["steps"], over=True)
    named = members = asked.members
    if members is None:
        members = default_members(view, table)
        if asked.kind == "random":
            members = [run for run in members if not gone[run]][:1] or members[:1]
    asked = asked.model_copy(update={"members": members})
    _check(view, members, [bool(gone[run]) for run in members if run < table.runs], asked.kind, named)
    task = _task(view, table, asked, members, pace)
    _limit(view, task, settings)
    spec = json.dumps(asked.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), allow_nan=False)
    identity = json.dumps([VERSION, view.id, spec], separators=(",", ":"))
    plan = {"sentence": sentence(task), "seconds": round(task.seconds, 1)}
    return Submission(
        hashlib.sha256(identity.encode()).hexdigest(), spec, json.dumps(plan, allow_nan=False), [task], view.id
    )


def _check(
    view: JobView, members: Sequence[int], diverged: Sequence[bool], kind: str, named: Sequence[int] | None
) -> None:
    """Raise `NoSlice` unless these runs can be drawn together."""
    runs = view.plan["runs"]
    for run in members:
        if run >= runs:
            raise NoSlice("members", f"run {run} is not in this comparison; possible: 0 to {runs - 1}", named)
    if len(set(members)) != len(members):
        raise NoSlice("members", "a run is named twice; name each once", named)
    workload = card(view.spec["workload"]["name"])
    if workload.count(_options(view, members[0])) < 2:
        raise NoSlice(
            "kind", f"{workload.title} trains one number here, and a plane needs two; there is no slice of it", kind
        )
    sizes = {json.dumps(_options(view, run), sort_keys=True) for run in members}
    if len(sizes) > 1:
        (option,) = view.spec["across"]
        raise NoSlice("members", f"one plane is of one model, and these differ in {option}; possible: one value", named)
    if all(diverged):
        which = f"run {members[0]}" if len(members) == 1 else "every run that was named"
        raise NoSlice("members", f"{which} diverged and has no final weights; possible: with one that did not", named)
    seeds = {_seed(view, run) for run in members}
    if kind == "paths" and len(seeds) > 1:
        given = ", ".join(map(str, sorted(seeds)))
        raise NoSlice(
            "members",
            f"paths in one plane start from the same weights, and these have seeds {given}; possible: one seed",
            named,
        )


def _task(
    view: JobView, table: Table, asked: PathsRequest | RandomRequest, members: Sequence[int], pace: Pace
) -> SliceTask:
    pieces = tuple(_piece(view, table, run) for run in members)
    return SliceTask(
        kind=asked.kind,
        pieces=pieces,
        grid=asked.grid,
        cost=expected([piece.shard for piece in pieces], pace),
        **({"points": asked.points} if asked.kind == "paths" else {"seed": asked.seed, "reach": asked.reach}),
    )


def _limit(view: JobView, task: SliceTask, settings: ComparisonSettings) -> None:
    """Raise `TooLarge` where the slice would take too long or too much memory."""
    if task.seconds > settings.max_slice_seconds:
        raise TooLarge(
            f"about {duration(task.seconds)} are too long for a slice; possible: at most"
            f" {duration(settings.max_slice_seconds)}, with a smaller grid or fewer members"
        )
    parameters = card(view.spec["workload"]["name"]).count(task.pieces[0].shard.options)
    memory = 4 * 8 * parameters * max(1000, task.points * len(task.pieces))
    if memory > settings.max_shard_bytes:
        raise TooLarge(f"a slice needs about {memory} bytes of memory; possible: at most {settings.max_shard_bytes}")


def _entry(view: JobView, run: int) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in reversed(view.plan["entries"]) if each["first"] <= run)
    return found


def _options(view: JobView, run: int) -> dict[str, Any]:
    """The options of the workload that a run was trained with."""
    return {**view.spec["workload"]["options"], **_entry(view, run).get("options", {})}


def _seed(view: JobView, run: int) -> int:
    seeds: list[int] = view.plan["seeds"]
    place: int = (run - _entry(view, run)["first"]) % len(seeds)
    return seeds[place]


def _piece(view: JobView, table: Table, run: int) -> Piece:
    entry, seed = _entry(view, run), _seed(view, run)
    setting = entry["settings"][(run - entry["first"]) // len(view.plan["seeds"])]
    last = int(view.plan["steps"])
    typed = ComparisonSpec.model_validate(view.spec).typed(entry["rule"]) if is_typed(entry["rule"]) else None
    shard = Shard(
        workload=view.spec["workload"]["name"],
        rule=entry["rule"],
        members=(Member(run, seed, setting),),
        steps=last,
        options=_options(view, run),
        choices=entry["choices"],
        decay=entry["decay"],
        sam=entry.get("sam"),
        graphs=typed.texts if typed else (),
        modifiers=tuple(entry.get("modifiers", ())),
        schedule=entry.get("schedule"),
    )
    loss, evaluation = numbers(table.train_loss[run, -1:])[0], numbers(table.final(last)[run : run + 1])[0]
    gone = bool(table.gone(last, over=True)[run])
    return Piece(run, entry["label"], seed, setting, shard, End(None, None) if gone else End(loss, evaluation))


def sentence(task: SliceTask) -> str:
    """The slice in one line."""
    size = f"{task.grid} × {task.grid} places"
    if task.kind == "paths":
        labels = [piece.label for piece in task.pieces]
        whose = labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"
        return f"{'Path' if len(labels) == 1 else 'Paths'} of {whose} in one plane, {size}"
    piece = task.pieces[0]
    at = ", ".join(f"{name} = {value:g}" for name, value in piece.settings.items())
    return f"Random plane through {piece.label} ({at}), {size}"
