"""A comparison as files: JSON, CSV, Parquet. One line or element per run and record, nothing rounded in JSON and CSV.

What is not a number (a run that diverged, a step that was not evaluated) is null in JSON and Parquet, empty in CSV,
with a flag beside it; NaN and Infinity stand nowhere.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from app.comparisons.errors import NoParquet
from app.comparisons.results import made_with, per_step
from app.comparisons.results.statistics import Floats
from app.comparisons.schedule import title
from app.comparisons.store.table import Table, numbers
from app.comparisons.store.views import JobView

COLUMNS = ("run", "label", "rule", "baseline", "seed", "step", "train_loss", "evaluation", "validation", "diverged")
"""Of the CSV and Parquet; the hyperparameters that were tried stand after the seed, what made the run at the end."""
LAST = ("schedule", "modifiers", "trained_in")
"""The last columns: what the learning rate of the run followed, what else stands around its rule, and the comparison in
which it was trained before, where it was."""


LOADS: dict[str, tuple[str, tuple[str, ...]]] = {
    "html": ("one page with its figures, which loads nothing", ()),
    "json": (
        "every digit, every run with its curves",
        ('import json, pathlib; found = json.loads(pathlib.Path("{file}.json").read_text())',),
    ),
    "csv": (
        "a line for each run and recorded step",
        ('import csv, pathlib; lines = list(csv.DictReader(pathlib.Path("{file}.csv").read_text().splitlines()))',),
    ),
    "parquet": (
        "the columns of the CSV, packed",
        (
            'import pyarrow.parquet; table = pyarrow.parquet.read_table("{file}.parquet")',
            'import pandas; table = pandas.read_parquet("{file}.parquet")',
            'import polars; table = polars.read_parquet("{file}.parquet")',
        ),
    ),
}
"""By form what a file holds, and the lines of Python that read it, each alone."""


def loads(file: str) -> dict[str, dict[str, Any]]:
    """By form what it holds (`said`) and how a file of this name is read (`code`, one line for each library)."""
    return {
        form: {"said": said, "code": [line.format(file=file) for line in code]} for form, (said, code) in LOADS.items()
    }


BITS = 24
"""Of a float32, the leading one included."""
PRECISION = (
    "float32, as computed",
    "float64; at the last step as computed, before it rounded to 24 significant bits (JSON and CSV are not rounded)",
)
"""What a Parquet file says of its numbers: computed in float32, in float64."""


def runs(view: JobView, table: Table) -> Iterator[dict[str, Any]]:
    """Each run of the plan: what it is and how it ended, in the order of the table's rows."""
    seeds, last = view.plan["seeds"], view.plan["steps"]
    gone = table.gone(last, over=view.state == "finished")
    complete, final = table.complete(last), table.final(last)
    row = 0
    for entry in view.plan["entries"]:
        for settings in entry["settings"]:
            for seed in seeds:
                outcome = "diverged" if gone[row] else "finished" if complete[row] else "incomplete"
                first_bad = int(table.steps[np.argmax(table.diverged[row])]) if table.diverged[row].any() else last
                yield {
                    "run": row,
                    "label": entry["label"],
                    "rule": entry["rule"],
                    "baseline": entry["baseline"],
                    "settings": settings,
                    "seed": seed,
                    "outcome": outcome,
                    "diverged_by": first_bad if gone[row] else None,
                    "final": float(final[row]) if np.isfinite(final[row]) else None,
                    "choosing": float(table.choosing[row]) if np.isfinite(table.choosing[row]) else None,
                    "schedule": title(entry.get("schedule"), last),
                    "modifiers": list(entry.get("modifiers", ())),
                    "trained_in": made_with.trained_in(view, table.shard_of.get(row)),
                }
                row += 1


def as_json(view: JobView, table: Table, found: Mapping[str, Any] | None = None) -> Iterator[str]:
    """JSON text in pieces: what was asked for and what is said of every pair of rules, then every run with its curves.

    `found` are the statistics (`summary.summarise`); without them nothing is said of any pair.
    """
    found = found or {"rules": (), "tests": ()}
    evaluated, validated = table.evaluated(), table.validated()
    head = {
        "job": view.id,
        "state": view.state,
        "sentence": view.plan["sentence"],
        "spec": view.spec,
        "made_with": made_with.made_with(view),
        "reused": [asdict(each) for each in view.reused],
        "spaces": {entry["label"]: entry["space"] for entry in view.plan["entries"] if entry.get("space")},
        "at_edge": {rule["label"]: rule["best"]["at_edge"] for rule in found["rules"] if rule["best"]},
        "verdicts": [
            {"first": test["first"], "second": test["second"], "p_holm": test["p_holm"], "verdict": test["verdict"]}
            for test in found["tests"]
        ],
        "steps": table.steps.tolist(),
        "evaluated_at": table.steps[evaluated].tolist(),
        "validated_at": table.steps[validated].tolist(),
        "per_step": {
            entry["label"]: each for entry, each in zip(view.plan["entries"], per_step.per_step(view), strict=True)
        },
    }
    yield json.dumps(head, allow_nan=False)[:-1] + ', "runs": ['
    for run in runs(view, table):
        row = run["run"]
        run["train_loss"] = numbers(table.train_loss[row])
        run["evaluation"] = numbers(table.evaluation[row, evaluated])
        run["validation"] = numbers(table.validation[row, validated])
        yield (", " if row else "") + json.dumps(run, allow_nan=False)
    yield "]}"


def as_csv(view: JobView, table: Table) -> Iterator[str]:
    """CSV text in pieces, a header first; one line per run and recorded step."""
    names = hyper_names(view)
    yield _line([*COLUMNS[:5], *names, *COLUMNS[5:], *made_with.COLUMNS, *LAST])
    described = list(runs(view, table))
    made = made_of_runs(view, table, described)
    for run in described:
        row = run["run"]
        fixed = [row, run["label"], run["rule"], run["baseline"], run["seed"]]
        fixed += [run["settings"].get(name, "") for name in names]
        own = [*made[row].values(), run["schedule"], " ".join(run["modifiers"]), run["trained_in"] or ""]
        at = np.flatnonzero(table.recorded[row])
        rows = zip(
            table.steps[at].tolist(), numbers(table.train_loss[row, at]), numbers(table.evaluation[row, at]),
            numbers(table.validation[row, at]), table.diverged[row, at].tolist(), strict=True,
        )  # fmt: skip
        yield "".join(_line([*fixed, *("" if value is None else value for value in each), *own]) for each in rows)


def made_of_runs(view: JobView, table: Table, described: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Run by run what it was made with; while its shard has no result what others of its rule were."""
    entries = {each["label"]: made_with.of_entry(view, at) for at, each in enumerate(view.plan["entries"])}
    shards = made_with.by_shard(view)
    return [shards.get(table.shard_of.get(run["run"], -1), entries[run["label"]]) for run in described]


def _line(values: list[Any]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue()


def hyper_names(view: JobView) -> list[str]:
    """All hyperparameters that any rule of the comparison tries, sorted."""
    tried: list[Mapping[str, float]] = [each for entry in view.plan["entries"] for each in entry["settings"]]
    return sorted({name for settings in tried for name in settings})


def shortened(values: Floats) -> Floats:
    """The numbers rounded to 24 significant bits, in the range of float64; what is not finite stays."""
    fraction, exponent = np.frexp(values)
    short: Floats = np.ldexp(np.rint(np.ldexp(fraction, BITS)), exponent - BITS)
    return short


def as_parquet(view: JobView, table: Table) -> bytes:
    """A Parquet file with the columns of the CSV. `NoParquet` where pyarrow is not installed.

    What was computed in float32 (`compiled`) is kept in float32, with nothing lost. What was computed in float64 is
    kept in float64, at the last step with every digit; before it, it is rounded to the 24 bits of float32, because the
    last digits of a curve are noise that no compression makes smaller. JSON and CSV have them. Bytes of one weight
    stand together before compression, because those of neighbouring losses are alike.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise NoParquet(
            "Parquet needs pyarrow, which `make serve` installs with torch, in the folder of the program"
        ) from error
    wide = view.spec["backend"] == "reference"
    row, column = np.nonzero(table.recorded)
    described = list(runs(view, table))
    made = made_of_runs(view, table, described)

    def coded(values: list[Any]) -> Any:
        """One value per run, repeated for its records, stored once each."""
        return pyarrow.array([values[each] for each in row], from_pandas=True).dictionary_encode()

    def measured(values: Any) -> Any:
        picked = values[row, column]
        ended = table.steps[column] == view.plan["steps"]
        kept = np.where(ended, picked, shortened(picked)) if wide else picked.astype(np.float32)
        return pyarrow.array(kept, mask=~np.isfinite(picked))

    columns = {
        "run": pyarrow.array(row.astype(np.int32)),
        **{name: coded([each[name] for each in described]) for name in ("label", "rule", "baseline", "seed")},
        **{name: coded([each["settings"].get(name) for each in described]) for name in hyper_names(view)},
        "step": pyarrow.array(table.steps[column].astype(np.int32)),
        "train_loss": measured(table.train_loss),
        "evaluation": measured(table.evaluation),
        "validation": measured(table.validation),
        "diverged": pyarrow.array(table.diverged[row, column]),
        **{name: coded([each[name] for each in made]) for name in made_with.COLUMNS},
        "schedule": coded([each["schedule"] for each in described]),
        "modifiers": coded([" ".join(each["modifiers"]) for each in described]),
        "trained_in": coded([each["trained_in"] or "" for each in described]),
    }
    sink = io.BytesIO()
    split = ["train_loss", "evaluation", "validation"]
    pyarrow.parquet.write_table(
        pyarrow.table(columns).replace_schema_metadata(
            {
                "spec": json.dumps(view.spec),
                "precision": PRECISION[wide],
                "made_with": json.dumps(made_with.made_with(view)),
            }
        ),
        sink,
        compression="zstd",
        use_dictionary=[name for name in columns if name not in split],
        column_encoding=dict.fromkeys(split, "BYTE_STREAM_SPLIT"),
    )
    return sink.getvalue()
