"""The OpenAPI description holds what a generator of clients needs."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.web.application import create_app
from app.web.settings import Settings


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    with TestClient(create_app(Settings()), base_url="http://localhost") as client:
        found: dict[str, Any] = client.get("/api/openapi.json").json()
        return found


def references(node: Any) -> Iterator[str]:
    """Every `$ref` within."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def operations(described: dict[str, Any], path: str = "/api/comparisons") -> dict[str, dict[str, Any]]:
    """Those under a path, by name."""
    return {
        operation["operationId"]: operation
        for place, methods in described["paths"].items()
        for operation in methods.values()
        if place.startswith(path)
    }


def test_every_schema_that_is_named_is_there_and_every_one_there_is_named(described: dict[str, Any]) -> None:
    schemas = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    assert set(references(described)) == schemas


def test_every_error_is_a_problem_detail_and_every_operation_says_which_it_has(described: dict[str, Any]) -> None:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetail"}}}
    for name, operation in operations(described).items():
        errors = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
        assert {"401", "422"} <= set(errors), name
        assert all(answer["content"] == problem for answer in errors.values()), name
    assert described["components"]["schemas"]["ProblemDetail"]["properties"]["errors"]["items"] == {
        "$ref": "#/components/schemas/FieldError"
    }


def test_every_operation_has_a_name_of_its_own_and_takes_a_token_that_may_lack(described: dict[str, Any]) -> None:
    found = operations(described)
    assert {"planComparison", "submitComparison", "listComparisons", "getComparison", "watchComparison"} | {
        "cancelComparison",
        "getResults",
    } <= set(found)
    assert all(operation["security"] == [{}, {"token": []}] for operation in found.values())
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_files_are_described_as_what_they_are(described: dict[str, Any]) -> None:
    found = operations(described)
    kinds = {name: list(found[name]["responses"]["200"]["content"]) for name in found}
    assert kinds["watchComparison"] == ["text/event-stream"]
    assert kinds["getResultsCsv"] == ["text/csv"]
    assert kinds["getReport"] == ["text/html"]
    assert kinds["getResults"] == ["application/json"]
    assert kinds["getResultsParquet"] == ["application/vnd.apache.parquet"]
    parquet = found["getResultsParquet"]["responses"]["200"]["content"]["application/vnd.apache.parquet"]
    assert parquet["schema"] == {"type": "string", "format": "binary"}
