"""What a visitor's code cannot do: reach the page, storage, the network, or the application's own addresses."""

import pytest

from tests.browser.bench import Bench
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["js", "pyodide_js", "_pyodide_core", "ctypes", "_ctypes"])
def test_no_module_leads_to_javascript(bench: Bench, name: str):
    assert bench.run(f"def f():\n    import {name}").raised.startswith("ModuleNotFoundError")


def test_nothing_within_reach_is_a_proxy_or_makes_one(bench: Bench):
    """Also where only the collector finds it, and after all that is left of Pyodide has been imported again."""
    ran = bench.run(
        "from descent.sandbox.doors import proxies\n\n"
        "def f():\n"
        "    for name in ('pyodide', 'pyodide.ffi', 'pyodide.code', 'pyodide.http', 'pyodide.webloop', '_pyodide'):\n"
        "        try:\n            __import__(name)\n        except ImportError:\n            pass\n"
        "    return proxies()"
    )
    assert ran.returned == []


def test_an_exception_of_javascript_made_by_hand_leads_nowhere(bench: Bench):
    ran = bench.run(
        "import gc\n\ndef f():\n"
        "    found = []\n"
        "    for kind in gc.get_objects():\n"
        "        if isinstance(kind, type) and kind.__name__ == 'JsException':\n"
        "            try:\n                found.append(str(kind('name', 'text').constructor))\n"
        "            except BaseException:\n                pass\n"
        "    return found"
    )
    assert ran.returned == []


@pytest.mark.parametrize(
    "write",
    [
        "file = open('/tmp/x', 'wb')\nwhile True: file.write(bytes(2**20))",
        "open('/tmp/x', 'wb').truncate(2**30)",
        "import os\n_, end = os.pipe()\nwhile True: os.write(end, bytes(2**20))",
        "import os\nos.symlink('x' * 10**6, '/tmp/link')",
        "for k in range(10**5): open(f'/tmp/{k}', 'w').close()",
    ],
    ids=["a file", "a length", "a pipe", "a link", "files"],
)
def test_files_and_pipes_have_a_limit_for_they_are_kept_in_memory_of_javascript(bench: Bench, write: str):
    body = "".join(f"    {line}\n" for line in write.splitlines())
    assert bench.run(f"def f():\n{body}").raised.startswith("OSError")


def test_files_within_the_limit_can_be_written_and_read(bench: Bench):
    write, read = "open('/tmp/x', 'wb').write(bytes(2**24))", "len(open('/tmp/x', 'rb').read())"
    ran = bench.run(f"def f():\n    {write}\n    return {read}")
    assert ran.returned == 2**24


def test_pyodides_own_ways_to_the_network_are_closed(bench: Bench, site: Site):
    site.faults.asked.clear()
    for source in (
        "def f():\n    from pyodide.http import open_url\n    return open_url('/api/secret').read()",
        "def f():\n    from pyodide.http import pyxhr\n    return pyxhr.get('/api/secret').text",
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
