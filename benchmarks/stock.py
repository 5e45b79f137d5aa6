"""A bare page that starts Pyodide and NumPy as shipped, in one worker, and makes one step of Adam: the measure of ours.

Served as ours is: on this machine, compressed by Brotli beforehand, kept by the browser for ever.
"""

import threading
from pathlib import Path

import brotli
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.commands.serve import open_listener
from app.vendor.compress import BROTLI_QUALITY

CHECKOUT = Path(__file__).resolve().parents[1]
CORE = CHECKOUT / "node_modules" / "pyodide"
NAMES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
TYPES = {".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}
PAGE = '<!doctype html><title>Stock</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>'
SCRIPT = """
const worker = new Worker("worker.js", { type: "module" });
worker.onmessage = ({ data }) => (document.documentElement.dataset.moved = data);
"""
WORKER = """
import { loadPyodide } from "./pyodide.mjs";
const python = await loadPyodide({ packageBaseUrl: new URL(".", self.location.href).href });
await python.loadPackage("numpy");
self.postMessage(python.runPython(`
import numpy as np
p, m, v, g = np.ones(2), np.zeros(2), np.zeros(2), np.array([0.5, -2.0])
m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
float((p - 0.1 * (m / 0.1) / (np.sqrt(v / 0.001) + 1e-8)).sum())
`));
"""


class Stock:
    """The page's server, for as long as it is open."""

    def __init__(self) -> None:
        wheel = next((CHECKOUT / ".cache").glob("numpy-*.whl"))
        files = {name: (CORE / name).read_bytes() for name in NAMES} | {wheel.name: wheel.read_bytes()}
        files |= {"index.html": PAGE.encode(), "page.js": SCRIPT.encode(), "worker.js": WORKER.encode()}
        self.files = {name: (brotli.compress(content, quality=BROTLI_QUALITY), name) for name, content in files.items()}
        self.server = uvicorn.Server(
            uvicorn.Config(Starlette(routes=[Route("/{name}", self.file)]), log_level="error", lifespan="off")
        )
        listener = open_listener("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}/index.html"
        self._thread = threading.Thread(target=self.server.run, args=([listener],), daemon=True)
        self._thread.start()

    def file(self, request: Request) -> Response:
        """One file, compressed."""
        content, name = self.files[request.path_params["name"]]
        media = TYPES.get(Path(name).suffix, "application/octet-stream")
        headers = {"Content-Encoding": "br", "Cache-Control": "public, max-age=31536000, immutable"}
        return Response(content, media_type=media, headers=headers)

    def close(self) -> None:
        """End it."""
        self.server.should_exit = True
        self._thread.join()
