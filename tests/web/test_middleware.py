"""Each layer around the routes alone, around an application that says what reached it; and the order of all."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.application import create_app
from app.web.middleware.headers import Isolation
from app.web.middleware.hosts import AllowedHosts
from app.web.middleware.limits import BodyLimit
from app.web.middleware.methods import HeadAsGet
from app.web.middleware.origins import OwnOrigin
from app.web.middleware.token import RequiredToken
from app.web.settings import Settings

TOKEN = "a token of sixteen or more"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the method and the size of the body that reached it."""
    body = await Request(scope, receive).body()
    await Response(headers={"method": scope["method"], "bytes": str(len(body))})(scope, receive, send)


def client(layer: Callable[..., ASGIApp], **settings: Any) -> TestClient:
    """Of one layer around `echo`."""
    return TestClient(layer(echo, **settings), base_url="http://site.test")


@pytest.mark.parametrize(
    ("host", "status"), [("site.test", 200), ("SITE.test:81", 200), ("other.test", 400), ("", 400), ("[", 400)]
)
def test_a_host_that_is_not_allowed_is_refused(host: str, status: int) -> None:
    answer = client(AllowedHosts, allowed=["site.test"]).get("/", headers={"host": host})
    assert answer.status_code == status
    assert status == 200 or answer.json()["detail"].startswith("This server answers to site.test,")


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 200), ({"origin": "http://site.test"}, 200), ({"origin": "http://other.test"}, 403),
     ({"origin": "null"}, 403), ({"sec-fetch-site": "none"}, 200), ({"sec-fetch-site": "same-site"}, 403)],
)  # fmt: skip
def test_only_a_change_is_refused_to_another_site(headers: dict[str, str], status: int) -> None:
    asked = client(OwnOrigin)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert asked.request(method, "/", headers=headers).status_code == status
    assert asked.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/compare", "/compare/parity", "/api/comparisons/0/events", "/api/runs/0/events"])
def test_comparisons_need_the_token(path: str) -> None:
    asked = client(RequiredToken, token=TOKEN)
    wrong = base64.b64encode(b"anyone:wrong").decode()
    for given in ("", TOKEN, "Bearer", "Bearer wrong", "Basic !", f"Basic {wrong}"):
        assert asked.get(path, headers={"authorization": given}).status_code == 401
    assert asked.get(path, headers={"authorization": f"bearer {TOKEN}"}).status_code == 200
    assert asked.get(path, auth=("anyone", TOKEN)).status_code == 200
    assert client(RequiredToken, token=None).get(path).status_code == 200


def test_below_a_proxys_path_comparisons_need_the_token_too() -> None:
    asked = TestClient(RequiredToken(echo, token=TOKEN), base_url="http://site.test", root_path="/play")
    assert asked.get("/play/api/runs").status_code == 401
    assert asked.get("/play/rules").status_code == 200


def test_workers_need_a_token_of_their_own_whether_or_not_the_site_has_one() -> None:
    holder = {"worker-of-lab": "lab"}.get
    for token in (TOKEN, None):
        asked = client(RequiredToken, token=token, holder=holder)
        for given in ("", f"Bearer {TOKEN}", "Bearer worker-of-nobody"):
            assert asked.post("/api/workers/claim", headers={"authorization": given}).status_code == 401
        assert asked.post("/api/workers/claim", headers={"authorization": "Bearer worker-of-lab"}).status_code == 200
    below = TestClient(RequiredToken(echo, token=None, holder=holder), base_url="http://site.test", root_path="/play")
    assert below.get("/play/api/workers/claim").status_code == 401


def test_every_change_needs_the_token() -> None:
    asked = client(RequiredToken, token=TOKEN)
    assert asked.post("/rules").status_code == 401
    assert asked.get("/rules").status_code == 200


def test_a_body_at_the_limit_passes_and_one_past_it_does_not() -> None:
    asked = client(BodyLimit, most=100)

    def pieces(count: int) -> Iterator[bytes]:
        yield from (b"x" * 10 for _ in range(count))

    assert asked.post("/", content=b"x" * 100).headers["bytes"] == "100"
    assert asked.post("/", content=pieces(10)).headers["bytes"] == "100"
    for content in (b"x" * 101, pieces(11)):
        answer = asked.post("/", content=content)
        assert (answer.status_code, answer.json()["detail"]) == (413, "The body may hold at most 100 bytes.")
    assert asked.post("/", content=b"", headers={"content-length": "-1"}).status_code == 400


def test_head_reaches_a_route_as_get_and_no_other_method_changes() -> None:
    asked = client(HeadAsGet)
    assert asked.head("/").headers["method"] == "GET"
    assert [asked.request(method, "/").headers["method"] for method in ("GET", "POST")] == ["GET", "POST"]


def test_the_first_reason_to_refuse_is_the_one_that_is_said() -> None:
    given: dict[str, str] = {"host": "other.test", "origin": "http://evil.test", "content-length": "999999999"}
    settings = Settings(token=SecretStr(TOKEN), allowed_hosts=("site.test",))
    found = []
    with TestClient(create_app(settings), base_url="http://site.test") as asked:
        for mended in ({}, {"host": "site.test"}, {"origin": "http://site.test"}, {"authorization": f"Bearer {TOKEN}"},
                       {"content-length": "0"}):  # fmt: skip
            given |= mended
            answer = asked.post("/healthz", headers=given)
            assert "cross-origin-opener-policy" in answer.headers
            found.append(answer.status_code)
    assert found == [400, 403, 401, 413, 405]


def test_a_layer_that_fails_is_answered_for_with_all_headers() -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("a secret of a layer")

    asked = TestClient(Isolation(fails), base_url="http://site.test", raise_server_exceptions=False)
    answer = asked.get("/")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "content-security-policy" in answer.headers
    assert "secret" not in answer.text
