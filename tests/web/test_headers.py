import re

import pytest
from fastapi import FastAPI, Response
from fastapi.testclient import TestClient

from app.web.middleware.headers import ISOLATION, PAGE_CSP, PLOTLY_PAGE_CSP, Isolation, worker_csp


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.add_middleware(Isolation)
    app.add_api_route("/", lambda: Response("page"))
    app.add_api_route("/drawn", lambda: Response("page", headers={"Content-Security-Policy": PLOTLY_PAGE_CSP}))
    app.add_api_route("/assets/0/js/python/workers/sandbox.worker.js", lambda: Response("worker"))
    return TestClient(app, base_url="http://site.test:8000")


@pytest.mark.parametrize("path", ["/", "/drawn", "/assets/0/js/python/workers/sandbox.worker.js", "/missing"])
def test_every_response_isolates(client: TestClient, path: str):
    headers = client.get(path).headers
    assert {name: headers[name] for name in ISOLATION} == ISOLATION


def test_a_page_has_the_strict_policy(client: TestClient):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert policy == PAGE_CSP
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy


def test_a_route_can_set_its_own_policy(client: TestClient):
    policy = client.get("/drawn").headers["Content-Security-Policy"]
    assert policy == PLOTLY_PAGE_CSP
    assert re.sub(r" 'sha256-[^']+'|; style-src-attr 'unsafe-inline'", "", policy) == PAGE_CSP


def test_a_workers_script_may_fetch_the_files_it_starts_from_and_nothing_else(client: TestClient):
    policy = client.get("/assets/0/js/python/workers/sandbox.worker.js").headers["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
        "connect-src site.test:8000/vendor/ site.test:8000/package/"
    )


def test_a_site_below_a_path_names_that_path():
    assert "connect-src site.test/play/vendor/ site.test/play/package/" in worker_csp("site.test", "/play")


@pytest.mark.parametrize("host", ["[::1]:8000", "", "site.test; script-src *", "site.test *"])
def test_a_host_that_a_policy_cannot_hold_is_not_put_into_it(host: str):
    assert worker_csp(host).endswith("connect-src 'self'")
