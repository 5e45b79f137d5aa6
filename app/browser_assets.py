"""The addresses that a page with Python in it needs: workers, Pyodide, NumPy, the package, the editor."""

from typing import Any

from fastapi import FastAPI

from app import package


def python_config(app: FastAPI) -> dict[str, Any]:
    """The part of a page's configuration that its `Runtime` and its editor read."""
    assets, vendor = app.state.assets, app.state.vendor
    return {
        "editor": vendor.url("codemirror.mjs"),
        "engine": assets.url("js/py/engine.worker.js"),
        "sandbox": assets.url("js/py/sandbox.worker.js"),
        "python": {
            "pyodide": vendor.base + "pyodide/",
            "numpy": vendor.url_ending("pyodide/numpy-", ".whl"),
            "descent": f"/package/{package.descent_archive().name}",
        },
    }
