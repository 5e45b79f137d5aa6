"""`python -m tests.chaos --minutes 5 [--seed N]`: the exit status is 0 where nothing was lost and nothing is wrong."""

import random
import tempfile
import time
from pathlib import Path

import typer

from tests.chaos.drill import run


def chaos(
    minutes: float = typer.Option(5.0, min=0.0, help="For how long to disturb; coming to rest takes a few more."),
    seed: int = typer.Option(-1, help="From which chance is drawn; without it another each time, and said."),
) -> None:
    """Disturb a site and judge what became of what it took on."""
    drawn = seed if seed >= 0 else random.SystemRandom().randrange(10**6)
    typer.echo(f"Seed {drawn}")
    end = time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), drawn, lambda _: time.monotonic() > end, typer.echo)
    typer.echo(str(report))
    raise typer.Exit(1 if report.wrong else 0)


if __name__ == "__main__":
    typer.run(chaos)
