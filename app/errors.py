"""Every error the server sends, in one shape: RFC 9457 problem details for programs, a page for people.

`{"type", "title", "status", "detail"}`; validation adds `errors`, each with the place, what was wrong and what is
possible. Nothing that the request sent is echoed.
"""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from app.complaints import explain

PROBLEM_TYPE = "application/problem+json"


def problem(status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    """The JSON answer for one error."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JSONResponse(body, status_code=status, media_type=PROBLEM_TYPE, headers=headers)


def wants_page(request: Request) -> bool:
    """Whether a person is behind the request: a browser navigating, not a program."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def page(request: Request, status: int, detail: str) -> Response:
    """The page for one error: what happened and where to go next."""
    response: Response = request.app.state.pages.render(
        request, "error.html", status=status, title=HTTPStatus(status).phrase, detail=detail
    )
    response.status_code = status
    return response


def install(app: FastAPI) -> None:
    """Give `app` the one error shape."""

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> Response:
        if wants_page(request):
            return page(request, error.status_code, error.detail)
        return problem(error.status_code, error.detail, headers=dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> Response:
        return problem(422, "The request does not fit what this address takes.", errors=explain(error.errors()))

    @app.exception_handler(Exception)
    def unexpected(request: Request, _: Exception) -> Response:
        detail = "The server failed to answer. This is our fault; the log has the reason."
        return page(request, 500, detail) if wants_page(request) else problem(500, detail)
