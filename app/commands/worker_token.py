"""`optimizer-playground worker-token`: makes, lists and revokes the tokens of workers on other machines."""

from datetime import datetime

import typer

from app.comparisons.errors import Refused
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.store.worker_tokens import WorkerToken


def worker_token(
    name: str = typer.Argument(
        "", help="The worker that the token is for; without a name, all that have one are listed."
    ),
    revoke: bool = typer.Option(False, "--revoke", help="Take the token of that worker away."),
) -> None:
    """Make the token of a worker on another machine, printed this once; list them, or revoke one."""
    try:
        with Store(ComparisonSettings().database) as store:
            if not name:
                for line in listed(store.worker_tokens.all()):
                    typer.echo(line)
            elif revoke:
                store.worker_tokens.revoke(name)
                typer.echo(f"{name} can do nothing any more; what it held goes on elsewhere.")
            else:
                typer.echo(store.worker_tokens.make(name))
    except Refused as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_status) from error


def listed(tokens: list[WorkerToken]) -> list[str]:
    """One line per token: whose it is, since when, and when it was used last."""
    if not tokens:
        return ["No worker has a token."]
    width = max(len(each.name) for each in tokens)
    return [f"{each.name:<{width}}  made {day(each.created)}, {used(each)}" for each in tokens]


def used(token: WorkerToken) -> str:
    """When it was used last, in words."""
    return "never used" if token.seen is None else f"used {day(token.seen)}"


def day(moment: float) -> str:
    """Date and time of a moment, as this machine has them."""
    return f"{datetime.fromtimestamp(moment).astimezone():%Y-%m-%d %H:%M}"
