"""What every response carries, who may ask, and how errors look."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient

from app.web.addresses import COMPARISONS, OLD_COMPARISONS
from app.web.application import create_app
from app.web.invitation import code_in_letters
from app.web.own_addresses import own_addresses
from app.web.settings import Settings
from tests.serving import free_port

ISOLATION = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def asset(client: TestClient, ending: str) -> str:
    found = re.search(rf'"([^"]+{re.escape(ending)})"', client.get("/").text)
    assert found, f"the front page names no {ending}"
    return found[1]


@pytest.mark.parametrize("path", ["/", "/problems", "/problems/adam-step", "/healthz", "/nope", "/api/problems/nope"])
def test_every_response_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert ISOLATION.items() <= dict(headers).items()
    assert "referrer-policy" in headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'")
    # The front page can go on as the playground, whose plots set style attributes: of those alone it may be.
    assert "unsafe-inline" not in policy.replace("style-src-attr 'unsafe-inline'", "")
    assert path == "/" or "style-src-attr" not in policy
    assert "'unsafe-eval'" not in policy


def test_static_files_and_refusals_carry_the_headers_too(client: TestClient) -> None:
    for response in (client.get(asset(client, "css/tokens.css")), client.get("/", headers={"host": "evil.example"})):
        assert ISOLATION.items() <= dict(response.headers).items()


def test_a_failing_route_answers_with_headers_and_one_error_shape() -> None:
    app: FastAPI = create_app()

    @app.get("/api/fails")
    def fails() -> None:
        raise RuntimeError("a secret of the server")

    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        response = client.get("/api/fails")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert ISOLATION.items() <= dict(response.headers).items()
    assert "secret" not in response.text


def test_the_isolation_headers_can_be_left_out() -> None:
    with TestClient(create_app(Settings(isolated=False)), base_url="http://localhost") as client:
        headers = client.get("/").headers
    assert "cross-origin-embedder-policy" not in headers
    assert "content-security-policy" in headers


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "", "["])
def test_an_unknown_host_is_refused(client: TestClient, host: str) -> None:
    response = client.get("/healthz", headers={"host": host})
    assert response.status_code == 400
    assert response.json()["detail"].startswith("This server answers to 127.0.0.1, ::1, localhost")


def test_a_person_at_an_unknown_host_gets_a_page_that_says_which_to_use(client: TestClient) -> None:
    answer = client.get("/compare?x=1", headers={"host": "192.168.1.5:8123", "accept": "text/html"})
    assert answer.status_code == 400
    assert answer.text.startswith("<!doctype html>")
    for name in ("127.0.0.1", "localhost", "[::1]"):
        assert f'<a href="http://{name}:8123/">' in answer.text
    assert "OPTIMIZER_PLAYGROUND_ALLOWED_HOSTS" in answer.text
    assert "192.168.1.5" not in answer.text
    assert ISOLATION.items() <= dict(answer.headers).items()
    program = client.get("/api/comparisons", headers={"host": "192.168.1.5:8123", "accept": "text/html"})
    assert program.headers["content-type"] == "application/problem+json"


def test_a_public_server_answers_to_the_addresses_of_its_machine_unless_names_were_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.web.settings.own_addresses", lambda: ["10.1.2.3"])
    usual = Settings().allowed_hosts
    assert Settings(host="0.0.0.0").answers_to == (*usual, "10.1.2.3")
    assert Settings(host="192.168.1.5").answers_to == (*usual, "192.168.1.5")
    assert Settings(host="127.0.0.1").answers_to == usual
    assert Settings(host="0.0.0.0", allowed_hosts="lab.example.org").answers_to == ("lab.example.org",)
    assert Settings(host="0.0.0.0", allowed_hosts="lab.example.org").reached_at == ("10.1.2.3",)


def test_the_addresses_of_this_machine_can_be_connected_to() -> None:
    for address in own_addresses():
        assert not address.startswith("127.")
        with socket.socket() as listener:
            listener.bind((address, 0))


@pytest.mark.parametrize("host", ["localhost", "localhost:8123", "127.0.0.1:1", "[::1]:8123", "LOCALHOST"])
def test_a_known_host_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).json()["status"] == "ok"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_write_from_another_site_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/healthz", headers=headers).status_code == 403


def test_a_write_from_our_own_page_reaches_the_routes(client: TestClient) -> None:
    headers = {"origin": "http://localhost", "sec-fetch-site": "same-origin"}
    assert client.post("/healthz", headers=headers).status_code == 405


def test_a_body_past_the_limit_is_refused_whether_announced_or_streamed(client: TestClient) -> None:
    assert client.post("/healthz", content=b"x" * 1_000_001).status_code == 413

    app = create_app(Settings(max_body_bytes=1000))

    @app.post("/api/echo")
    def echo(body: dict[str, str]) -> dict[str, str]:
        return body

    with TestClient(app, base_url="http://localhost") as small:
        streamed = small.post("/api/echo", content=(b" " * 100 for _ in range(11)))
        assert streamed.status_code == 413
        assert streamed.json()["detail"] == "The body may hold at most 1000 bytes."
        assert small.post("/api/echo", json={"a": "b"}).json() == {"a": "b"}


def test_programs_get_problem_details_and_people_get_a_page(client: TestClient) -> None:
    program = client.get("/problems/nope")
    assert program.headers["content-type"] == "application/problem+json"
    assert set(program.json()) == {"type", "title", "status", "detail"}
    assert "adam-step" in program.json()["detail"]
    person = client.get("/problems/nope", headers={"accept": "text/html"})
    assert person.status_code == 404
    assert "adam-step" in person.text
    assert person.text.startswith("<!doctype html>")


def test_an_address_that_does_not_fit_is_a_page_for_people_too(client: TestClient) -> None:
    program = client.get("/compare/nothing")
    assert program.headers["content-type"] == "application/problem+json"
    person = client.get("/compare/nothing", headers={"accept": "text/html"})
    assert person.status_code == 422
    assert "<h1>This address does not fit</h1>" in person.text
    assert "<h1>Nothing is here</h1>" in client.get("/nowhere", headers={"accept": "text/html"}).text


def test_assets_are_named_by_content_and_kept_for_ever(client: TestClient) -> None:
    address = asset(client, "css/tokens.css")
    response = client.get(address)
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    stale = re.sub(r"/assets/\w+/", "/assets/0000000000000000/", address)
    assert client.get(stale).status_code == 404


@pytest.mark.parametrize(
    "name", ["../pyproject.toml", "..%2fpyproject.toml", "css/../../app/web/application.py", "css", ""]
)
def test_no_path_leaves_the_manifest(client: TestClient, name: str) -> None:
    base = asset(client, "css/tokens.css").removesuffix("css/tokens.css")
    assert client.get(base + name).status_code == 404


def test_files_are_sent_compressed_where_the_browser_takes_it(client: TestClient) -> None:
    address = asset(client, "css/base.css")
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    packed = client.get(address, headers={"accept-encoding": "gzip, br"})
    assert packed.headers["content-encoding"] == "br"
    assert packed.text == plain.text


def test_webassembly_has_its_type_and_is_precompressed(client: TestClient) -> None:
    config = re.search(r'id="config">(.*?)</script>', client.get("/problems/adam-step").text)
    assert config
    python = json.loads(config[1])["python"]
    response = client.get(python["pyodide"] + "pyodide.asm.wasm", headers={"accept-encoding": "br"})
    assert response.headers["content-type"] == "application/wasm"
    assert response.headers["content-encoding"] == "br"


def test_pages_hold_no_inline_script_or_style(client: TestClient) -> None:
    for path in ("/", "/problems", "/problems/adam-step"):
        page = client.get(path).text
        scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.S)
        assert scripts
        assert all(not body.strip() or "application/json" in attributes for attributes, body in scripts)
        assert "<style" not in page
        assert not re.search(r"\sstyle=|\son\w+=", page)


def test_every_address_on_a_page_is_our_own(client: TestClient) -> None:
    for path in ("/", "/problems", "/problems/adam-step"):
        for address in re.findall(r'(?:src|href)="([^"]+)"', client.get(path).text):
            assert address.startswith(("/", "#")), address


def test_head_is_answered_like_get(client: TestClient) -> None:
    assert client.head("/").status_code == 200


TOKEN = "a token of sixteen or more"


@pytest.fixture
def guarded() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(token=SecretStr(TOKEN))), base_url="http://localhost") as client:
        yield client


GUARDED_API = [
    f"{address}{path}"
    for address in (COMPARISONS, OLD_COMPARISONS)
    for path in ("", "/0123456789abcdef/events", "/0123456789abcdef/slices")
]


@pytest.mark.parametrize("path", ["/compare", "/compare/parity", *GUARDED_API])
def test_comparisons_ask_for_the_token_where_one_is_set(guarded: TestClient, path: str) -> None:
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic !"}, {"authorization": TOKEN}):
        answer = guarded.get(path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic realm=")
        assert answer.headers["content-type"] == "application/problem+json"
        assert TOKEN not in answer.text
    assert guarded.get(path, headers={"authorization": f"Bearer {TOKEN}"}).status_code in (200, 404)
    assert guarded.get(path, auth=("anyone", TOKEN)).status_code in (200, 404)


def test_what_changes_something_asks_for_the_token_and_pages_that_only_show_do_not(guarded: TestClient) -> None:
    assert guarded.post("/healthz").status_code == 401
    assert guarded.request("DELETE", "/").status_code == 401
    assert guarded.post("/healthz", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 405
    for path in ("/", "/playground", "/problems", "/rules", "/healthz", "/api/openapi.json"):
        assert guarded.get(path).status_code == 200


@pytest.mark.parametrize("address", [COMPARISONS, OLD_COMPARISONS])
def test_a_token_does_not_open_the_door_to_other_sites(guarded: TestClient, address: str) -> None:
    headers = {"authorization": f"Bearer {TOKEN}", "origin": "http://evil.example"}
    assert guarded.post(address, headers=headers, json={}).status_code == 403


@pytest.mark.parametrize(
    ("host", "public"),
    [("127.0.0.1", False), ("127.1.2.3", False), ("::1", False), ("localhost", False), ("0.0.0.0", True),
     ("::", True), ("192.168.1.5", True), ("lab.example.org", True)],
)  # fmt: skip
def test_an_address_is_public_unless_it_is_this_machine_alone(host: str, public: bool) -> None:
    assert Settings(host=host).public is public


def serve(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", *arguments]
    given = {**os.environ, **{f"OPTIMIZER_PLAYGROUND_{name}": value for name, value in environment.items()}}
    return subprocess.Popen(command, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_public_server_without_a_token_makes_one_and_shows_how_others_come(tmp_path: Path) -> None:
    port = free_port()
    process = serve("--host", "0.0.0.0", "--port", str(port), RUNS_VAR=str(tmp_path))
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        while "is gone when the server ends" not in lines[-1]:
            lines.append(process.stdout.readline())
        said = "".join(lines)
        assert f"is at http://localhost:{port}/" in lines[0]
        own = own_addresses()[0]
        assert f"Others reach it at http://{own}:{port}/\n" in said
        assert code_in_letters(f"http://{own}:{port}/") in said
        assert f"http://localhost:{port}/join" in said
        token = re.search(r"asked for this token.*\n +(\S+)", said)
        assert token
        address = f"http://127.0.0.1:{port}"
        while process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(address)
                break
            time.sleep(0.1)
        assert httpx.get(f"{address}/api/comparisons").status_code == 401
        known = {"authorization": f"Bearer {token[1]}"}
        assert httpx.get(f"{address}/api/comparisons", headers=known).json()["jobs"] == []
        assert f"http://{own}:{port}/" in httpx.get(f"{address}/join").text
    finally:
        process.terminate()
        process.communicate()


def test_a_token_that_is_too_short_is_refused() -> None:
    process = serve("--host", "0.0.0.0", TOKEN="short")
    _, said = process.communicate()
    assert (process.returncode, said) == (1, "token: Value should have at least 16 items after validation, not 5\n")


def test_a_public_server_with_a_token_answers_to_its_names_and_its_token(tmp_path: Path) -> None:
    port = free_port()
    process = serve(
        "--host", "0.0.0.0", "--port", str(port),
        TOKEN=TOKEN, ALLOWED_HOSTS="localhost, lab.example.org", RUNS_VAR=str(tmp_path),
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert "http://localhost:" in process.stdout.readline()
        said = []
        while not said or "Large runs" not in said[-1]:
            said.append(process.stdout.readline())
        for own in own_addresses():
            address = f"http://{own}:{port}/   once OPTIMIZER_PLAYGROUND_ALLOWED_HOSTS names it"
            assert f"Others reach it at {address}\n" in said
        assert any(line.startswith("It answers to localhost, lab.example.org; name others") for line in said)
        address = f"http://127.0.0.1:{port}"
        while process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(address)
                break
            time.sleep(0.1)
        named = {"host": "lab.example.org"}
        assert httpx.get(f"{address}/healthz").status_code == 400
        assert httpx.get(f"{address}/healthz", headers=named).status_code == 200
        assert httpx.get(f"{address}/api/comparisons", headers=named).status_code == 401
        known = named | {"authorization": f"Bearer {TOKEN}"}
        assert httpx.get(f"{address}/api/comparisons", headers=known).json()["jobs"] == []
    finally:
        process.terminate()
        process.communicate()
