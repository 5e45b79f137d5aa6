"""The Python of the page: its version, NumPy's, and the modules of the standard library that it has.

Stored, because it takes a browser to ask; a browser test holds it to what is so.
"""

import json
from functools import cache
from pathlib import Path
from typing import TypedDict

STORED = Path(__file__).parent / "page-python.json"


class PagePython(TypedDict):
    """What typed code finds on the page."""

    python: str
    numpy: str
    modules: list[str]
    """Of the standard library, private ones left out."""


@cache
def page_python() -> PagePython:
    """As it is stored."""
    found: PagePython = json.loads(STORED.read_text("utf-8"))
    return found
