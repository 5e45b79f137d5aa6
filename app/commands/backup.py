"""`optimizer-playground backup` and `restore`: comparisons and their checkpoints in one file."""

from pathlib import Path
from typing import Annotated

import typer

from app.comparisons.backup import Held, back_up
from app.comparisons.backup import restore as put_back
from app.comparisons.errors import Refused
from app.comparisons.settings import ComparisonSettings


def backup(file: Annotated[Path, typer.Argument(help="Where to write it; it must not be there yet.")]) -> None:
    """Keep all comparisons in one file; the site and its workers may go on meanwhile."""
    try:
        held = back_up(ComparisonSettings(), file)
    except Refused as error:
        raise refusal(error) from error
    except OSError as error:
        typer.echo(f"{file} cannot be written: {error.strerror or error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{file} holds {told(held)}.")


def restore(file: Annotated[Path, typer.Argument(help="What `backup` wrote.")]) -> None:
    """Bring the comparisons of a backup back; what was there before is moved aside. End the site first."""
    settings = ComparisonSettings()
    try:
        held, aside = put_back(settings, file)
    except Refused as error:
        raise refusal(error) from error
    except OSError as error:
        typer.echo(f"{settings.var} cannot be written: {error.strerror or error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{settings.database} has {told(held)} again.")
    for each in aside:
        typer.echo(f"What was there before is in {each}")


def refusal(error: Refused) -> typer.Exit:
    """The end of the command, after its reason was said."""
    typer.echo(str(error), err=True)
    return typer.Exit(error.exit_status)


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
