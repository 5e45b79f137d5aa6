"""A real server for the browser tests: the application's headers, package and static files, and faults on demand."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import SecretStr
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.application import create_app
from app.web.middleware.headers import PLOTLY_PAGE_CSP
from app.web.page_config import python_config
from app.web.settings import Settings
from tests.browser.chromium import CLASSROOM

HERE = Path(__file__).parent
PAGE = (
    '<!doctype html><title>Workbench</title><link rel="icon" href="data:,">'
    '<script type="module" src="/bench.js"></script>'
)
SHEETS = (
    *("fonts", "tokens", "base", "controls", "shell", "panels", "figures", "panel-plots", "panel-look"),
    "graph-picture",
)


def panels_page(asset: Callable[[str], str]) -> str:
    """A page with the application's style and a place for one panel."""
    sheets = "".join(f'<link rel="stylesheet" href="{asset(f"css/{name}.css")}">' for name in SHEETS)
    return (
        '<!doctype html><html lang="en"><title>Panels</title><link rel="icon" href="data:,">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f'{sheets}<script type="module" src="/panels.js"></script><main class="column"></main></html>'
    )


class Faults:
    """ASGI middleware: paths in `missing` answer 404, those in `hanging` never; `asked` lists all requests."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self.missing: set[str] = set()
        self.hanging: set[str] = set()
        self.asked: list[str] = []
        self.stopping = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            self.asked.append(path)
            if path in self.missing:
                await JSONResponse({}, 404)(scope, receive, send)
                return
            while path in self.hanging and not self.stopping.is_set():
                await asyncio.sleep(0.05)
        await self.app(scope, receive, send)


class Site:
    """The server, on a free port, in a thread of its own; `isolated` says whether it sends the isolation headers."""

    def __init__(self, *, isolated: bool, token: str | None = None, packs: tuple[Path, ...] = ()):
        hosts = ("127.0.0.1", CLASSROOM)
        secret = SecretStr(token) if token else None
        app = create_app(Settings(isolated=isolated, token=secret, allowed_hosts=hosts, packs=packs))
        self.app = app
        self.config = python_config(app, "studio")
        self.scripts = app.state.assets.base + "js/"
        app.add_api_route("/workbench", lambda: HTMLResponse(PAGE))
        app.add_api_route("/bench.js", lambda: self._module("workbench.js"))
        app.add_api_route("/frames.js", lambda: self._module("frames.js"))
        policy = {"Content-Security-Policy": PLOTLY_PAGE_CSP}
        app.add_api_route("/panels", lambda: HTMLResponse(panels_page(app.state.assets.url), headers=policy))
        app.add_api_route("/panels.js", lambda: self._module("panels.js"))
        app.add_api_route("/probe.worker.js", lambda: self._module("probe.worker.js"))
        app.add_api_route("/api/secret", lambda: JSONResponse({"secret": True}))
        self.faults = Faults(app)
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.classroom = f"http://{CLASSROOM}:{port}"
        self._server = uvicorn.Server(uvicorn.Config(self.faults, log_level="warning", lifespan="off", ws="none"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]})
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def _module(self, name: str) -> Response:
        """One of the scripts beside this file, with `scripts:` replaced by where the application's own are."""
        text = (HERE / name).read_text(encoding="utf-8").replace("scripts:", self.scripts)
        return Response(text, media_type="text/javascript")

    @property
    def assets(self) -> dict[str, str]:
        """What the page tells the workers."""
        found: dict[str, str] = self.config["python"]
        return found

    @property
    def numpy(self) -> str:
        """Where the NumPy wheel is."""
        return self.assets["numpy"]

    def pyodide(self, file: str) -> str:
        """Where a file of Pyodide's core is."""
        return self.assets["pyodide"] + file

    def close(self) -> None:
        """Stop serving."""
        self.faults.stopping.set()
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join()
