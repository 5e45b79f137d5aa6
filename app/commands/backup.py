"""`optimizer-playground backup` and `restore`: comparisons and their checkpoints in one file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from app.comparisons.backup import Held, back_up
from app.comparisons.backup import restore as put_back
from app.comparisons.errors import Refused
from app.comparisons.settings import ComparisonSettings


def backup(file: Annotated[Path, typer.Argument(help="Where to write it; it must not be there yet.")]) -> None:
    """Keep all comparisons in one file; the site and its workers may go on meanwhile."""
    with writing(file):
        held = back_up(ComparisonSettings(), file)
    typer.echo(f"{file} holds {told(held)}.")


def restore(file: Annotated[Path, typer.Argument(help="What `backup` wrote.")]) -> None:
    """Bring the comparisons of a backup back; what was there before is moved aside. End the site first."""
    settings = ComparisonSettings()
    with writing(settings.var):
        held, aside = put_back(settings, file)
    typer.echo(f"{settings.database} has {told(held)} again.")
    for each in aside:
        typer.echo(f"What was there before is in {each}")


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Ends the command with the reason where it is refused, or where the place cannot be written."""
    try:
        yield
    except Refused as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_status) from error
    except OSError as error:
        typer.echo(f"{place} cannot be written: {error.strerror or error}", err=True)
        raise typer.Exit(1) from error


def told(held: Held) -> str:
    """What a backup holds, in words."""
    return (
        f"{counted(held.comparisons, 'comparison')} and {counted(held.checkpoints, 'checkpoint')} ({size(held.bytes)})"
    )


def counted(number: int, what: str) -> str:
    """`1 comparison`, `2 comparisons`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def size(number: int) -> str:
    """A number of bytes as a person reads it."""
    amount = float(number)
    for unit in ("bytes", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.3g} {unit}"
        amount /= 1000
    return f"{amount:,.3g} GB"
