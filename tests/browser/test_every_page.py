"""Every page keeps two promises: nothing is logged as an error, and no request leaves the origin."""

import importlib
import pkgutil

import pytest
from playwright.sync_api import Page

from app import routes
from tests.browser.site import Site

pytestmark = pytest.mark.browser

PAGES = {
    "/": "/",
    "/problems": "/problems",
    "/problems/kill-table": "/problems/kill-table",
    "/problems/{slug}": "/problems/adam-step",
    "/rules": "/rules",
    "/rules/{name}": "/rules/soap",
    "/playground": "/playground",
    "/compare": "/compare",
    "/compare/parity": "/compare/parity",
}
"""Route -> an address of it. A run's own page, `/compare/{id}`, needs a run: `test_compare_page` visits it."""

NO_PAGES = ("/api", "/assets", "/vendor", "/package", "/healthz")


def test_every_route_of_a_page_is_visited_here():
    modules = [importlib.import_module(f"app.routes.{found.name}") for found in pkgutil.iter_modules(routes.__path__)]
    paths = {route.path for module in modules if hasattr(module, "router") for route in module.router.routes}
    assert {path for path in paths if not path.startswith(NO_PAGES)} == {*PAGES, "/compare/{id}"}


@pytest.mark.parametrize("address", PAGES.values())
def test_a_page_logs_no_error_and_asks_no_other_origin(page: Page, site: Site, address: str):
    logged: list[str] = []
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: message.type in ("error", "warning") and logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    answer = page.goto(site.address + address, wait_until="load")
    assert answer
    assert answer.ok
    if page.locator("html[data-python]").count():
        page.wait_for_selector("html[data-python=ready]", state="attached", timeout=90_000)
    page.wait_for_load_state("networkidle")
    assert asked
    assert [url for url in asked if not url.startswith((site.address, "data:", "blob:"))] == []
    assert logged == []
