"""`/lessons`: the lessons of the playground in order, each with a picture, a question and a word to teachers."""

from fastapi import APIRouter, Request, Response

from app.web.middleware.headers import PLOTLY_PAGE_CSP
from app.web.openings import opening, thumbnail

router = APIRouter(include_in_schema=False)


@router.get("/lessons")
def index(request: Request) -> Response:
    """All lessons in order."""
    page: Response = request.app.state.pages.render(
        request,
        "lessons.html",
        lessons=opening.lessons(),
        pictures={one["name"]: thumbnail.of_lesson(one["name"]) for one in opening.lessons()},
        box=(thumbnail.WIDTH, thumbnail.HEIGHT),
    )
    page.headers["Content-Security-Policy"] = PLOTLY_PAGE_CSP  # of the playground, which can be shown in its document
    return page
