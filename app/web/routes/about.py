"""`/about`: version, licence, how to cite, and what the keyboard does."""

from fastapi import APIRouter, Request, Response

router = APIRouter(include_in_schema=False)

KEYS = {
    "Playground": {
        "Space": "play or pause the race",
        ", .": "one step back, one step on",
        "← → ↑ ↓": "on the map: move the start; on the relief: turn it; Esc lets go",
    },
    "Problems": {
        "Ctrl + Enter, ⌘ + Enter": "run the tests",
        "Tab": "in the editor: indent",
        "Esc, then Tab": "leave the editor",
    },
    "Figures": {
        "← →": "along a series, each point is read out",
        "↑ ↓": "to another series",
        "Home, End": "its first and its last point",
        "Esc": "leave the points",
    },
    "Everywhere": {
        "Tab": "to the next control; the first one skips to the content",
        "← →": "on tabs: to the next one; on the bar between two columns: move it",
        "Esc": "close a card, a menu or a dialog",
    },
}
"""By part of the site what keys do."""


@router.get("/about")
def about(request: Request) -> Response:
    """What this program is."""
    page: Response = request.app.state.pages.render(request, "about.html", keys=KEYS)
    return page
