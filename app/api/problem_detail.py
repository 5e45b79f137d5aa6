"""What an error is answered with: problem details, RFC 9457."""

from pydantic import Field

from app.api.answer import Answer


class FieldError(Answer):
    """One thing that does not fit a request."""

    place: str
    message: str


class ProblemDetail(Answer):
    """An error (RFC 9457): what happened, in words; for a request that does not fit, every place."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = Field([])
