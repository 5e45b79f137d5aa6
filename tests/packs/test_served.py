"""What the server says of the packs that it was given. It runs none of their Python."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.web.application import create_app
from app.web.settings import Settings
from tests.packs.test_reading import EXAMPLE, read_files, zipped


def client(*packs: Path) -> TestClient:
    return TestClient(create_app(Settings(packs=packs, allowed_hosts=("testserver",))))


@pytest.fixture(scope="module")
def served() -> TestClient:
    return client(EXAMPLE)


def test_the_list_has_the_pack_in_a_section_of_its_own(served):
    page = served.get("/problems").text
    assert '<h2 id="pack-first-steps">First steps</h2>' in page
    assert 'href="/packs/first-steps/heavy-ball"' in page
    assert 'data-problem="first-steps/heavy-ball"' in page


def test_a_problem_of_a_pack_says_whose_tests_run_and_leaves_its_examples_to_the_browser(served):
    page = served.get("/packs/first-steps/heavy-ball").text
    assert "tests are Python by Optimizer Playground; they run in your browser, apart from everything else" in page
    assert page.count(" data-example>") == 2
    assert "pack.worker.js" in page
    assert "engine.worker.js" not in page
    assert "<li data-test=" not in page


def test_the_files_for_the_judge_are_those_of_the_pack(served):
    found = served.get("/api/packs/first-steps/heavy-ball").json()
    assert found["files"]["reference.py"] == (EXAMPLE / "heavy-ball" / "reference.py").read_text()


@pytest.mark.parametrize(
    ("address", "there"),
    [("/packs/nope/heavy-ball", "there are: first-steps"), ("/packs/first-steps/adam-step", "heavy-ball")],
)
def test_what_is_not_there_is_answered_with_what_is(served, address, there):
    for prefix in ("", "/api"):
        answer = served.get(prefix + address)
        assert answer.status_code == 404
        assert there in answer.text


def test_python_of_a_pack_does_not_run_in_the_server(tmp_path):
    written = tmp_path / "was-here"
    line = f"open({str(written)!r}, 'w')\n"
    texts = {name: (line + text if name.endswith(".py") else text) for name, text in read_files(EXAMPLE).items()}
    visitor = client(zipped(tmp_path / "pack.zip", texts))
    for address in ("/problems", "/packs/first-steps/heavy-ball", "/api/packs/first-steps/heavy-ball"):
        assert visitor.get(address).status_code == 200
    assert not written.exists()


def test_what_a_pack_says_of_itself_is_text(tmp_path):
    texts = {**read_files(EXAMPLE)}
    texts["pack.toml"] = texts["pack.toml"].replace('title = "First steps"', 'title = "<b>Bold</b>"')
    visitor = client(zipped(tmp_path / "pack.zip", texts))
    for address in ("/problems", "/packs/first-steps/heavy-ball"):
        page = visitor.get(address).text
        assert "<b>Bold" not in page
        assert "&lt;b&gt;Bold" in page


def test_problems_of_the_course_are_judged_by_the_engine_as_ever(served):
    page = served.get("/problems/gradient-step").text
    assert "engine.worker.js" in page
    assert "data-warning" not in page
