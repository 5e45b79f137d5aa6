"""`optimizer-playground serve`: the site on this machine."""

import secrets
import socket
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr, ValidationError

from app.commands.announcement import address, announcement
from app.commands.checkout import checkout
from app.commands.ray_cluster import RayWork, require_ray
from app.commands.reload import run_again_on_change
from app.commands.worker import NO_TORCH, beside
from app.comparisons.errors import Refused, StoreUnusable
from app.course.errors import CourseError
from app.places import DATA
from app.web.application import create_app
from app.web.serving.certificate import AUTHORITY, NoCertificate, certificate
from app.web.serving.server import end_well, run
from app.web.settings import Settings

ON_RAY = "Large runs: workers on Ray at {address}; {here}/compare/workers shows its nodes."


class EngineName(Enum):
    """Which engine starts workers."""

    LOCAL = "local"
    RAY = "ray"


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; loopback unless you know better.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8123,
    pack: Annotated[
        list[Path] | None, typer.Option("--pack", help="A pack of problems, as a folder or a zip; once for each.")
    ] = None,
    tls: Annotated[
        bool, typer.Option("--tls", help="Serve by HTTPS, with a certificate of an authority of this machine's own.")
    ] = False,
    reload: Annotated[bool, typer.Option("--reload", help="Start again whenever a file of the site changes.")] = False,
    engine: Annotated[
        EngineName, typer.Option(help="Where workers are started: on this machine, or on the nodes of a Ray cluster.")
    ] = EngineName.LOCAL,
    ray_address: Annotated[
        str, typer.Option(help="The Ray cluster: auto, that of this machine; HOST:PORT; or ray://HOST:10001.")
    ] = "auto",
    site_address: Annotated[
        str, typer.Option(help="Where nodes on other machines reach the site, if not at the first address it prints.")
    ] = "",
    ray_wheel: Annotated[
        Path | None, typer.Option(help="The wheel of this program, for nodes where it is not installed.")
    ] = None,
) -> None:
    """Serve the site until it is interrupted, with a worker for large runs beside it where torch is installed."""
    require_ray(engine.value, ray_address, site_address, ray_wheel)
    if reload:
        packs = [word for place in pack or () for word in ("--pack", str(place))]
        secure = ["--tls"] if tls else []
        cluster = ["--engine", engine.value, "--ray-address", ray_address]
        cluster += ["--site-address", site_address] if site_address else []
        cluster += ["--ray-wheel", str(ray_wheel)] if ray_wheel else []
        command = ["serve", "--host", host, "--port", str(port), *packs, *secure, *cluster]
        run_again_on_change(command, checkout("--reload watches"))
        return
    end_well()
    try:
        settings = Settings(host=host, port=port)
        settings = settings.model_copy(update={"tls": True}) if tls else settings
        settings = settings.model_copy(update={"packs": tuple(pack)}) if pack else settings
    except ValidationError as error:
        print("\n".join(f"{each['loc'][0]}: {each['msg']}" for each in error.errors()), file=sys.stderr)
        raise typer.Exit(1) from error
    made = secrets.token_urlsafe(24) if settings.public and settings.token is None else None
    if made:
        settings = settings.model_copy(update={"token": SecretStr(made)})
    try:
        secured = certificate(settings.answers_to, DATA / "tls") if settings.tls else None
    except NoCertificate as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error
    try:
        listener = open_listener(host, port)
    except OSError as error:
        print(
            f"cannot listen on {host} port {port}: {error.strerror or error}\n"
            f"Another program may be using it; try another port: make serve PORT={port % 65535 + 1}",
            file=sys.stderr,
        )
        raise typer.Exit(1) from error
    with listener:
        try:
            app = create_app(settings)
        except FileNotFoundError as error:
            print(error, file=sys.stderr)
            raise typer.Exit(1) from error
        except CourseError as error:  # of a pack
            print(error, file=sys.stderr)
            raise typer.Exit(error.exit_status) from error
        try:
            app.state.comparisons.check()
        except StoreUnusable as error:
            print(error, file=sys.stderr)
            raise typer.Exit(error.exit_status) from error
        except Refused as error:  # a lock or a full disk may pass
            print(f"{error}; comparisons wait until then", file=sys.stderr)
        for line in announcement(settings, made, secured.with_name(AUTHORITY) if secured else None):
            print(line, flush=True)
        ray = None
        if engine is EngineName.RAY:
            authority = secured.with_name(AUTHORITY) if secured else None
            ray = ray_work(settings, ray_address, site_address, authority, ray_wheel)
            print(ON_RAY.format(address=ray_address, here=ray.here), flush=True)
        with beside(ray) as worker:
            if ray is None:
                print("Large runs: a worker is beside it." if worker else NO_TORCH, flush=True)
            app.state.worker = worker
            ending = worker.ask if worker else lambda: None
            run(app, settings, listener, ending, secured)


def ray_work(settings: Settings, ray: str, site: str, authority: Path | None, wheel: Path | None) -> RayWork:
    """What the scheduler is told: nodes elsewhere get the first address at which the site answers to others."""
    named = [address(settings, name) for name in settings.reached_at if name in settings.answers_to]
    return RayWork(
        address=ray,
        here=address(settings, settings.here),
        elsewhere=site or next(iter(named), None),
        authority=str(authority) if authority else None,
        wheel=str(wheel.absolute()) if wheel else None,
    )


def open_listener(host: str, port: int) -> socket.socket:
    """A socket that listens there; `OSError` if the address is not free.

    Opened before the application is made, so that a taken port is said at once. What it accepts sends at once too: held
    back by Nagle's algorithm, the body of an answer would wait for the acknowledgement of its head, which takes Linux
    40 ms. asyncio sees to that only where a socket was made for TCP by name.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
