"""Every address that the application has, on a public server: asked for its token where that is due, with all headers.

The addresses come from the application itself. A new one is guarded or it is named in `OPEN` here. There are two sorts
of tokens, that of the site and those of workers; each opens what it is for, and nothing that the other is for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.web.application import create_app
from app.web.settings import Settings
from tests.comparisons.handing_in import SPEC

TOKEN = "a token of sixteen or more"
KNOWN = {"authorization": f"Bearer {TOKEN}"}
WORKERS = "/api/workers/"
OPEN = {
    "/", "/playground", "/api/numpy-names", "/api/landscape-sheet",
    "/api/formulas", "/api/rule-formulas", "/api/landscapes",
    "/lessons", "/glossary", "/about",
    "/problems", "/problems/kill-table", "/problems/{slug}", "/api/problems/{slug}",
    "/packs/opened", "/packs/{pack}/{slug}", "/api/packs/{pack}/{slug}",
    "/rules", "/rules/{name}", "/api/rules", "/typed-rules",
    "/embed/playground", "/embed/problems/{slug}", "/embed/element.js",
    "/package/{name}", "/assets/{digest}/{name:path}", "/vendor/{digest}/{name:path}",
    "/preview/{name}.png", "/icons/{size}.png", "/favicon.ico", "/manifest.webmanifest",
    "/join", "/healthz", "/readyz", "/api/openapi.json",
}  # fmt: skip
"""What only shows what everybody may see."""
FRAMED = {"frame-ancestors 'self' localhost:* 127.0.0.1:*"}
EVERY_ANSWER = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


@dataclass(frozen=True)
class Address:
    path: str
    methods: tuple[str, ...]


def addresses(app: FastAPI) -> list[Address]:
    """All that is routed, those of included routers with their prefix."""

    def walk(routes: list[object]) -> Iterator[Address]:
        for route in routes:
            inner = getattr(route, "effective_candidates", None)
            if inner is not None:
                yield from walk([*inner(), *route.effective_low_priority_routes()])  # type: ignore[attr-defined]
            else:
                yield Address(route.path, tuple(sorted(route.methods)))  # type: ignore[attr-defined]

    return list(dict.fromkeys(walk(list(app.routes))))


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong tokens without end are refused at once."""
    monkeypatch.setattr("app.web.middleware.guesses.FREE", 10**9)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    app = create_app(Settings(host="0.0.0.0", token=SecretStr(TOKEN), max_body_bytes=1000))
    app.state.comparisons = ComparisonService(ComparisonSettings(var=tmp_path_factory.mktemp("var")))
    yield app
    app.state.comparisons.close()


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def job(client: TestClient) -> str:
    """A comparison that was cancelled, so that its stream of events ends."""
    made = client.post("/api/comparisons", json=SPEC, headers=KNOWN).json()["id"]
    client.delete(f"/api/comparisons/{made}", headers=KNOWN)
    return str(made)


@pytest.fixture(scope="module")
def worker(app: FastAPI) -> dict[str, str]:
    """What a worker's requests have in their heads."""
    token = app.state.comparisons.store.worker_tokens.make("lab")
    return {"authorization": f"Bearer {token}", "worker-process": "p-1"}


def token_for(path: str, worker: dict[str, str]) -> dict[str, str]:
    """The token that opens an address."""
    return worker if path.startswith(WORKERS) else KNOWN


def filled(path: str, job: str) -> str:
    """The path with something in the place of what varies: once what is there, where a job is asked for."""
    for name, value in {
        "{id}": job,
        "{slice}": "0" * 16,
        "{shard}": "1",
        "{epoch}": "1",
        "{sequence}": "1",
        "{step}": "1",
        "{name:path}": "css/base.css",
    }.items():
        path = path.replace(name, value)
    while "{" in path:
        path = path[: path.index("{")] + "nothing" + path[path.index("}") + 1 :]
    return path


def complete(answer: object) -> bool:
    """Whether all headers are there; what is below `/embed/`, and nothing else, is for pages of others too."""
    headers = dict(answer.headers)  # type: ignore[attr-defined]
    embedded = answer.request.url.path.startswith("/embed/")  # type: ignore[attr-defined]
    own = {"cross-origin-resource-policy": "cross-origin"} if embedded else {}
    policy = headers.get("content-security-policy", "")
    framed = "frame-ancestors 'none'" not in policy if embedded else FRAMED.isdisjoint(policy.split("; "))
    return (EVERY_ANSWER | own).items() <= headers.items() and policy != "" and framed


def test_every_route_is_found(app: FastAPI) -> None:
    found = {address.path for address in addresses(app)}
    described = set(app.openapi()["paths"])
    assert described <= found
    assert found >= {"/", "/compare", "/api/runs/{id}/events", "/api/comparisons/{id}/events", "/api/openapi.json"}
    assert found >= OPEN


def test_every_address_that_is_not_open_asks_for_the_token(
    app: FastAPI, client: TestClient, job: str, worker: dict[str, str]
) -> None:
    of_workers = 0
    for address in addresses(app):
        for method in address.methods:
            if method in ("GET", "HEAD") and address.path in OPEN:
                continue
            foreign = KNOWN if address.path.startswith(WORKERS) else worker
            of_workers += foreign is KNOWN
            for given in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic \xff"}, foreign):
                raw = {name: value.encode("latin-1") for name, value in given.items()}
                answer = client.request(method, filled(address.path, job), headers=raw)
                assert answer.status_code == 401, f"{method} {address.path}"
                assert complete(answer), f"{method} {address.path}"
    assert of_workers >= 8


def test_every_address_answers_with_all_headers_whatever_it_answers(
    app: FastAPI, client: TestClient, job: str, worker: dict[str, str]
) -> None:
    for address in addresses(app):
        path, known = filled(address.path, job), token_for(address.path, worker)
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            asked = [
                client.request(method, path, headers=known),
                client.request(method, path, headers={**known, "accept": "text/html"}),
                client.request(method, path, headers={**known, "host": "evil.example"}),
                client.request(method, path, headers={**known, "origin": "http://["}),
                client.request(method, path, headers=known, content=b"[" * 1001),
            ]
            for answer in asked:
                assert complete(answer), f"{method} {path}: {answer.status_code}"
                assert answer.status_code < 500, f"{method} {path}: {answer.status_code}"
            assert [each.status_code for each in asked[2:]] == [400, 403 if method in CHANGING else ANY, 413]


CHANGING = ("POST", "PUT", "PATCH", "DELETE")


class _Any:
    def __eq__(self, _: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


ANY = _Any()


def test_every_address_that_fails_answers_with_all_headers(
    app: FastAPI, client: TestClient, job: str, worker: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr(type(app.state.comparisons), "store", property(fail))
    failed = 0
    for address in addresses(app):
        for method in address.methods:
            if not address.path.startswith("/api/"):
                continue
            body = {"json": SPEC} if method == "POST" else {}
            answer = client.request(method, filled(address.path, job), headers=token_for(address.path, worker), **body)
            failed += answer.status_code == 500
            assert complete(answer), f"{method} {address.path}"
            assert "a secret of the server" not in answer.text
    assert failed > 10


def test_a_stream_has_all_headers_and_asks_for_the_token(client: TestClient, job: str) -> None:
    for prefix in ("/api/comparisons", "/api/runs"):
        address = f"{prefix}/{job}/events"
        assert client.get(address).status_code == 401
        with client.stream("GET", address, headers=KNOWN) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert complete(stream)
            assert "event: end" in "".join(stream.iter_text())
