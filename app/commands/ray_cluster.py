"""What `serve --engine ray` asks for, and the scheduler that has its workers on that cluster."""

import importlib.util
import json
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import typer

from app.comparisons.errors import Refused
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.workers import cluster_state
from app.comparisons.workers.engines.ray import Place, RayEngine
from app.comparisons.workers.scheduler import PATIENCE, Scheduler

NO_RAY = "Workers on a Ray cluster need Ray, which is not installed: pip install 'optimizer-playground[ray]'."


@dataclass(frozen=True)
class RayWork:
    """On which cluster the work is done, and where the site is for its nodes."""

    address: str
    here: str
    """The site's address for nodes on this machine."""
    elsewhere: str | None
    """The same for other nodes; None where the site listens on this machine only."""
    authority: str | None
    """The file of the certificate that nodes have to trust; None without."""
    wheel: str | None
    """The file of our program that the nodes get; None where they have it."""

    def to_text(self) -> str:
        """As the scheduler's process is told."""
        return json.dumps(asdict(self))


def require_ray(engine: str, ray_address: str, site_address: str, wheel: Path | None) -> None:
    """End with a sentence where the options do not go together, or Ray is not installed."""
    given = [name for name, value in (("--site-address", site_address), ("--ray-wheel", wheel)) if value]
    if engine == "local":
        given += ["--ray-address"] if ray_address != "auto" else []
        if given:
            end(f"{' and '.join(given)}: only with --engine ray", 2)
        return
    if importlib.util.find_spec("ray") is None:
        end(NO_RAY, 1)
    if site_address and not is_address(site_address):
        end(f"--site-address {site_address!r} is no address of a site; one is https://lab.example.org:8123", 2)
    if wheel is not None and not (wheel.is_file() and wheel.suffix == ".whl"):
        end(f"--ray-wheel {wheel}: there is no wheel of that name; `make wheel` makes one in dist/", 2)


def end(text: str, status: int) -> None:
    """Say it and end."""
    typer.echo(text, err=True)
    raise typer.Exit(status)


def is_address(text: str) -> bool:
    """Whether it is the address of a site."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query
    except ValueError:
        return False


def schedule_on_ray(settings: ComparisonSettings, over: Event, work: RayWork) -> None:
    """Run a scheduler over the cluster until `over` is set; its workers have a token of their own meanwhile."""
    authority = Path(work.authority).read_text(encoding="ascii") if work.authority else None
    holder = f"ray@{socket.gethostname()[:30]}-{urlsplit(work.here).port}"
    with Store(settings.database, patience=PATIENCE) as store:
        store.database.look_through()
        place = Place(work.here, work.elsewhere, holder, store.worker_tokens.renew(holder), authority)
        engine = RayEngine(
            work.address, place, settings.slots, work.wheel,
            tell=lambda state: cluster_state.write(settings.var, state),
        )  # fmt: skip
        try:
            Scheduler(settings, store, engine).run(over)
        finally:
            engine.close()
            cluster_state.remove(settings.var)
            with suppress(Refused):  # revoked already, or a record that cannot be written
                store.worker_tokens.revoke(holder)
