"""Lines tried on a learner's code: every example of every problem runs, and what goes wrong is told by its line."""

import base64
import html
import re

import numpy as np
import pytest
from descent import wire
from descent.browser import Sandbox
from starlette.testclient import TestClient

from app.course import catalog
from app.course.try_it import try_it
from app.web.application import create_app

SLUGS = catalog.slugs()


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(), base_url="http://localhost")


def filled(code: str, lines: str) -> str:
    """The program as the page fills it."""
    trial = try_it()
    made = trial["program"]
    for place, text in ((trial["code"], code), (trial["lines"], lines)):
        made = made.replace(place, base64.b64encode(text.encode()).decode())
    return made


def printed(code: str, lines: str) -> str:
    """What the page shows."""
    heard: list[str] = []
    sandbox = Sandbox(np)
    seen = sandbox.run(filled(code, lines), base64.b64decode(try_it()["case"]), lambda _, text: heard.append(text))
    assert wire.unpack(seen, np)["failure"] is None
    return "".join(heard)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_first_example_of_a_problem_runs_on_its_solution(client: TestClient, slug: str) -> None:
    page = client.get(f"/problems/{slug}").text
    example = html.unescape(re.sub("<[^>]+>", "", re.findall(r'<pre class="listing".*?</pre>', page, re.DOTALL)[0]))
    assert "\n# " in example
    text = printed(catalog.files_for_browser(slug)["reference.py"], example)
    assert "Traceback" not in text
    assert text.strip() != ""


def test_the_value_of_the_last_line_and_the_names_that_were_given_are_shown() -> None:
    code = "import numpy as np\n\ndef double(x):\n    print('called')\n    x *= 2\n    return x.sum()\n"
    text = printed(code, "x = np.ones(2)\ny, z = 1, 'ä\\n'\ndouble(x)\n# a comment\n")
    assert text == "called\nnp.float64(4.0)\nx = array([2., 2.])\ny = 1\nz = 'ä\\n'\n"


def test_an_error_names_the_lines_of_both_and_none_of_ours() -> None:
    text = printed("def f(x):\n    return 1 / x\n", "a = 1\nf(0)\n")
    assert text.splitlines() == [
        "Traceback (most recent call last):",
        '  File "lines to try", line 2, in <module>',
        "    f(0)",
        '  File "your code", line 2, in f',
        "    return 1 / x",
        "           ~~^~~",
        "ZeroDivisionError: division by zero",
    ]


def test_code_that_is_no_python_is_told_with_its_place() -> None:
    assert '  File "your code", line 1\n' in printed("def f(:\n", "f()")
    assert '  File "lines to try", line 2\n' in printed("", "a = 1\n(")


def test_nothing_printed_is_nothing_shown() -> None:
    assert printed("", "") == ""
