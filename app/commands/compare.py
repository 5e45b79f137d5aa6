"""`optimizer-playground compare spec.toml`: a comparison from a terminal, the same job as from the page."""

import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Any, NoReturn

import typer
from pydantic import ValidationError

from app.commands.traced_file import Unreadable, source_of, traced
from app.commands.worker import require_torch, schedule
from app.comparisons.errors import Refused
from app.comparisons.results import export, report
from app.comparisons.results.summary import summarise
from app.comparisons.results.verdicts import can_show, places
from app.comparisons.rule_choice import TYPED
from app.comparisons.service import ComparisonService
from app.comparisons.spec import ComparisonSpec, WorkloadChoice
from app.comparisons.store.views import JobView
from app.comparisons.validation import error_lines
from app.workloads.card import card

FORMS = ("html", "json", "csv", "parquet")


def compare(
    spec: Path = typer.Argument(help="What to compare, as TOML; docs/comparisons.md has an example."),  # noqa: B008
    plan: bool = typer.Option(False, "--plan", help="Say what would run, and end."),
    out: list[Path] = typer.Option([], help="Write the results here, as .html, .json, .csv or .parquet."),  # noqa: B008
    rule: list[Path] = typer.Option([], help="A file with a rule of one's own, put beside those of the spec."),  # noqa: B008
) -> None:
    """Run a comparison, or go on with it. Interrupted, it can be gone on with by the same command."""
    wrong = [path for path in out if path.suffix[1:] not in FORMS]
    if wrong:
        fail(f"{wrong[0].name} has an ending that is not known; possible: {', '.join(FORMS)}", 2)
    asked = load(spec, rule)
    service = ComparisonService()
    try:
        made = service.plan(asked)
        typer.echo(made.sentence)
        if made.reusing:
            typer.echo(made.reusing)
        typer.echo(made.moving)
        typer.echo(can_show(places(made.entries), len(made.seeds)))
        if plan:
            return
        view, _ = service.submit(asked)
        if view.ended is None:
            require_torch()
        view = watch(service, view)
        conclude(service, view, out)
    except Refused as error:
        fail(str(error), error.exit_status)
    finally:
        service.close()
    if view.state != "finished":
        raise typer.Exit(1)


def load(path: Path, rules: Sequence[Path] = ()) -> ComparisonSpec:
    """The comparison in a TOML file with these typed rules; ends with the reason where one cannot be read."""
    try:
        given = tomllib.loads(path.read_text())
        typed = [typed_rule(file, given.get("workload")) for file in rules]
        if typed:
            given["rules"] = [*given.get("rules", ()), *typed]
        return ComparisonSpec.model_validate(given)
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}", 2)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fail(f"{path} is not TOML: {error}", 2)
    except ValidationError as error:
        fail(error_lines(error), 2)


def typed_rule(file: Path, workload: Any) -> dict[str, Any]:
    """The rule in a file as a comparison takes it, under the file's name: traced, for the tensors of the workload.

    Ends with `FILE:LINE: sentence` where it cannot be traced. A workload that does not fit is told with the spec.
    """
    try:
        source = source_of(file)
        asked = WorkloadChoice.model_validate(workload)
    except Unreadable as error:
        fail(str(error), 2)
    except ValidationError as error:
        fail("\n".join(f"workload.{line}" for line in error_lines(error).splitlines()), 2)
    described = card(asked.name)
    shapes = described.shapes(asked.options)
    tensors = {
        "shapes": list(shapes.values()),
        "matrices": [shapes[name] for name in described.matrices_of(asked.options)],
    }
    found = traced(source, file, tensors)
    if "sentence" in found:
        fail(f"{file}:{found['line']}: {found['sentence']}", 1)
    if not found["graphs"]:
        fail(f"{file}: the rule takes matrices, and {asked.name} has none", 1)
    for line, said in found["notices"]:
        typer.echo(f"{file}:{line}: note: this line {said}", err=True)
    return {"name": TYPED, "label": file.stem[:40], "graphs": found["graphs"], "walked": found["walked"]}


def fail(message: str, status: int) -> NoReturn:
    """End with a message on the error stream."""
    typer.echo(message, err=True)
    raise typer.Exit(status)


GOES_ON = "Interrupted. The same command goes on from the last checkpoint."


def watch(service: ComparisonService, view: JobView, interrupted: str = GOES_ON) -> JobView:
    """The job once it is over, with a bar meanwhile; does the work here if no worker is there to do it.

    Where it is interrupted, it says so in these words and ends.
    """
    over = Event()
    working: Thread | None = None
    seen = 0
    try:
        with typer.progressbar(length=max(1, view.total), label=view.id, show_eta=False, show_percent=True) as bar:
            while view.ended is None:
                if working is None and service.workers == 0:
                    working = Thread(target=schedule, args=(service.settings, over))
                    working.start()
                time.sleep(service.settings.poll_seconds)
                view = service.store.jobs.get(view.id) or view
                for event in service.store.jobs.events(view.id, seen):
                    seen = event.id
                    if event.kind in ("retry", "checkpoint", "moved"):
                        typer.echo(f"\n{event.message}")
                bar.label = label(view)
                bar.update(view.done - bar.pos)
    except KeyboardInterrupt:
        typer.echo(f"\n{interrupted}", err=True)
        raise typer.Exit(130) from None
    finally:
        over.set()
        if working is not None:
            working.join()
    return view


def label(view: JobView) -> str:
    """What stands before the bar: state, rate, time left."""
    if view.state != "running" or view.rate <= 0:
        return view.state
    left = "" if view.seconds_left is None else f", {view.seconds_left:.0f} s left"
    return f"{view.rate:,.0f} run steps/s{left}"


def conclude(service: ComparisonService, view: JobView, out: list[Path]) -> None:
    """Say how it ended and write the files."""
    if view.reason is not None:
        typer.echo(f"{view.state}: {view.reason} ({view.detail})", err=True)
    table = service.store.rows.table(view.id)
    found = summarise(view, table)
    if found["conclusion"]:
        typer.echo(found["conclusion"])
    typer.echo(f"Median at the best setting of each rule: {found['metric']}; {found['better']} is better.")
    for rule in found["rules"]:
        typer.echo(line(rule))
    for test in found["tests"]:
        typer.echo(pair(test))
    typer.echo(found["method"])
    for path in out:
        form = path.suffix[1:]
        if form == "parquet":
            path.write_bytes(export.as_parquet(view, table))
        elif form == "html":
            path.write_text(report.page(view, found))
        else:
            path.write_text(
                "".join(export.as_json(view, table, found) if form == "json" else export.as_csv(view, table))
            )
        typer.echo(f"wrote {path}")


def line(rule: dict[str, Any]) -> str:
    """One rule of the summary in one line."""
    best = rule["best"]
    if best is None:
        return f"{rule['label']:<24} not complete"
    median = "diverged" if best["median"] is None else f"{best['median']:.6g}"
    settings = ", ".join(f"{name} = {value:g}" for name, value in best["settings"].items())
    edge = f", at the edge of what was tried: {', '.join(best['at_edge'])}" if best["at_edge"] else ""
    return f"{rule['label']:<24} {median:<12} {settings}{edge} ({rule['diverged']} of {rule['runs']} diverged)"


def pair(test: dict[str, Any]) -> str:
    """Two rules compared, in one line: what is said of them, and what it is said from."""
    medians = " and ".join("diverged" if each is None else f"{each:.6g}" for each in test["medians"])
    needs = f"; {test['needs']}" if test["needs"] else ""
    return (
        f"{test['first']} and {test['second']}: {test['verdict']}{needs} (better on {test['wins']} seeds, worse on"
        f" {test['losses']}, same on {test['ties']}; medians {medians}; diverged {test['diverged'][0]} and"
        f" {test['diverged'][1]}; p = {test['p_holm']:.4f}, Holm)"
    )
