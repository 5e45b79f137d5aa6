"""`optimizer-playground check-problem` and `new-problem`."""

import typer
from descent.errors import BrokenProblem

from app.commands.checkout import checkout
from app.course import catalog, kill_table
from app.course.checks.all_checks import CHECKS
from app.course.errors import CourseError
from app.course.new_problem import make
from app.refresh.kill_tables import KillTables
from app.refresh.mutants import Mutants


def check_problem(
    slug: str = typer.Argument(None, help="The problem; all of them if left out."),
    store: bool = typer.Option(False, "--store", help="Also store what the page shows that has all tables."),
) -> None:
    """Run every check that a problem passes; print which test catches which mistake. Exit code 1 if a check fails."""
    if store:
        checkout("--store writes")
    chosen = [slug] if slug else list(catalog.slugs())
    unknown = [one for one in chosen if one not in catalog.slugs()]
    if unknown:
        typer.echo(f"no problem is called {unknown[0]!r}; there are: {', '.join(catalog.slugs())}", err=True)
        raise typer.Exit(2)
    failed = sum(_check(one, store) for one in chosen)
    raise typer.Exit(1 if failed else 0)


def _check(slug: str, store: bool) -> int:
    """Print what there is to say of one problem; the number of checks that it fails."""
    typer.echo(f"\n{slug}")
    failed = 0
    try:
        catalog.problem(slug)
        for check in CHECKS:
            said = list(check(slug))
            typer.echo(f"  {'ok ' if not said else 'NO '} {(check.__doc__ or check.__name__).strip()}")
            for sentence in said:
                typer.echo(f"       {sentence}")
            failed += bool(said)
        typer.echo("\n  Which test catches which mistake (x fails it, ! raises in it, . lets it by):")
        for line in kill_table.lines(slug):
            typer.echo(f"  {line}")
    except (CourseError, BrokenProblem) as error:
        typer.echo(f"  NO  {error}")
        return failed + 1
    if store:
        list(KillTables().make(slug))
        list(Mutants().make(slug))
        typer.echo(f"stored the table and the mutants of {slug}")
    return failed


def new_problem(
    slug: str = typer.Argument(help="Small letters, digits and hyphens: adam-step."),
    rule: str = typer.Option(None, "--rule", help="The update rule of descent that the problem is about."),
) -> None:
    """Make the folder of a new problem, to be filled in; docs/authoring.md walks through one."""
    checkout("a new problem is one of")
    try:
        folder = make(slug, rule=rule)
    except CourseError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_status) from error
    typer.echo(f"made {folder}\nNext: docs/authoring.md, then optimizer-playground check-problem {slug}")
