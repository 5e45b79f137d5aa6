"""Code that waits for somebody to type, and code that never runs: a plain sentence, and nothing in the console."""

import sys

import pytest
from playwright.sync_api import Browser

from app.course.catalog import files_for_browser
from app.course.page_python import page_python
from tests.browser.bench import Bench
from tests.browser.site import Site

pytestmark = pytest.mark.browser

TOLD = "RuntimeError: nothing can be typed in while the tests run"


@pytest.fixture(scope="module")
def listened(chromium: Browser, site: Site):
    """A bench of its own, and what its page and workers have logged."""
    page = chromium.new_page()
    logged: list[str] = []
    page.on("console", lambda message: message.type in ("error", "warning") and logged.append(message.text))
    bench = Bench(page, site)
    bench.start()
    assert bench.settled() == {"state": "ready", "reason": None}
    yield bench, logged
    page.close()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("input('beta1? ')", TOLD),
        ("import sys; sys.stdin.read()", TOLD),
        ("import sys; sys.__stdin__.readline()", TOLD),
        ("import pdb; pdb.set_trace(); x = 1", TOLD),
        ("breakpoint()", "RuntimeError: there is no debugger here"),
    ],
)
def test_whoever_waits_for_typing_is_told_so_and_nothing_is_logged(listened, line, says):
    bench, logged = listened
    assert bench.run(f"def f():\n    {line}\n").raised.startswith(says)
    assert logged == []


@pytest.mark.parametrize("line", ["import os; return os.read(0, 5)", "return open(0, 'rb').read()"])
def test_whoever_reads_past_python_s_streams_is_at_the_end(listened, line):
    bench, logged = listened
    assert bench.run(f"def f():\n    {line}.decode()\n").returned == ""
    assert logged == []


def test_the_stored_modules_are_those_of_the_page(listened):
    bench, _ = listened
    names = sorted({*page_python()["modules"], *(name for name in sys.stdlib_module_names if name[0] != "_")})
    skipped = ("antigravity", "this", "idlelib", "test")
    source = f"""
import importlib, sys, numpy
def f():
    there = []
    for name in sorted({{*{names!r}, *(one for one in sys.stdlib_module_names if one[0] != "_")}} - set({skipped!r})):
        try:
            importlib.import_module(name)
            there.append(name)
        except ImportError:
            pass
    return [sys.version.split()[0], numpy.__version__, there]
"""
    stored = page_python()
    assert bench.run(source).returned == [stored["python"], stored["numpy"], stored["modules"]]


def test_what_no_known_mistake_resembles_is_named_after_the_verdicts(listened):
    bench, _ = listened
    problem = files_for_browser("adam-step")
    summary = bench.judge(problem, problem["reference.py"].replace("eps=1e-8", "eps=1e-6"))
    assert summary["mistake"]["message"] == "Where `eps` is not passed, yours acts as 1e-6. Its default is 1e-8."
    closed = [event for event in summary["events"] if event["type"] == "closed"]
    assert closed[0]["summary"]["mistake"] is None
