"""`/`: the front page."""

from descent import registry
from fastapi import APIRouter, Request, Response

from app.course import catalog
from app.web.openings import opening

router = APIRouter(include_in_schema=False)

MARKERS = ("M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z", "M-4.5-4.5h9v9h-9Z", "M0-6L5.5 4H-5.5Z")
"""The first racers' markers, as the playground draws them: a circle, a square, a triangle."""


@router.get("/")
def front(request: Request) -> Response:
    """What this place is, a race that runs, and its doors."""
    first = opening.default_opening()
    page: Response = request.app.state.pages.render(
        request,
        "front.html",
        opening=first,
        markers=MARKERS,
        names=", ".join(racer["name"] for racer in first.state["racers"]),
        rules=len(registry.rule_names()),
        landscapes=len(registry.landscape_names()) + len(registry.family_names()),
        problems=len(catalog.problems()),
    )
    return page
