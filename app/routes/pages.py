"""`/`: the front page."""

from fastapi import APIRouter, Request, Response

router = APIRouter(include_in_schema=False)


@router.get("/")
def front(request: Request) -> Response:
    """What this place is, and its doors."""
    state = request.app.state
    page: Response = state.pages.render(request, "front.html")
    return page
