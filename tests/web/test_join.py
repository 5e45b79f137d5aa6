"""The page by which a class comes here: an address that others can open, and a code that says the same."""

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.web import invitation, settings
from app.web.application import create_app
from app.web.settings import Settings


def visited(given: Settings) -> str:
    with TestClient(create_app(given), base_url="http://localhost") as client:
        answer = client.get("/join")
        assert answer.status_code == 200
        return answer.text


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "own_addresses", lambda: ["192.168.7.20", "10.0.0.3"])


def test_a_server_of_this_machine_says_how_it_is_opened_to_others() -> None:
    page = visited(Settings())
    assert "make serve HOST=0.0.0.0" in page
    assert "<svg" not in page.split('id="main"')[1]


def test_the_first_address_is_large_and_a_code_and_the_others_are_named() -> None:
    page = visited(Settings(host="0.0.0.0", port=8123, token=SecretStr("x" * 20)))
    assert '<a href="http://192.168.7.20:8123/">192.168.7.20:8123</a>' in page
    assert invitation.code_as_svg("http://192.168.7.20:8123/") in page
    assert '<a href="http://10.0.0.3:8123/">10.0.0.3:8123</a>' in page


def test_a_name_that_the_server_answers_to_comes_before_addresses() -> None:
    given = Settings(host="0.0.0.0", port=80, token=SecretStr("x" * 20), allowed_hosts=("localhost", "lab.example.org"))
    assert invitation.invitations(given) == ["http://lab.example.org:80/"]
    given = Settings(host="192.168.7.20", port=8123, token=SecretStr("x" * 20))
    assert invitation.invitations(given) == ["http://192.168.7.20:8123/"]


def test_the_code_says_the_address() -> None:
    one, other = (invitation.code_as_svg(f"http://10.0.0.{last}:8123/") for last in (1, 2))
    assert one != other
    assert one == invitation.code_as_svg("http://10.0.0.1:8123/")
