"""The addresses that a page with Python in it needs: workers, Pyodide, NumPy, the package, the editor."""

from typing import Any

from fastapi import FastAPI

from app.web import descent_archive

FETCHED = ("pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
"""The files of Pyodide's core whose bytes a starting worker counts; it imports the others, which nothing can watch."""


def python_config(app: FastAPI) -> dict[str, Any]:
    """The part of a page's configuration that its `Runtime` and its editor read."""
    assets, vendor = app.state.assets, app.state.vendor
    numpy = vendor.url_ending("pyodide/numpy-", ".whl")
    archive = descent_archive.descent_archive()
    fetched = [vendor.size(f"pyodide/{name}") for name in FETCHED] + [vendor.size(numpy.removeprefix(vendor.base))]
    return {
        "editor": vendor.url("codemirror.mjs"),
        "engine": assets.url("js/python/workers/engine.worker.js"),
        "sandbox": assets.url("js/python/workers/sandbox.worker.js"),
        "python": {
            "pyodide": vendor.base + "pyodide/",
            "numpy": numpy,
            "descent": f"/package/{archive.name}",
            "bytes": sum(fetched) + len(archive.content),
        },
    }
