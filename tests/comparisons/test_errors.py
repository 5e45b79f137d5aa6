"""One tree of errors: drawn as it is, answered to programs and people alike."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.comparisons import errors
from app.comparisons.errors import ComparisonError, NoSlice, QueueFull, Refused, StoreBusy, TooLarge
from app.web.application import create_app


def tree(root: type[ComparisonError], depth: int = 0) -> Iterator[tuple[str, int, int | None]]:
    """Name, depth and status of an error and of those below it, in the order of the file."""
    yield root.__name__, depth, getattr(root, "status", None)
    for below in root.__subclasses__():
        yield from tree(below, depth + 1)


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes() -> None:
    drawn = re.findall(r"^    ([│├└─ ]*)(\w+) *(\d{3})?", errors.__doc__ or "", re.M)
    assert [(name, len(line) // 4, int(status) if status else None) for line, name, status in drawn] == list(
        tree(ComparisonError)
    )


def made(kind: type[Refused]) -> Refused:
    """An error of that kind."""
    if kind is NoSlice:
        return NoSlice("members", "a run is named twice", [1, 1])
    return QueueFull(3, 7) if kind is QueueFull else kind("it cannot be done")


REFUSALS = {kind.__name__: made(kind) for kind in Refused.__subclasses__()}


@pytest.fixture(scope="module")
def failing() -> Iterator[TestClient]:
    app: FastAPI = create_app()

    @app.get("/fails/{name}")
    def fails(name: str) -> None:
        raise REFUSALS[name]

    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_a_problem_detail_for_programs(failing: TestClient, name: str) -> None:
    refusal, answer = REFUSALS[name], failing.get(f"/fails/{name}")
    assert answer.status_code == answer.json()["status"] == refusal.status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers.get("retry-after") == (refusal.retry_after and str(refusal.retry_after))
    if refusal.fields:
        assert answer.json()["errors"] == [{"place": "body.members", "message": "a run is named twice (given: a list)"}]
    else:
        assert answer.json()["detail"] == str(refusal)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_a_page_for_people(failing: TestClient, name: str) -> None:
    refusal, answer = REFUSALS[name], failing.get(f"/fails/{name}", headers={"accept": "text/html"})
    assert answer.status_code == refusal.status
    assert answer.text.startswith("<!doctype html>")
    assert answer.headers.get("retry-after") == (refusal.retry_after and str(refusal.retry_after))


def test_whoever_may_come_back_is_told_when() -> None:
    assert (StoreBusy("busy").retry_after, QueueFull(3, 7).retry_after, TooLarge("large").retry_after) == (5, 7, None)
