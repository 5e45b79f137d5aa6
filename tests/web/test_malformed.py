"""Whatever is sent, the answer has a status below 500, the shape of an error and the headers of every answer."""

import base64
import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.web.application import create_app
from app.web.settings import Settings
from tests.web.raw_http import Served, served

TOKEN = "a token of sixteen or more"
EVERY_ANSWER = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
DEEP = b"[" * 200_000
KNOWN = f"Authorization: Bearer {TOKEN}".encode()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = Settings(host="0.0.0.0", token=SecretStr(TOKEN))
    app: FastAPI = create_app(settings)
    app.state.comparisons = ComparisonService(ComparisonSettings(var=tmp_path_factory.mktemp("var")))
    with served(app, settings) as running:
        yield running
    app.state.comparisons.close()


def request(line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    given = [b"Host: localhost"] if not any(each.lower().startswith(b"host:") for each in headers) else []
    size = [b"Content-Length: %d" % len(body)] if body else []
    return b"\r\n".join([line + b" HTTP/1.1", *given, *headers, *size, b"", body])


def post(*headers: bytes, body: bytes) -> bytes:
    return request(b"POST /api/comparisons/plan", KNOWN, b"Content-Type: application/json", *headers, body=body)


def basic(value: bytes) -> bytes:
    return b"Authorization: Basic " + value


MALFORMED: dict[str, tuple[bytes, set[int]]] = {
    "origin with a bracket": (request(b"POST /", b"Origin: http://["), {403}),
    "origin of two lines of text": (request(b"DELETE /", b"Origin: \xff\xfe \xe9"), {403}),
    "origin with a bad port": (request(b"POST /", b"Origin: http://localhost:99999999"), {403}),
    "origin that is empty": (request(b"POST /", b"Origin: "), {403}),
    "basic with a byte beyond ASCII": (request(b"GET /compare", basic(b"\xff\xfe")), {401}),
    "basic that is no base64": (request(b"GET /compare", basic(b"!!!")), {401}),
    "basic with no UTF-8 in it": (request(b"GET /compare", basic(base64.b64encode(b"a:\xff\xff"))), {401}),
    "basic without a colon": (request(b"GET /compare", basic(base64.b64encode(b"nothing"))), {401}),
    "bearer with a byte beyond ASCII": (request(b"GET /compare", b"Authorization: Bearer \xe9\xff"), {401}),
    "authorization that is empty": (request(b"GET /compare", b"Authorization:"), {401}),
    "authorization of one word": (request(b"GET /compare", b"Authorization: Basic"), {401}),
    "host with a bracket": (request(b"GET /", b"Host: ["), {400}),
    "host with bytes beyond ASCII": (request(b"GET /", b"Host: \xff\xfe"), {400}),
    "host with a port that is none": (request(b"GET /", b"Host: localhost:port"), {400}),
    "host with a user": (request(b"GET /", b"Host: me@localhost"), {400}),
    "host with a path": (request(b"GET /", b"Host: localhost/evil"), {400}),
    "host that is empty": (request(b"GET /", b"Host:"), {400}),
    "two hosts": (request(b"GET /", b"Host: localhost", b"Host: localhost"), {400}),
    "no host": (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", {400}),
    "content length of letters": (request(b"POST /", KNOWN, b"Content-Length: many"), {400}),
    "content length below zero": (request(b"POST /", KNOWN, b"Content-Length: -1"), {400}),
    "content length beyond numbers": (request(b"POST /", KNOWN, b"Content-Length: " + b"9" * 5000), {400}),
    "content length of sixty digits": (request(b"POST /", KNOWN, b"Content-Length: " + b"9" * 60), {400, 413}),
    "two content lengths": (request(b"POST /", KNOWN, b"Content-Length: 1", b"Content-Length: 2", body=b"x"), {400}),
    "transfer encoding of its own": (request(b"POST /", KNOWN, b"Transfer-Encoding: rot13"), {400, 501}),
    "a chunk without a size": (
        request(b"POST /api/comparisons/plan", KNOWN, b"Transfer-Encoding: chunked") + b"zz\r\n", {400}
    ),
    "a header without a colon": (request(b"GET /", b"nothing"), {400}),
    "a header of a kilobyte of bytes": (request(b"GET /nowhere", b"X: " + bytes(range(128, 256)) * 8), {404}),
    "headers beyond the limit": (request(b"GET /", b"X: " + b"x" * 200_000), {400}),
    "no HTTP at all": (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", {400}),
    "a later HTTP": (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", {200, 400, 505}),
    "a method of signs": (request(b"G@T /"), {400}),
    "a method nobody knows": (request(b"BREW /", KNOWN), {405}),
    "a path with bytes beyond ASCII": (request(b"GET /\xff\xfe"), {400}),
    "a path with escapes that are no UTF-8": (request(b"GET /problems/%ff%fe%00"), {404}),
    "a path that is a bracket": (request(b"GET ["), {400, 404}),
    "a path that is a star": (request(b"OPTIONS *"), {400, 404}),
    "a path with a host in it": (request(b"GET http://[/"), {400, 404}),
    "a path for a proxy": (request(b"CONNECT localhost:1", KNOWN), {400, 404, 405}),
    "a long path": (request(b"GET /" + b"a/" * 20_000), {404}),
    "a file with escapes": (request(b"GET /assets/%00/%2e%2e%2f"), {404}),
    "a query that is no UTF-8": (request(b"GET /compare?with=%ff%fe&rules=%00", KNOWN), {200, 422}),
    "a query of a thousand names": (request(b"GET /compare/parity?" + b"a=&" * 5000, KNOWN), {200}),
    "a job of other signs": (request(b"GET /api/comparisons/%ff%00%0a", KNOWN), {404, 422}),
    "forwarded for an address of signs": (
        request(b"GET /nowhere", b"X-Forwarded-For: [, \xff,,", b"X-Forwarded-Proto: \xff://["), {404}
    ),
    "an upgrade to something else": (request(b"GET /nowhere", b"Upgrade: websocket", b"Connection: upgrade"), {404}),
    "an expectation nobody has": (request(b"GET /nowhere", b"Expect: the-spanish-inquisition"), {404, 417}),
    "a page asked for by bytes": (request(b"GET /problems?\xc3\x28=%C3%28&[=]"), {200, 400}),
    "cookies of bytes": (request(b"GET /nowhere", b"Cookie: \xff=\xfe; ;;=; a"), {404}),
    "an accept of bytes": (request(b"GET /nowhere", b"Accept: text/html;q=\xff,,;"), {404}),
    "a last event of digits": (
        request(b"GET /api/comparisons/0123456789abcdef/events", KNOWN, b"Last-Event-ID: " + b"9" * 400), {404}
    ),
    "a body that is no UTF-8": (post(body=b'{"rules": "\xff\xfe"}'), {400, 422}),
    "a body too deep": (post(body=DEEP), {400, 422}),
    "a body of braces too deep": (post(body=b'{"a":' * 100_000), {400, 422}),
    "a body with a number of a million digits": (post(body=b'{"steps": ' + b"9" * 900_000 + b"}"), {400, 422}),
    "a body with half of a pair": (post(body=b'{"rules": [{"name": "\\ud800"}], "\\udfff": 1}'), {400, 422}),
    "a body with NaN": (post(body=b'{"trials": NaN, "seeds": Infinity, "steps": 1e999}'), {400, 422}),
    "a body with a zero": (post(body=b'{"rules": [{"name": "\\u0000"}], "workload": {"name": "\\u0000"}}'), {400, 422}),
    "a form in place of JSON": (
        request(b"POST /api/comparisons/plan", KNOWN, b"Content-Type: application/x-www-form-urlencoded",
                body=b"a=%ff&b"), {400, 415, 422}
    ),
    "a form in parts without a border": (
        request(b"POST /api/comparisons/plan", KNOWN, b"Content-Type: multipart/form-data; boundary=\xff", body=b"--"),
        {400, 415, 422},
    ),
    "a type of bytes": (
        request(b"POST /api/comparisons/plan", KNOWN, b"Content-Type: \xff/\xfe; charset=\xff", body=b"{}"),
        {400, 415, 422},
    ),
    "a body larger than allowed": (post(b"X: y", body=b" " * 1_000_001), {413}),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_malformed_is_refused_with_all_headers(site: Served, name: str) -> None:
    sent, allowed = MALFORMED[name]
    answer = site.ask(sent)
    assert answer.status in allowed
    assert EVERY_ANSWER.items() <= answer.headers.items()
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    if answer.status != 200:
        if "text/html" in answer.headers["content-type"]:
            assert answer.body.startswith(b"<!doctype html>")
        else:
            assert answer.headers["content-type"] == "application/problem+json"
            assert {"type", "title", "status", "detail"} <= set(json.loads(answer.body))


@pytest.mark.parametrize(
    "given",
    ["bytes=", "bytes=-", "bytes=9-1", "bytes=a-b", "bytes=0-0," * 2000, "lines=1", "\xff", "bytes=-0", "bytes=9" * 20],
)
def test_a_range_that_is_malformed_gives_the_file_or_a_refusal_with_all_headers(given: str) -> None:
    with TestClient(create_app(), base_url="http://localhost", raise_server_exceptions=False) as client:
        vendor = client.app.state.vendor  # type: ignore[attr-defined]
        answer = client.get(vendor.base + "pyodide/pyodide.asm.wasm", headers={"range": given.encode("latin-1")})
    assert answer.status_code in (200, 206, 400, 416)
    assert EVERY_ANSWER.items() <= dict(answer.headers).items()
