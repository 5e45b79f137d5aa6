"""Pages for the frames of others: what they are made of, and whose pages may show them."""

import re

import pytest
from fastapi import FastAPI
from pydantic import SecretStr, ValidationError
from starlette.testclient import TestClient

from app.web.application import create_app
from app.web.settings import Settings

EMBEDDED = ("/embed/playground", "/embed/playground?lesson=momentum", "/embed/problems/adam-step", "/embed/problems/no")
USUAL = (
    "/",
    "/playground",
    "/problems",
    "/problems/adam-step",
    "/rules/adam",
    "/compare",
    "/join",
    "/embed",
    "/nowhere",
)
HTML = {"accept": "text/html"}


def ancestors(answer: object) -> str:
    """Whose pages may show the answer in a frame."""
    policy = answer.headers["content-security-policy"]  # type: ignore[attr-defined]
    return dict(one.split(" ", 1) for one in policy.split("; "))["frame-ancestors"]


def client_of(**given: object) -> TestClient:
    return TestClient(create_app(Settings(**given)), base_url="http://localhost")


@pytest.fixture(scope="module")
def open_client() -> TestClient:
    return client_of(embed_ancestors="https://example.org, *.school.example:8443")


@pytest.mark.parametrize("path", EMBEDDED)
def test_a_page_below_embed_may_be_shown_by_pages_of_this_machine_and_no_others(client: TestClient, path: str):
    answer = client.get(path, headers=HTML)
    assert ancestors(answer) == "'self' localhost:* 127.0.0.1:*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cross-origin-embedder-policy"] == "require-corp"


@pytest.mark.parametrize("path", EMBEDDED)
def test_the_setting_says_whose_pages_may_show_them(open_client: TestClient, path: str):
    assert ancestors(open_client.get(path, headers=HTML)) == "https://example.org *.school.example:8443"


@pytest.mark.parametrize("path", USUAL)
def test_every_other_page_is_shown_in_no_frame_whatever_the_setting(open_client: TestClient, path: str):
    answer = open_client.get(path, headers=HTML)
    assert ancestors(answer) == "'none'"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_the_policy_is_otherwise_that_of_the_page_itself(client: TestClient):
    for path in ("/playground", "/problems/adam-step"):
        own, embedded = (client.get(f"{place}{path}").headers["content-security-policy"] for place in ("", "/embed"))
        assert embedded.replace("'self' localhost:* 127.0.0.1:*", "'none'") == own


@pytest.mark.parametrize(
    "given", ["*", "'none'", "'self'", "https:", "vscode-webview:", "https://example.org", "localhost:*", "a.b:1 c.d:*"]
)
def test_what_the_policy_can_say_is_taken(given: str):
    assert " ".join(Settings(embed_ancestors=given).embed_ancestors) == given


@pytest.mark.parametrize(
    "given",
    ["https://example.org/path", "; script-src *", "'unsafe-inline'", "https://a.b;", "a b's", "http://[::1]", "*.*"],
)
def test_what_it_cannot_say_is_refused_with_what_it_can(given: str):
    with pytest.raises(ValidationError, match=r"possible are https://example\.org.*localhost:\*.*'none'"):
        Settings(embed_ancestors=given)


@pytest.mark.parametrize("given", ["", " , ", "'none' https://example.org"])
def test_nobody_is_said_by_none_alone(given: str):
    with pytest.raises(ValidationError, match="stands alone"):
        Settings(embed_ancestors=given)


def test_the_environment_names_them_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPTIMIZER_PLAYGROUND_EMBED_ANCESTORS", "https://example.org https://example.com")
    assert Settings().embed_ancestors == ("https://example.org", "https://example.com")


@pytest.mark.parametrize("path", EMBEDDED)
def test_such_a_page_has_no_bar_and_leads_nowhere_within_the_frame(client: TestClient, path: str):
    page = client.get(path, headers=HTML).text
    assert "data-embedded" in page.split(">", 2)[1]
    assert '<nav aria-label="Sections">' not in page
    assert '<base target="_blank">' in page
    whole = re.search(r'href="([^"]*)" rel="noopener" data-whole', page)
    assert whole
    assert whole[1] == path.removeprefix("/embed")
    assert "data-embed-button" not in page


def test_what_is_unknown_is_said_within_the_frame(client: TestClient):
    for path in ("/embed/problems/nope", "/embed/playground?rule=nope", "/embed/playground?controls=nope"):
        answer = client.get(path, headers=HTML)
        assert answer.status_code == 404
        assert "there are" in answer.text


def test_a_frame_shows_the_parts_that_its_address_names(client: TestClient):
    shown = [
        re.search(r'data-controls="([^"]*)"', client.get(f"/embed/playground{query}").text)[1]  # type: ignore[index]
        for query in ("", "?controls=play", "?controls=racers,analysis")
    ]
    assert shown == ["landscape racers play side", "play", "racers analysis"]


def test_pages_of_others_may_load_the_script_that_makes_a_frame(client: TestClient):
    answer = client.get("/embed/element.js", headers={"origin": "https://example.org"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "immutable" not in answer.headers["cache-control"]
    lines = answer.text.splitlines()
    assert [line for line in lines if line.startswith(("import", "export")) or "import.meta" in line] == []
    assert (lines[0], lines[-1]) == ("(() => {", "})();")
    for name in ("parent", "framed", "notebook", "../base/dom", "%2e%2e/base/dom"):
        missing = client.get(f"/embed/{name}.js")
        assert missing.status_code == 404
        assert "access-control-allow-origin" not in missing.headers


def test_a_public_server_shows_such_pages_and_still_asks_for_its_token():
    client = client_of(host="0.0.0.0", token=SecretStr("a token of sixteen or more"), embed_ancestors="*")
    assert client.get("/embed/playground").status_code == 200
    assert client.get("/compare").status_code == 401
    assert ancestors(client.get("/compare")) == "'none'"
    assert client.post("/embed/playground").status_code == 401


def said(given: str) -> str:
    return Settings(embed_ancestors=given).embedded_by


def test_the_page_says_whose_pages_may_use_its_snippet(app: FastAPI, client: TestClient):
    assert said("*") == ""
    assert said("'none'").startswith("But no page may use them")
    assert said("https://a.b c.d").startswith("Pages of https://a.b and c.d may use them")
    for path in ("/playground", "/problems/adam-step"):
        assert "Pages of this site, localhost:* and 127.0.0.1:* may use them" in client.get(path).text
    assert app.state.settings.embed_ancestors == ("'self'", "localhost:*", "127.0.0.1:*")
