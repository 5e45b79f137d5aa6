"""`optimizer-playground results`: a comparison as a file to take away, and runs of others taken in."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.backup import counted, size, writing
from app.commands.compare import fail
from app.comparisons.exchange import incoming, merging, outgoing
from app.comparisons.exchange.incoming import Asked
from app.comparisons.exchange.runs import NAMES
from app.comparisons.exchange.tables import Columns
from app.comparisons.results import suite_files
from app.comparisons.results.summary import summarise
from app.comparisons.results.titles import file_name
from app.comparisons.results.together import together
from app.comparisons.service import ComparisonService
from app.comparisons.store.arrivals import Arrivals
from app.comparisons.store.views import JobView

results = typer.Typer(no_args_is_help=True, help="Take comparisons out, and runs of others in.")

Id = Annotated[str, typer.Argument(help="The comparison: its id, or the beginning of it.")]


@results.command()
def capsule(
    comparison: Id,
    out: Annotated[Path | None, typer.Option(help="Where to write it; usually in this folder, by its title.")] = None,
) -> None:
    """Write a finished comparison as one file that `reproduce` runs again and compares."""
    service = ComparisonService()
    try:
        with writing(out or Path.cwd()):
            view = named(service, comparison)
            data = service.capsule(view)
            path = out or Path(f"{file_name(view)}.capsule.zip")
            path.write_bytes(data)
    finally:
        service.close()
    typer.echo(f"wrote {path} ({size(len(data))})")


@results.command()
def export(
    comparison: Id,
    out: Annotated[Path, typer.Argument(help="Where to write it; for tensorboard a folder that is not there yet.")],
    form: Annotated[
        str, typer.Option("--form", help=f"One of {', '.join(outgoing.FORMS)}; usually what the ending says.")
    ] = "",
) -> None:
    """Write a comparison as a file for people or for the tools of others."""
    form = form or outgoing.form_of(out)
    if form not in outgoing.FORMS:
        fail(f"{form or out.name!r} is no form that is written; possible: --form {', '.join(outgoing.FORMS)}", 2)
    service = ComparisonService()
    try:
        with writing(out):
            view = named(service, comparison)
            said = outgoing.write(view, service.store.rows.table(view.id), form, out)
    finally:
        service.close()
    typer.echo(f"wrote {out}{f': {said}' if said else ''}")


@results.command()
def suite(
    comparisons: Annotated[list[str], typer.Argument(help="Comparisons: their ids, or the beginnings of them.")],
    reference: Annotated[
        str, typer.Option(help="The rule whose steps are the measure; usually AdamW, where all have it.")
    ] = "",
    out: Annotated[list[Path], typer.Option(help="Write the curves here, as .html, .json or .csv.")] = [],  # noqa: B006
) -> None:
    """Say how soon each rule reaches the targets of several finished comparisons, beside one rule."""
    wrong = [path for path in out if path.suffix not in suite_files.FORMS]
    if wrong:
        fail(f"{wrong[0].name} has an ending that is not known; possible: {', '.join(suite_files.FORMS)}", 2)
    service = ComparisonService()
    try:
        with writing(Path.cwd()):
            views = [named(service, beginning) for beginning in comparisons]
            found = together(views, service.store.rows.table, reference or None)
            for path in out:
                path.write_text(suite_files.FORMS[path.suffix](found))
    finally:
        service.close()
    typer.echo(found["conclusion"])
    for name, area, interval in suite_files.area_rows(found):
        typer.echo(f"{name:<24} area {area:<10} {interval}")
    for rules, verdict, seeds, _, p_holm in suite_files.pair_rows(found):
        typer.echo(f"{rules}: {verdict} (sooner, later, same: {seeds}; p = {p_holm}, Holm)")
    typer.echo(found["said"])
    for path in out:
        typer.echo(f"wrote {path}")


@results.command("import")
def take_in(
    files: Annotated[
        list[Path],
        typer.Argument(help="CSV files, folders of TensorBoard's event files, or records (.sqlite3) of this program."),
    ],
    better: Annotated[str, typer.Option(help="Which values are better: lower or higher. Needed for runs.")] = "",
    metric: Annotated[
        str, typer.Option(help="What the values are; in W&B and TensorBoard the metric or tag that judges.")
    ] = "",
    train_loss: Annotated[str, typer.Option(help="W&B, TensorBoard: the metric that is drawn as the loss.")] = "",
    target: Annotated[float | None, typer.Option(help="The value of the metric that counts as reached.")] = None,
    title: Annotated[str, typer.Option(help="What the comparison is called; usually by the first file.")] = "",
    names: Annotated[
        str, typer.Option(help="A regular expression for names of runs, with the groups rule and seed.")
    ] = NAMES,
    table: Annotated[Path | None, typer.Option(help="W&B: the exported table of runs, in place of --names.")] = None,
    rule_column: Annotated[str, typer.Option(help="In that table: the column of the rule.")] = "optimizer",
    seed_column: Annotated[str, typer.Option(help="In that table: the column of the seed.")] = "seed",
    setting_column: Annotated[
        list[str], typer.Option(help="In that table: a column of a hyperparameter; may be given again.")
    ] = [],  # noqa: B006
    until: Annotated[int | None, typer.Option(min=1, help="The last step that is taken, for all runs.")] = None,
    common: Annotated[bool, typer.Option("--common", help="Take only the seeds that every setting has.")] = False,
) -> None:
    """Take in runs of other programs as one comparison, or what is finished in other records of this program."""
    service = ComparisonService()
    try:
        with writing(service.settings.var):
            records = [path for path in files if path.is_file() and merging.is_record(path)]
            for path in records:
                typer.echo(merged(path, merging.merge(path, service.store)))
            rest = [path for path in files if path not in records]
            if rest:
                columns = Columns(table, rule_column, seed_column, setting_column) if table else None
                asked = Asked(rest, better, metric, train_loss, target, title, names, columns, until, common)
                arrival = incoming.comparison(asked, service.settings, service.store.database.clock())
                new = Arrivals(service.store.database).take(arrival)
                tell(service, service.comparison(arrival.id), new)
    finally:
        service.close()


def tell(service: ComparisonService, view: JobView, new: bool) -> None:
    """What was imported, what it shows, and what is to be known of it."""
    found = summarise(view, service.store.rows.table(view.id))
    typer.echo(f"{'imported as' if new else 'here already as'} {view.id}: {view.plan['sentence']}")
    for line in [*view.notices, found["conclusion"]]:
        if line:
            typer.echo(line)


def merged(path: Path, found: merging.Merged) -> str:
    """What became of the comparisons of another record, in lines."""
    slices = f" with {counted(found.slices, 'slice')}" if found.slices else ""
    lines = [f"{path.name}: {counted(len(found.taken), 'comparison')} taken{slices}"]
    if found.earlier:
        lines.append(f"{found.earlier} of them made with an earlier version of something; their pages say of what")
    if found.known:
        lines.append(f"{len(found.known)} left, for they are here already: {', '.join(found.known)}")
    if found.unfinished:
        lines.append(f"{len(found.unfinished)} left, for they are not finished: {', '.join(found.unfinished)}")
    lines += [f"{job} left, for it cannot be read here: {why}" for job, why in found.unreadable.items()]
    return "\n  ".join(lines)


def named(service: ComparisonService, beginning: str) -> JobView:
    """The comparison whose id begins so; `Missing` where none does, or several do."""
    return service.comparison(service.store.jobs.full_id(beginning) or beginning)
