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

from app.comparisons.errors import Refused, WorkFailed
from app.comparisons.validation import field_errors

PROBLEM_DETAIL_TYPE = "application/problem+json"

HEADINGS = {
    HTTPStatus.NOT_FOUND: "Nothing is here",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that",
    HTTPStatus.CONFLICT: "Not yet",
    HTTPStatus.UNPROCESSABLE_ENTITY: "This address does not fit",
    HTTPStatus.TOO_MANY_REQUESTS: "Too much at once",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The server failed",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not just now",
    HTTPStatus.INSUFFICIENT_STORAGE: "The disk is full",
}
"""What a page says over an error, in place of the words of the protocol."""
DOES_NOT_FIT = "The request does not fit what this address takes."
FAILED = "The server failed to answer. This is our fault; the log has the reason."
NOWHERE = "No page has this address. It may be mistyped, or what was here is gone."


def problem_detail(status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    """The JSON answer for one error."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JSONResponse(body, status_code=status, media_type=PROBLEM_DETAIL_TYPE, headers=headers)


def wants_page(request: Request) -> bool:
    """Whether a person is behind the request: a browser navigating, not a program."""
    return "text/html" in request.headers.get("accept", "") and not request.scope["path"].startswith("/api/")


def page(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """The page for one error: what happened and where to go next."""
    phrase = HTTPStatus(status).phrase
    if status == HTTPStatus.NOT_FOUND and detail == phrase:
        detail = NOWHERE
    title = HEADINGS.get(HTTPStatus(status), phrase)
    sentence = detail[:1].upper() + detail[1:]
    response: Response = request.app.state.pages.render(
        request, "error.html", status=status, title=title, detail=sentence
    )
    response.status_code = status
    response.headers.update(headers or {})
    return response


def install(app: FastAPI) -> None:
    """Give `app` the one error shape."""

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> Response:
        if wants_page(request):
            return page(request, error.status_code, error.detail)
        return problem_detail(error.status_code, error.detail, headers=dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        if wants_page(request):
            return page(request, 422, DOES_NOT_FIT)
        return problem_detail(422, DOES_NOT_FIT, errors=field_errors(error.errors()))

    @app.exception_handler(Refused)
    def refused(request: Request, error: Refused) -> Response:
        detail = DOES_NOT_FIT if error.fields else str(error)
        headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
        if wants_page(request):
            return page(request, error.status, detail, headers)
        more = {"errors": error.fields} if error.fields else {}
        return problem_detail(error.status, detail, headers=headers, **more)

    @app.exception_handler(WorkFailed)
    def failed(_: Request, error: WorkFailed) -> Response:
        return problem_detail(409, str(error), reason=type(error).__name__)

    @app.exception_handler(Exception)
    def unexpected(request: Request, _: Exception) -> Response:
        return page(request, 500, FAILED) if wants_page(request) else problem_detail(500, FAILED)
