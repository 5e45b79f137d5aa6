"""A pack is opened by its address: from this site, or from another one by HTTPS that lets it be read."""

import functools
import http.server
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from playwright.sync_api import Browser, Page, expect
from typer.testing import CliRunner

from app.cli import cli
from tests.browser.site import Site
from tests.packs.test_reading import EXAMPLE

pytestmark = pytest.mark.browser


class Readable(http.server.SimpleHTTPRequestHandler):
    """Files that other sites may read, but for those whose name says that they are private."""

    def end_headers(self) -> None:
        """Add the header that lets others read."""
        if "private" not in self.path:
            self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of somebody's packs, by HTTPS."""
    folder = tmp_path_factory.mktemp("shelf")
    assert CliRunner().invoke(cli, ["export-pack", str(EXAMPLE), str(folder / "first.zip")]).exit_code == 0
    (folder / "private.zip").write_bytes((folder / "first.zip").read_bytes())
    (folder / "poem.zip").write_text("no pack")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    handler = functools.partial(Readable, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"https://localhost:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def problems(chromium: Browser, site: Site) -> Iterator[Page]:
    """The list of problems in a browser that takes the certificate of the test."""
    page = chromium.new_context(ignore_https_errors=True).new_page()
    page.goto(f"{site.address}/problems")
    expect(page.locator("[data-packs]")).to_be_visible()
    yield page
    page.context.close()


def fetch(page: Page, address: str) -> None:
    page.get_by_label("Address of the pack").fill(address)
    page.get_by_role("button", name="Fetch").click()


def test_a_pack_of_another_site_is_shown_and_opened_by_its_address(problems: Page, shelf: str):
    fetch(problems, f"{shelf}/first.zip")
    preview = problems.locator("[data-pack-dialog]")
    expect(preview).to_contain_text("3 problems")
    preview.get_by_role("button", name="Begin").click()
    expect(problems.locator("[data-opened-pack=first-steps]")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/private.zip", "must be of this site, or of one by https that lets other sites read it (CORS)"),
        ("/nothing.zip", "the server answered 404"),
        ("/poem.zip", "zip"),
    ],
)
def test_what_cannot_be_opened_is_said_and_nothing_is_kept(problems: Page, shelf: str, path: str, said: str):
    fetch(problems, shelf + path)
    expect(problems.locator("[data-pack-said]")).to_contain_text(said)
    assert problems.locator("[data-opened-pack]").count() == 0


def test_a_file_of_this_site_that_is_no_pack_and_plain_http_are_refused(problems: Page):
    fetch(problems, "/readyz")
    expect(problems.locator("[data-pack-said]")).to_contain_text("zip")
    fetch(problems, "http://localhost:9/first.zip")
    expect(problems.locator("[data-pack-said]")).to_contain_text("could not be fetched")
    assert Path(problems.url).name == "problems"
