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
    max_shards: int = typer.Option(
        -1,
        "--max-shards",
        min=-1,
        show_default=False,
        help="So many shards may its workers hold at a time; 0: any number. Of a token that there is, it changes that.",
    ),
    revoke: bool = typer.Option(False, "--revoke", help="Take the token of that worker away."),
) -> None:
    """Make the token of a worker on another machine, printed this once; list, limit or revoke them."""
    try:
        with Store(ComparisonSettings().database) as store:
            if not name:
                for line in listed(store.worker_tokens.all()):
                    typer.echo(line)
            elif revoke:
                store.worker_tokens.revoke(name)
                typer.echo(f"{name} can do nothing any more; what it held goes on elsewhere.")
            elif max_shards >= 0 and any(each.name == name for each in store.worker_tokens.all()):
                store.worker_tokens.limit(name, max_shards or None)
                typer.echo(f"{name} may hold {shards(max_shards or None)} at a time.")
            else:
                typer.echo(store.worker_tokens.make(name, max_shards if max_shards > 0 else None))
    except Refused as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_status) from error


def listed(tokens: list[WorkerToken]) -> list[str]:
    """One line per token: whose it is, since when, and when it was used last."""
    if not tokens:
        return ["No worker has a token."]
    width = max(len(each.name) for each in tokens)
    return [
        f"{each.name:<{width}}  made {day(each.created)}, {used(each)}"
        + ("" if each.max_shards is None else f", at most {shards(each.max_shards)} at a time")
        for each in tokens
    ]


def shards(count: int | None) -> str:
    """So many shards, in words."""
    return "any number of shards" if count is None else f"{count} shard{'s' * (count != 1)}"


def used(token: WorkerToken) -> str:
    """When it was used last, in words."""
    return "never used" if token.seen is None else f"used {day(token.seen)}"


def day(moment: float) -> str:
    """Date and time of a moment, as this machine has them."""
    return f"{datetime.fromtimestamp(moment).astimezone():%Y-%m-%d %H:%M}"
