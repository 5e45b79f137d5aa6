"""The files of `static/vendor/` in a real browser: what set-up made smaller still does its work."""

import functools
import http.server
import json
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

WORKER = """
import { loadPyodide } from "/vendor/pyodide/pyodide.mjs";
try {
  const python = await loadPyodide({ indexURL: "/vendor/pyodide/" });
  await python.loadPackage("numpy");
  const program = await (await fetch("/program.py")).text();
  postMessage(python.runPython(program));
} catch (error) {
  postMessage(JSON.stringify({ error: String(error) }));
}
"""
PROGRAM = """
import importlib, importlib.metadata, json, sys
import numpy as np

origins = {name: str(getattr(module.__spec__, "origin", "")) for name, module in sys.modules.items() if module.__spec__}
source = sorted(name for name, origin in origins.items() if origin.endswith(".py"))

from numpy import *

for name in "fft linalg random polynomial ma testing typing ctypeslib strings rec char lib.stride_tricks".split():
    importlib.import_module(f"numpy.{name}")
np.testing.assert_allclose(np.linalg.solve(np.diag([2.0, 4.0]), np.ones(2)), [0.5, 0.25])
json.dumps({"numpy": importlib.metadata.version("numpy"), "file": np.__file__, "from source": source})
"""


class Files(http.server.SimpleHTTPRequestHandler):
    """The folder as it is, with the types that module scripts and WebAssembly insist on."""

    extensions_map = {".mjs": "text/javascript", ".js": "text/javascript", ".html": "text/html"}  # noqa: RUF012
    extensions_map |= {".wasm": "application/wasm"}

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def folder_served(tmp_path):
    """A folder served on loopback, with `static/vendor` in it: (folder, address)."""
    (tmp_path / "vendor").symlink_to(Path(__file__).parents[2] / "static" / "vendor")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_pyodide_starts_from_the_compiled_archives_and_numpy_is_whole(folder_served, chromium: Browser):
    folder, address = folder_served
    (folder / "worker.js").write_text(WORKER)
    (folder / "program.py").write_text(PROGRAM)
    (folder / "page.html").write_text("<!doctype html><title>worker</title>")
    page = chromium.new_page()
    page.goto(f"{address}/page.html")

    said = page.evaluate(
        """() => new Promise((resolve) => {
             const worker = new Worker("/worker.js", { type: "module" });
             worker.onmessage = (event) => resolve(event.data);
             worker.onerror = (event) => resolve(JSON.stringify({ error: event.message }));
           })"""
    )

    found = json.loads(said)
    assert "error" not in found, found
    assert found["numpy"] == "2.4.3"
    assert found["file"].endswith("/numpy/__init__.pyc")
    assert found["from source"] == []
    page.close()
