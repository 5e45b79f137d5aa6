"""A class of thirty at one server over plain HTTP, where pages have no shared memory: everybody's work is judged.

Three browsers are real, as many as two cores carry; the others ask for everything that such a browser asks for.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx2 as httpx
import pytest
from playwright.sync_api import Browser

from app.course import catalog
from tests.browser.chromium import CLASSROOM
from tests.browser.problem_page import SLUG, ProblemPage
from tests.comparisons.workplace import until
from tests.serving import free_port, reachable

pytestmark = pytest.mark.browser

PUPILS = 30
REAL = 3
FILES = catalog.files_for_browser(SLUG)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server that listens to the network, as for a class."""
    port = free_port()
    environment = {
        "OPTIMIZER_PLAYGROUND_ALLOWED_HOSTS": f"{CLASSROOM},127.0.0.1,localhost",
        "OPTIMIZER_PLAYGROUND_RUNS_VAR": str(tmp_path_factory.mktemp("record")),
    }
    command = [sys.executable, "-m", "app", "serve", "--host", "0.0.0.0", "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, cwd=Path.cwd())
    until(lambda: reachable(port))
    yield port
    process.terminate()
    assert process.wait() == 0


def test_everybody_in_a_class_over_plain_http_is_judged(chromium: Browser, served: int):
    origin = f"http://{CLASSROOM}:{served}"
    asked: list[str] = []
    pupils = []
    for place in range(REAL):
        page = chromium.new_context().new_page()
        if place == 0:
            page.on("request", lambda request: asked.append(request.url))
        pupils.append(ProblemPage(page, None, origin=origin))
    assert [pupil.page.evaluate("[isSecureContext, typeof SharedArrayBuffer]") for pupil in pupils] == [
        [False, "undefined"]
    ] * REAL
    pupils[0].ready()
    addresses = [urlsplit(url).path for url in asked if url.startswith(origin)]
    assert len(addresses) > 30

    def load(_: int) -> set[int]:
        brotli = {"Accept-Encoding": "br"}
        with httpx.Client(base_url=f"http://127.0.0.1:{served}", headers=brotli, timeout=600) as client:
            return {client.get(path).status_code for path in addresses}

    with ThreadPoolExecutor(PUPILS - REAL) as others:
        loads = [others.submit(load, place) for place in range(PUPILS - REAL)]
        for pupil in pupils:  # while the others load
            pupil.ready()
            pupil.code = FILES["reference.py"]
            pupil.start()
        for pupil in pupils:
            outcomes = pupil.done()
            assert len(outcomes) == 21
            assert set(outcomes.values()) == {"pass"}
        assert [each.result() for each in loads] == [{200}] * (PUPILS - REAL)
    named = pupils[1].run(FILES["mistakes/no_bias_correction.py"])
    assert "fail" in named.values()
    assert pupils[1].mistake == "no_bias_correction"
    for pupil in pupils:
        # Over plain HTTP Chromium says so itself.
        assert [one for one in pupil.logged if "Cross-Origin-Opener-Policy header has been ignored" not in one] == []
        pupil.page.context.close()
