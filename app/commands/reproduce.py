"""`optimizer-playground reproduce capsule.zip`: the comparison of a capsule again, number by number."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from app.commands.compare import fail, watch
from app.commands.worker import require_torch
from app.comparisons.capsule import comparing
from app.comparisons.capsule.again import submission
from app.comparisons.capsule.head import arrays_of
from app.comparisons.capsule.reading import read, versions_apart
from app.comparisons.errors import Refused
from app.comparisons.results.made_with import made_with
from app.comparisons.results.summary import summarise
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings


def reproduce(
    capsule: Annotated[Path, typer.Argument(help="What `results capsule` or a result page wrote.")],
) -> None:
    """Run the comparison of a capsule again and compare every number; exits with 0 only if it is reproduced."""
    settings = ComparisonSettings()
    try:
        held = read(capsule, settings)
        job, made = submission(held.head, settings)
        typer.echo(f"{held.head.title}: {made.runs:,} runs of {made.steps:,} steps, once more")
        require_torch()
        with tempfile.TemporaryDirectory(prefix="reproduce-") as folder:
            # A record of its own: nothing of it may come from what was finished here before.
            service = ComparisonService(settings.model_copy(update={"var": Path(folder)}))
            try:
                service.store.jobs.submit(job, settings.max_queued)
                view = service.comparison(job.id)
                view = watch(service, view, "Interrupted. Nothing of it is kept.")
                if view.state != "finished":
                    fail(f"not reproduced: it {view.state}, {view.reason} ({view.detail})", 1)
                table = service.store.rows.table(view.id)
                now = summarise(view, table)
                apart = versions_apart(held.head.made_with.model_dump(), made_with(view))
            finally:
                service.close()
    except Refused as error:
        fail(str(error), 2)
    if table.steps.tolist() != held.head.steps:
        fail("not reproduced: other steps were recorded than the capsule holds", 1)
    found = comparing.compare(held.head, held.arrays, arrays_of(table, held.head.goals), now["tests"])
    typer.echo(comparing.answer(found))
    for line in comparing.places(held.head, found):
        typer.echo(line)
    if now["conclusion"] != held.head.conclusion:
        typer.echo(f"found then: {held.head.conclusion}\nfound now:  {now['conclusion']}")
    typer.echo("\n".join(apart) if apart else "versions, data and machine: the same")
    if not found.reproduced:
        raise typer.Exit(1)
