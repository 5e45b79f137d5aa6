"""`/`: the front page."""

from descent import registry
from fastapi import APIRouter, Request, Response

from app import catalog, opening

router = APIRouter(include_in_schema=False)


@router.get("/")
def front(request: Request) -> Response:
    """What this place is, a race that runs, and its doors."""
    first = opening.usual()
    page: Response = request.app.state.pages.render(
        request,
        "front.html",
        opening=first,
        names=", ".join(racer["name"] for racer in first.state["racers"]),
        rules=len(registry.rule_names()),
        landscapes=len(registry.landscape_names()),
        problems=len(catalog.problems()),
    )
    return page
