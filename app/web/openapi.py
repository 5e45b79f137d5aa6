"""The OpenAPI description, completed so that clients can be generated from it.

FastAPI knows the models of answers that go well. Errors are of another content type, which it has no place for: here
their models are added, and what it says of a validation error that we never send is taken out. The token is described
as what it is, something a server may ask for.
"""

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from app.api.problem_detail import ProblemDetail
from app.web.error_responses import PROBLEM_DETAIL_TYPE

TEMPLATE = "#/components/schemas/{model}"
UNUSED = ("HTTPValidationError", "ValidationError")
TOKEN = {"type": "http", "scheme": "bearer", "description": "Only where the server was started with a token."}
OPTIONAL: list[dict[str, list[str]]] = [{}, {"token": []}]
"""With or without: a server without a token takes both."""


def error_answer(*whens: str) -> dict[str, Any]:
    """An error answer for the description of a route."""
    schema = {"$ref": TEMPLATE.format(model=ProblemDetail.__name__)}
    return {"description": "; ".join(whens), "content": {PROBLEM_DETAIL_TYPE: {"schema": schema}}}


def complete(described: dict[str, Any]) -> dict[str, Any]:
    """FastAPI's description with the schemas of errors and the token."""
    _, definitions = models_json_schema([(ProblemDetail, "serialization")], ref_template=TEMPLATE)
    components = described.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.update(definitions["$defs"])
    for path in described["paths"].values():
        for operation in path.values():
            if "401" in operation["responses"]:
                operation["security"] = OPTIONAL
            operation["responses"] = {
                status: answer for status, answer in operation["responses"].items() if not _unused(answer)
            }
    for name in UNUSED:
        schemas.pop(name, None)
    components["securitySchemes"] = {"token": TOKEN}
    return described


def _unused(answer: dict[str, Any]) -> bool:
    """Whether an answer is FastAPI's own validation error."""
    wanted = {"$ref": TEMPLATE.format(model=UNUSED[0])}
    return any(content.get("schema") == wanted for content in answer.get("content", {}).values())


class Described(FastAPI):
    """FastAPI whose description is complete."""

    def openapi(self) -> dict[str, Any]:
        """The description, made once."""
        if self.openapi_schema is None:
            complete(super().openapi())
        return self.openapi_schema or {}
