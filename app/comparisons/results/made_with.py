"""What the numbers of a comparison were made with, and whether the same would be made of it today."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.comparisons.schedule import CONSTANT, title
from app.comparisons.store.views import JobView
from app.comparisons.versions import execution_version, rule_version, workload_version

COLUMNS = (
    "rule_version", "workload_version", "execution_version", "program", "python", "torch", "numpy", "device",
    "processor", "data_hash", "arithmetic", "step_kind", "date",
)  # fmt: skip
"""Of tables; `KEYS` are those of a shard's result, in the same order."""
KEYS = (
    "rule", "workload", "execution", "program", "python", "torch", "numpy", "device", "processor", "data",
    "arithmetic", "step", "date",
)  # fmt: skip
UNKNOWN = "not recorded"
SEPARATORS = dict.fromkeys(COLUMNS, " + ") | {"date": " to "}


def of_entry(view: JobView, place: int) -> dict[str, str]:
    """Column by column what the runs of one entry were made with; of several, all, with a plus between."""
    return _columns([made for at, made in _made(view) if at == place])


def by_shard(view: JobView) -> dict[int, dict[str, str]]:
    """The same for each shard with a result, by its position."""
    return {
        shard.position: _columns([shard.result.get("made_with") or {}])
        for shard in view.shards
        if shard.result is not None
    }


def trained_in(view: JobView, position: int | None) -> str | None:
    """The id of the comparison in which the runs of a shard were trained, or up to which step; None where in this."""
    source = None if position is None or position >= len(view.shards) else view.shards[position].source
    if source is None:
        return None
    return str(source["job"]) + (f" to step {source['steps']}" if source["steps"] < view.plan["steps"] else "")


def _columns(found: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {
        column: _joined(column, (str(made.get(key, UNKNOWN)) for made in found))
        for column, key in zip(COLUMNS, KEYS, strict=True)
    }


def made_with(view: JobView) -> dict[str, Any]:
    """The same for the whole comparison; the versions of rules by the label of their entry."""
    entries = view.plan["entries"]
    found = _whole({each["label"]: of_entry(view, place) for place, each in enumerate(entries)})
    followed = {each["label"]: title(each.get("schedule"), view.plan["steps"]) for each in entries}
    around = {each["label"]: ", ".join(each.get("modifiers", ())) for each in entries}
    return found | {"schedules": followed, "modifiers": {label: names for label, names in around.items() if names}}


def of_slice(view: JobView) -> dict[str, Any]:
    """The same for a slice."""
    result = view.shards[0].result or {}
    found: dict[str, list[Mapping[str, str]]] = {}
    for label, made in result.get("made_with") or ():
        found.setdefault(label, []).append(made)
    return _whole({label: _columns(made) for label, made in found.items()})


def _whole(entries: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    whole: dict[str, Any] = {
        column: _joined(column, (part for each in entries.values() for part in each[column].split(SEPARATORS[column])))
        for column in COLUMNS[1:]
    }
    return {"rule_versions": {label: each["rule_version"] for label, each in entries.items()}} | whole


def words(made: Mapping[str, Any]) -> str:
    """What something was made with in one line, for captions; nothing where nothing is finished."""
    if made["program"] in ("", UNKNOWN):
        return ""
    rules = ", ".join(f"{label} {version}" for label, version in made["rule_versions"].items())
    schedules = dict.fromkeys(made.get("schedules", {}).values())
    followed = f" Learning rates: {' or '.join(schedules)}." if set(schedules) - {CONSTANT} else ""
    return (
        f"Made with optimizer-playground {made['program']}, torch {made['torch']}, on {made['device']}, step"
        f" {made['step_kind']}, {made['date']}; versions: {rules}, workload {made['workload_version']}, execution"
        f" {made['execution_version']}.{followed}"
    )


def earlier(view: JobView) -> str | None:
    """That a comparison was made with an earlier version of something, as a sentence; None where it was not."""
    if view.imported:
        return None
    asked = view.spec["workload"]
    now = {"workload": workload_version(asked["name"], asked["options"]), "execution": execution_version()}
    recorded = _made(view)
    planned = view.plan.get("versions")
    if planned is None and not any(made for _, made in recorded):
        return "Made before versions were recorded: run again." if view.stored == "finished" else None
    changed: dict[str, None] = {}
    for place, entry in enumerate(view.plan["entries"]):
        own = [made for at, made in recorded if at == place and made]
        own = own or ([_planned(planned, entry["rule"])] if planned else [])
        if any(made["rule"] != rule_version(entry["rule"]) for made in own):
            changed[entry["rule"]] = None
        for key, name in (("workload", asked["name"]), ("execution", "the training")):
            if any(made[key] != now[key] for made in own):
                changed[name] = None
    return f"Made with an earlier version of {' and '.join(changed)}: run again." if changed else None


def _made(view: JobView) -> list[tuple[int, Mapping[str, str]]]:
    """For every shard with a result the place of its entry and what it was made with."""
    labels = [entry["label"] for entry in view.plan["entries"]]
    return [
        (labels.index(view.label_of(shard)), shard.result.get("made_with") or {})
        for shard in view.shards
        if shard.result is not None
    ]


def _planned(versions: Mapping[str, Any], rule: str) -> dict[str, str]:
    return {"rule": versions["rules"][rule], "workload": versions["workload"], "execution": versions["execution"]}


def _joined(column: str, values: Iterable[str]) -> str:
    """The different values with a plus between, of dates the first and the last; `not recorded` where none are."""
    known = list(dict.fromkeys(values))
    if column == "date":
        known = sorted({min(known), max(known)}) if known else []
    return SEPARATORS[column].join(known) or UNKNOWN
