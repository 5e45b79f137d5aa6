"""What a chat shows of a link: every page names itself and says in a sentence what it is."""

import html
import re

import pytest
from starlette.testclient import TestClient

PAGES = (
    *("/", "/playground", "/lessons", "/problems", "/problems/adam-step", "/problems/kill-table"),
    *("/rules", "/rules/adam"),
)
MORE = ("/playground?lesson=eps", "/glossary", "/about", "/compare", "/compare/parity", "/join")


def said(page: str, name: str) -> str:
    """The content of a meta element."""
    found = re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)">', page)
    assert len(found) == 1, name
    return html.unescape(found[0])


@pytest.mark.parametrize("address", [*PAGES, *MORE])
def test_a_page_names_and_describes_itself_to_whoever_gets_its_link(client: TestClient, address: str) -> None:
    page = client.get(address).text
    title = re.search(r"<title>(.*?)</title>", page)
    assert title
    assert said(page, "og:title") == html.unescape(title[1])
    assert said(page, "og:description") == said(page, "description")
    assert 20 <= len(said(page, "og:description")) <= 200


def test_no_two_pages_have_one_title(client: TestClient) -> None:
    titles = [said(client.get(address).text, "og:title") for address in (*PAGES, *MORE)]
    assert len(set(titles)) == len(titles), titles
