"""`optimizer-playground worker`: does the comparisons that wait, here or at a server, until it is interrupted."""

import importlib.util
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import typer

from app.commands.ray_cluster import RayWork, schedule_on_ray
from app.commands.supervision import Supervised
from app.comparisons.errors import Refused, Unwelcome
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.workers.engines.local import LocalEngine
from app.comparisons.workers.scheduler import PATIENCE, Scheduler
from app.log import begin

NO_TORCH = (
    "Large runs need torch, which is not installed. In the folder of the program, `make serve` installs it and starts"
    " the site with a worker; `make serve WORKER=0` goes on without."
)

NO_HTTP = "Working for a server needs httpx2, which comes with torch: pip install 'optimizer-playground[torch]'."


def worker(
    slots: int = typer.Option(0, min=0, help="Worker processes at a time; 0: one per GPU, or one without."),
    server: str = typer.Option(
        "", help="Work for the site at this address, for instance https://lab.example.org:8123."
    ),
    token_file: Path | None = typer.Option(  # noqa: B008
        None, help="The file that holds this worker's token; worker-token makes one, on the server."
    ),
    ca: Path | None = typer.Option(  # noqa: B008
        None, help="The certificate of the authority that vouches for the server, where machines do not know it."
    ),
    beside: int = typer.Option(0, min=0, hidden=True, help="End when this process is no longer the parent."),
    ray: str = typer.Option("", hidden=True, help="Work on a Ray cluster: the options of serve, as JSON."),
) -> None:
    """Do the comparisons that wait, until it is interrupted; then give back what is not over."""
    if not ray:
        require_torch()
    begin()
    if server or token_file or ca:
        elsewhere(server, token_file, ca, slots)
        return
    settings = ComparisonSettings()
    settings = settings.model_copy(update={"slots": slots or settings.slots})
    over = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    print(f"Waiting for comparisons in {settings.var}   (Ctrl+C ends it)", flush=True)
    if beside:
        Thread(target=leave_with, args=(beside, over), daemon=True).start()
    try:
        if ray:
            schedule_on_ray(settings, over, RayWork(**json.loads(ray)))
        else:
            schedule(settings, over)
    except Refused as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_status) from error


def elsewhere(
    server: str, token_file: Path | None, ca: Path | None, slots: int, module: str = "app.comparisons.workers.worker"
) -> None:
    """Keep workers running for the server at that address, until it is interrupted or takes none of them."""
    if not server or token_file is None:
        typer.echo("a worker for a server needs both: --server ADDRESS and --token-file FILE", err=True)
        raise typer.Exit(2)
    if importlib.util.find_spec("httpx2") is None:
        typer.echo(NO_HTTP, err=True)
        raise typer.Exit(1)
    from app.comparisons.workers.remote.connection import plain
    from app.comparisons.workers.remote.crew import Crew

    settings = ComparisonSettings()
    engine = LocalEngine(slots or settings.slots, module)
    try:
        crew = Crew(engine, server, token_file, ca, settings.stop_seconds)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: crew.over.set())
        if plain(server):
            print("The token crosses the network as it is: better give an address that begins with https.", flush=True)
        print(f"Working for {server} with {engine.capacity()} at a time   (Ctrl+C ends it)", flush=True)
        status = crew.run()
    except Unwelcome as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    finally:
        engine.close()
    raise typer.Exit(status)


def leave_with(parent: int, over: Event) -> None:
    """Set `over` once the parent is another: whoever started this is gone."""
    while not over.wait(1.0):
        if os.getppid() != parent:
            over.set()


@contextmanager
def beside(ray: RayWork | None = None) -> Iterator[Supervised | None]:
    """Keeps a worker running as a process beside this one until it is left; None where torch is not installed.

    With `ray` it is a scheduler for the workers of that cluster, and needs no torch itself.
    """
    if ray is None and importlib.util.find_spec("torch") is None:
        yield None
        return
    command = [sys.executable, "-m", "app.commands.worker", "--beside", str(os.getpid())]
    command += ["--ray", ray.to_text()] if ray else []
    with Supervised(command, "the worker for large runs", 2 * ComparisonSettings().stop_seconds) as kept:
        yield kept


def require_torch(find: Callable[[str], object] = importlib.util.find_spec) -> None:
    """End with a sentence where torch is not installed; nothing is imported."""
    if find("torch") is None:
        typer.echo(NO_TORCH, err=True)
        raise typer.Exit(1)


def schedule(settings: ComparisonSettings, over: Event, module: str = "app.comparisons.workers.worker") -> None:
    """Run a scheduler over local processes until `over` is set."""
    engine = LocalEngine(settings.slots, module)
    try:
        with Store(settings.database, patience=PATIENCE) as store:
            store.database.look_through()
            Scheduler(settings, store, engine).run(over)
    finally:
        engine.close()


if __name__ == "__main__":
    typer.run(worker)
