"""A comparison as a file in any of the forms that are written."""

from pathlib import Path

from app.comparisons.exchange import optuna_study, tensorboard
from app.comparisons.results import export, report
from app.comparisons.results.summary import summarise
from app.comparisons.store.table import Table
from app.comparisons.store.views import JobView

FORMS = ("html", "json", "csv", "parquet", "tensorboard", "optuna")
ENDINGS = {
    ".html": "html",
    ".json": "json",
    ".csv": "csv",
    ".parquet": "parquet",
    ".sqlite3": "optuna",
    ".db": "optuna",
}


def form_of(path: Path) -> str:
    """The form that an ending says; a path without one is a folder of event files; empty where it says nothing."""
    return "tensorboard" if path.suffix == "" else ENDINGS.get(path.suffix, "")


def write(view: JobView, table: Table, form: str, out: Path) -> str:
    """Writes it, and gives a sentence on what is in it, or nothing. `NoParquet`, `NotInstalled`, `BadFile`."""
    if form == "tensorboard":
        return f"{tensorboard.write(view, table, out)} runs; tensorboard --logdir {out}"
    if form == "optuna":
        studies = optuna_study.write(view, table, out)
        told = ", ".join(studies)
        return f'{told}; optuna.load_study(study_name="{studies[0]}", storage="sqlite:///{out}")'
    if form == "parquet":
        out.write_bytes(export.as_parquet(view, table))
    elif form == "csv":
        out.write_text("".join(export.as_csv(view, table)), encoding="utf-8")
    else:
        found = summarise(view, table)
        text = report.page(view, found) if form == "html" else "".join(export.as_json(view, table, found))
        out.write_text(text, encoding="utf-8")
    return ""
