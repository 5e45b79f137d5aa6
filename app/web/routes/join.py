"""`/join`: how a class comes here, for the projector."""

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from app.web.invitation import code_as_svg, invitations

router = APIRouter(include_in_schema=False)


@router.get("/join")
def join(request: Request) -> Response:
    """The address by which others reach this server, large and as a QR code; or how to open it to them."""
    app = request.app
    found = invitations(app.state.settings)
    page: Response = app.state.pages.render(
        request, "join.html", addresses=found, code=Markup(code_as_svg(found[0])) if found else None
    )
    return page
