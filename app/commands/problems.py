"""`optimizer-playground check-problem` and `new-problem`."""

import sys

import typer

from app.course import catalog, kill_table
from app.course.checks.all_checks import RULES
from app.course.new_problem import CannotMake, make


def check_problem(
    slug: str = typer.Argument(None, help="The problem; all of them if left out."),
    store: bool = typer.Option(False, help="Also store the tables of all problems for the page that shows them."),
) -> None:
    """Run every rule that a problem keeps; print which test catches which mistake. Exit code 1 if a rule is broken."""
    chosen = [slug] if slug else list(catalog.slugs())
    unknown = [one for one in chosen if one not in catalog.slugs()]
    if unknown:
        print(f"no problem is called {unknown[0]!r}; there are: {', '.join(catalog.slugs())}", file=sys.stderr)
        raise typer.Exit(2)
    broken = sum(_check(one) for one in chosen)
    if store:
        print(f"stored the tables of {kill_table.store()} problems")
    raise typer.Exit(1 if broken else 0)


def _check(slug: str) -> int:
    """Print what there is to say of one problem; the number of broken rules."""
    print(f"\n{slug}")
    broken = 0
    for rule in RULES:
        said = list(rule(slug))
        print(f"  {'ok ' if not said else 'NO '} {(rule.__doc__ or rule.__name__).strip()}", flush=True)
        for sentence in said:
            print(f"       {sentence}")
        broken += bool(said)
    print("\n  Which test catches which mistake (x fails it, ! raises in it, . lets it by):")
    for line in kill_table.lines(slug):
        print(f"  {line}")
    return broken


def new_problem(slug: str = typer.Argument(help="Small letters, digits and hyphens: adam-step.")) -> None:
    """Make the folder of a new problem, to be filled in; docs/authoring.md walks through one."""
    try:
        folder = make(slug)
    except CannotMake as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from error
    print(f"made {folder}\nNext: docs/authoring.md, then optimizer-playground check-problem {slug}")
