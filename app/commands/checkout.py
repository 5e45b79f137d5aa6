"""For commands that change the source of the project: there is none beside an installed wheel."""

from pathlib import Path

import typer

from app import places

NEEDS_CHECKOUT = (
    "{what} the project's own files, which an installed package does not have to itself: it needs a checkout.\n"
    "There: make setup, then the same command as .venv/bin/optimizer-playground."
)


def checkout(what: str) -> Path:
    """The folder of the checkout. `what` says what the command does to it, as in "a new rule is one of"."""
    if places.CHECKOUT is None:
        typer.echo(NEEDS_CHECKOUT.format(what=what), err=True)
        raise typer.Exit(2)
    return places.CHECKOUT
