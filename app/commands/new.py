"""`optimizer-playground new-rule`, `new-landscape` and `new-workload`: a working example under a name of one's own."""

import typer

from app.commands.checkout import checkout
from app.new.copy import CannotCopy, copy, following

NAME = typer.Argument(help="Small letters, digits and underscores: adam_nesterov.")


def new_rule(name: str = NAME) -> None:
    """Write a working update rule, its golden map and recipe, to be changed."""
    _new("rule", name)


def new_landscape(name: str = NAME) -> None:
    """Write a working landscape, to be changed."""
    _new("landscape", name)


def new_workload(name: str = NAME) -> None:
    """Write a working workload, to be changed."""
    _new("workload", name)


def _new(kind: str, name: str) -> None:
    root = checkout(f"a new {kind} is one of")
    try:
        made = copy(kind, name, root)
    except CannotCopy as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    for path in made:
        typer.echo(f"wrote {path.relative_to(root)}")
    typer.echo("Change them; then run")
    for command in following(kind, name):
        typer.echo(f"    {command}")
