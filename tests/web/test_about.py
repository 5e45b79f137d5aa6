"""What the foot of every page and `/about` say of the program is what its package says."""

import tomllib
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.web.release import release

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_release_is_that_of_the_package_and_the_file_of_the_licence():
    assert release().version == PROJECT["version"]
    assert release().licence == PROJECT["license"]
    assert release().licence_text == (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert release().author in release().licence_text
    assert f"version = {{{PROJECT['version']}}}" in release().bibtex


def test_the_file_for_citing_says_the_same():
    cited = dict(line.split(": ", 1) for line in (ROOT / "CITATION.cff").read_text().splitlines() if ": " in line)
    assert cited["version"] == release().version
    assert cited["license"] == release().licence
    assert cited["  - name"] == release().author
    assert cited["abstract"].strip('"') == PROJECT["description"]


@pytest.mark.parametrize(
    "address", ["/", "/playground", "/lessons", "/problems", "/rules/adam", "/compare", "/nowhere"]
)
def test_the_foot_of_a_page_leads_to_glossary_keyboard_citation_and_licence(client: TestClient, address: str):
    page = client.get(address, headers={"accept": "text/html"}).text
    foot = page.split('<footer class="foot">')[1].split("</footer>")[0]
    assert release().version in foot
    about = client.get("/about").text
    for place in ("keyboard", "cite", "licence"):
        assert f'href="/about#{place}"' in foot
        assert f'id="{place}"' in about
    assert 'href="/glossary"' in foot


def test_a_page_that_fills_the_window_or_a_frame_has_no_foot(client: TestClient):
    for address in ("/problems/adam-step", "/embed/playground"):
        assert "<footer" not in client.get(address).text
