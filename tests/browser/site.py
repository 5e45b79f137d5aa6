"""A real server for the browser tests: the application's headers, package and static files, and faults on demand."""

import asyncio
import socket
import threading
import time
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from app.isolation import Isolation
from app.package import descent_archive
from app.routes import package

ROOT = Path(__file__).parents[2]
PYODIDE = "/static/vendor/pyodide/"
NUMPY = f"{PYODIDE}numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
PAGE = (
    '<!doctype html><title>Workbench</title><link rel="icon" href="data:,">'
    '<script type="module" src="/bench.js"></script>'
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

    def __init__(self, *, isolated: bool):
        app = FastAPI()
        app.include_router(package.router)
        app.mount("/static", StaticFiles(directory=ROOT / "static"))
        app.add_api_route("/", lambda: HTMLResponse(PAGE))
        app.add_api_route("/bench.js", lambda: FileResponse(Path(__file__).with_name("workbench.js")))
        app.add_api_route("/probe.worker.js", lambda: FileResponse(Path(__file__).with_name("probe.worker.js")))
        app.add_api_route("/api/secret", lambda: JSONResponse({"secret": True}))
        self.faults = Faults(app)
        listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        outer = Isolation(self.faults) if isolated else self.faults
        self._server = uvicorn.Server(uvicorn.Config(outer, log_level="warning", lifespan="off", ws="none"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]})
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    @property
    def assets(self) -> dict[str, str]:
        """What the page tells the workers."""
        return {"pyodide": PYODIDE, "numpy": NUMPY, "descent": f"/package/{descent_archive().name}"}

    def close(self) -> None:
        """Stop serving."""
        self.faults.stopping.set()
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join()
