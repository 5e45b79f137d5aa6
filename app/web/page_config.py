"""The addresses that a page with Python in it needs: workers, Pyodide, NumPy, the package, the editor."""

import hashlib
from typing import Any, Literal

from fastapi import FastAPI

from app.web import descent_archive

FETCHED = ("pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
"""The files of Pyodide's core whose bytes a starting worker counts; it imports the others, which nothing can watch."""


def python_config(
    app: FastAPI, area: Literal["judge", "studio"], judge: Literal["engine", "pack"] = "engine"
) -> dict[str, Any]:
    """The part of a page's configuration that its `Runtime` and its editor read.

    `area` names the methods that the page calls, which are made ready before it does. `judge` says who judges there:
    the engine, or an interpreter in which the tests of a pack may run.
    """
    assets, vendor = app.state.assets, app.state.vendor
    numpy = vendor.url_ending("pyodide/numpy-", ".whl")
    archive = descent_archive.descent_archive()
    fetched = [vendor.size(f"pyodide/{name}") for name in FETCHED] + [vendor.size(numpy.removeprefix(vendor.base))]
    return {
        "editor": vendor.url("codemirror.mjs"),
        "numpyNames": app.url_path_for("names_of_numpy"),
        "qr": vendor.url("qr.mjs"),
        "engine": assets.url(f"js/python/workers/{judge}.worker.js"),
        "area": area,
        "sandbox": assets.url("js/python/workers/sandbox.worker.js"),
        "python": {
            "pyodide": vendor.base + "pyodide/",
            "numpy": numpy,
            "descent": f"/package/{archive.name}",
            "bytes": sum(fetched) + len(archive.content),
        },
    }


def starter_hash(starter: str) -> str:
    """A name for the content of a starter, by which a page sees that it has changed."""
    return hashlib.sha256(starter.encode()).hexdigest()[:12]
