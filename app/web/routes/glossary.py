"""`/glossary`: the words of the field that pages use, each in a sentence and a picture."""

from fastapi import APIRouter, Request, Response

from app.web.glossary.drawing import HEIGHT, WIDTH
from app.web.glossary.terms import picture, terms

router = APIRouter(include_in_schema=False)


@router.get("/glossary")
def index(request: Request) -> Response:
    """All terms by name."""
    page: Response = request.app.state.pages.render(
        request,
        "glossary.html",
        terms=terms(),
        pictures={one.name: picture(one.picture) for one in terms()},
        box=(WIDTH, HEIGHT),
    )
    return page
