"""Reads CSV files of others: a plain one of rule, setting, seed, step and value, and the ones that W&B exports.

W&B's chart gives `Step`, then for every run `NAME - METRIC`, with `NAME - METRIC__MIN` and `NAME - METRIC__MAX` beside
it; its table of runs has a line for each run, with `Name` and the columns of its config.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.comparisons.errors import BadFile
from app.comparisons.exchange.runs import (
    Curve,
    Key,
    Runs,
    key_of,
    rule_of,
    seed_of,
    setting_of,
    step_of,
    value_of,
)

MOST_BYTES = 1024**3
PLAIN = ("rule", "seed", "step", "value")
"""What a plain CSV must have; `setting` and `train_loss` may stand beside them."""
OPTIONAL = ("setting", "train_loss")
BETWEEN = " - "
ENDS = ("__MIN", "__MAX")
STEPS = ("_step", "step", "global_step")
"""Metrics of W&B that are the step again."""


@dataclass(frozen=True)
class Columns:
    """Which columns of a table of runs say what a run is."""

    table: Path
    rule: str
    seed: str
    settings: Sequence[str] = ()
    name: str = "Name"


def rows(path: Path) -> Iterator[list[str]]:
    """The lines of a CSV file, each a list of texts; `BadFile` where it is none."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile(f"{path.name} has more than {MOST_BYTES:,} bytes, the most that is read")
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.reader(file, strict=True)
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror or error}") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise BadFile(f"{path.name} is no CSV file in UTF-8: {str(error)[:200]}") from error


def below(names: Sequence[str], path: Path) -> Iterator[tuple[str, list[str]]]:
    """The lines below the first, each with where it stands; `BadFile` where one has not as many columns as `names`."""
    for number, row in enumerate(rows(path), start=1):
        if number == 1 or not row:
            continue
        where = f"{path.name}:{number}"
        if len(row) != len(names):
            raise BadFile(f"{where}: {len(row)} columns; the first line names {len(names)}")
        yield where, row


def header(path: Path) -> list[str]:
    """The names of the columns."""
    first = next(rows(path), None)
    if not first:
        raise BadFile(f"{path.name} is empty; the first line of a CSV file names its columns")
    return [name.strip() for name in first]


def is_plain(names: Sequence[str]) -> bool:
    """Whether these are the columns of a plain CSV."""
    return set(PLAIN) <= {name.lower() for name in names}


def plain(path: Path, runs: Runs) -> None:
    """Adds the runs of a plain CSV."""
    names = [name.lower() for name in header(path)]
    unknown = [name for name in names if name not in PLAIN + OPTIONAL]
    if unknown or len(set(names)) != len(names):
        which = f"a column {unknown[0][:40]!r}" if unknown else "two columns of one name"
        raise BadFile(f"{path.name} has {which}; possible: {', '.join(PLAIN + OPTIONAL)}")
    settings: dict[str, tuple[tuple[str, float], ...]] = {}
    for where, row in below(names, path):
        given = dict(zip(names, row, strict=True))
        text = given.get("setting", "")
        if text not in settings:
            settings[text] = setting_of(text, where)
        key = Key(rule_of(given["rule"], where), settings[text], seed_of(given["seed"], where))
        curve = runs.setdefault(key, Curve())
        step = step_of(given["step"], where)
        put(curve.values, step, value_of(given["value"], where), where)
        if given.get("train_loss", "").strip():
            put(curve.losses, step, value_of(given["train_loss"], where), where)


def put(values: dict[int, float], step: int, value: float, where: str) -> None:
    """Keeps a value; `BadFile` where the run has one at that step already."""
    if step in values:
        raise BadFile(f"{where}: step {step} stands twice for one run")
    values[step] = value


def charts(
    paths: Sequence[Path], metric: str | None, loss: str | None, names: re.Pattern[str], table: Columns | None
) -> tuple[Runs, str, list[str]]:
    """The runs in exported charts of W&B, the metric that was taken, and notices.

    `metric` is the one that judges, `loss` the one whose curve is drawn beside it.
    """
    by_metric: dict[str, dict[str, dict[int, float]]] = {}
    spread: list[str] = []
    for path in paths:
        spread += _chart(path, by_metric)
    known = [name for name in by_metric if name not in STEPS]
    if metric is None and len(known) == 1:
        metric = known[0]
    for wanted in filter(None, (metric or "", loss)):
        if wanted not in by_metric:
            raise BadFile(f"no column is of the metric {wanted!r}; there are: {', '.join(known) or 'none'}")
    if not metric:
        raise BadFile(f"say which metric judges by --metric; there are: {', '.join(known) or 'none'}")
    keys = _table(table) if table else {}
    runs: Runs = {}
    for name, values in by_metric[metric].items():
        if table and name not in keys:
            raise BadFile(f"the run {name[:120]!r} is not in {table.table.name}, in its column {table.name}")
        key = keys[name] if table else key_of(name, names)
        if key in runs:
            raise BadFile(f"two runs are {key.words}; one of them is called {name[:120]!r}")
        runs[key] = Curve(values, dict(by_metric.get(loss or "", {}).get(name, {})))
    said = (
        f"W&B exported {spread[0]} with a range around its values: means over several runs, or over several steps."
        if spread
        else ""
    )
    return runs, metric, [said] if said else []


def _chart(path: Path, found: dict[str, dict[str, dict[int, float]]]) -> list[str]:
    """Adds the columns of one chart, by metric and run; the names of those that are means."""
    names = header(path)
    columns = {at: name for at, name in enumerate(names) if at > 0 and BETWEEN in name and not name.endswith(ENDS)}
    if not columns:
        raise BadFile(
            f"{path.name} is neither a plain CSV (columns {', '.join(PLAIN)}) nor a chart of W&B (Step, then NAME -"
            f" METRIC); its columns are {', '.join(names)[:200]}"
        )
    ends = {name: at for at, name in enumerate(names)}
    spread: list[str] = []
    for where, row in below(names, path):
        step = step_of(row[0], where)
        for at, column in columns.items():
            if not row[at].strip():
                continue
            run, _, metric = column.rpartition(BETWEEN)
            put(found.setdefault(metric, {}).setdefault(run, {}), step, value_of(row[at], where), f"{where}, {column}")
            low, high = (row[ends[column + end]] if column + end in ends else row[at] for end in ENDS)
            if low != high and column not in spread:
                spread.append(column)
    return spread


def _table(asked: Columns) -> Mapping[str, Key]:
    """By name of a run what it is, from a table of runs."""
    names = header(asked.table)
    for column in (asked.name, asked.rule, asked.seed, *asked.settings):
        if column not in names:
            raise BadFile(f"{asked.table.name} has no column {column!r}; there are: {', '.join(names)[:400]}")
    keys: dict[str, Key] = {}
    for where, row in below(names, asked.table):
        given = dict(zip(names, row, strict=True))
        if given[asked.name] in keys:
            raise BadFile(f"{where}: two runs are called {given[asked.name][:80]!r}; names must differ here")
        plain = [(re.sub(r"\W", "_", each), given[each]) for each in asked.settings if given[each].strip()]
        setting = setting_of(",".join(f"{name}={value}" for name, value in plain), where)
        keys[given[asked.name]] = Key(rule_of(given[asked.rule], where), setting, seed_of(given[asked.seed], where))
    return keys
