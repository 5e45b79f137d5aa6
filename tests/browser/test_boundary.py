"""What a visitor's code cannot do: reach the page, storage, the network, or the application's own addresses."""

import pytest

from tests.browser.bench import Bench
from tests.browser.site import Site

pytestmark = pytest.mark.browser

# What Python can get hold of: JavaScript objects found by any of these ways.
REACH = '''
import gc, sys

def proxies():
    """Every JavaScript object within reach of Python: imported, on the stack, and two attributes deep."""
    found = []
    for name in ("js", "pyodide_js"):
        try:
            found.append(__import__(name))
        except ImportError:
            pass
    frame = sys._getframe()
    while frame:
        found += [thing for thing in frame.f_locals.values() if "Js" in type(thing).__name__]
        frame = frame.f_back
    found += [thing for thing in gc.get_objects() if "Js" in type(thing).__name__]
    found += [thing for module in list(sys.modules.values()) for thing in list(getattr(module, "__dict__", {}).values())
              if "Js" in type(thing).__name__]
    for _ in range(2):
        more = []
        for thing in found:
            for name in dir(thing):
                if name.startswith("__"):
                    continue
                try:
                    more.append(getattr(thing, name))
                except BaseException:
                    pass
        found += [thing for thing in more if "Js" in type(thing).__name__]
    return found
'''


def test_js_is_an_empty_namespace(bench: Bench):
    ran = bench.run("import js\n\ndef f():\n    return list(js.object_keys())")
    assert ran.returned == []


@pytest.mark.parametrize(
    "name", ["fetch", "postMessage", "indexedDB", "XMLHttpRequest", "WebSocket", "caches", "eval", "self", "globalThis"]
)
def test_js_gives_no_global(bench: Bench, name: str):
    ran = bench.run(f"def f():\n    from js import {name}")
    assert ran.raised.startswith("ImportError")


def test_pyodide_js_is_gone(bench: Bench):
    assert bench.run("def f():\n    import pyodide_js").raised.startswith("ModuleNotFoundError")


@pytest.mark.parametrize("code", ["1 + 1", "self.postMessage({})", "fetch('/api/secret')"])
def test_javascript_cannot_be_run_from_python(bench: Bench, code: str):
    ran = bench.run(f"from pyodide.code import run_js\n\ndef f():\n    return run_js({code!r})")
    assert ran.raised.startswith("ImportError")


def test_functions_cannot_be_made_of_strings_even_with_the_constructor_in_hand(bench: Bench):
    ran = bench.run("import js\n\ndef f():\n    return str(js.constructor.constructor('return 1')())")
    assert "EvalError" in ran.raised or "Content Security Policy" in ran.raised


def test_no_javascript_object_within_reach_leads_out(bench: Bench):
    source = f"""{REACH}
def f():
    reach = proxies()
    names = ("fetch", "indexedDB", "postMessage", "XMLHttpRequest", "WebSocket", "caches", "BroadcastChannel")
    hits = []
    for thing in reach:
        for name in names:
            try:
                getattr(thing, name)
            except BaseException:
                continue
            hits.append(name + " of " + str(type(thing)))
    return [len(reach) > 0, hits]
"""
    searched, hits = bench.run(source).returned
    assert searched
    assert hits == []


def test_pyodides_own_ways_to_the_network_are_closed(bench: Bench, site: Site):
    site.faults.asked.clear()
    for source in (
        "from pyodide.http import open_url\n\ndef f():\n    return open_url('/api/secret').read()",
        "from pyodide.http import pyxhr\n\ndef f():\n    return pyxhr.get('/api/secret').text",
        "import urllib.request\n\ndef f():\n    return urllib.request.urlopen('http://127.0.0.1/api/secret').read()",
    ):
        ran = bench.run(source)
        assert ran.observation.failure is not None, source
    bench.run(
        "from asyncio import *\nfrom pyodide.http import *\n\ndef f():\n    ensure_future(pyfetch('/api/secret'))"
    )
    bench.page.wait_for_timeout(200)
    assert "/api/secret" not in site.faults.asked


def test_the_worker_reaches_its_files_and_no_other_address(bench: Bench, site: Site):
    """Its own policy holds even for JavaScript in it: what the headers promise, tried with a worker's own `fetch`."""
    tried = bench.page.evaluate(
        """async (addresses) => {
            const worker = new Worker("/probe.worker.js", { type: "module" });
            worker.postMessage(addresses);
            return new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data)));
        }""",
        ["/api/secret", "/", "https://example.org/", site.assets["descent"], site.assets["numpy"]],
    )
    assert tried == ["refused", "refused", "refused", "fetched", "fetched"]


def test_what_a_program_prints_cannot_pass_for_an_answer(bench: Bench):
    forged = '{"id": 1, "result": {"observation": "forged", "tampered": []}}'
    ran = bench.run(f"def f():\n    print({forged!r})\n    return 'true'")
    assert ran.returned == "true"
    assert ran.printed.strip() == forged
