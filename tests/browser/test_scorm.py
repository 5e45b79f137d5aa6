"""A SCORM package on a plain host of files, below a page that is a learning management system's run-time."""

import subprocess
import sys
import threading
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from app.static_site.scorm import CONTENT, SCORM
from tests.packs.test_reading import EXAMPLE

pytestmark = pytest.mark.browser

RUNTIME = """<!doctype html><title>LMS</title><script>
window.calls = [];
window.kept = {"cmi.core.lesson_status": "not attempted", "cmi.core.score.raw": ""};
const told = (name, answer) => (...given) => { calls.push([name, ...given]); return answer(...given); };
window.API = {
  LMSInitialize: told("LMSInitialize", () => "true"),
  LMSFinish: told("LMSFinish", () => "true"),
  LMSGetValue: told("LMSGetValue", (name) => kept[name] ?? ""),
  LMSSetValue: told("LMSSetValue", (name, value) => { kept[name] = value; return "true"; }),
  LMSCommit: told("LMSCommit", () => "true"),
  LMSGetLastError: () => "0",
};
</script><iframe width=1200 height=700></iframe>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_given):
        """Say nothing."""


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    """The package, unpacked where some system keeps it."""
    folder = tmp_path_factory.mktemp("lms")
    # In a process of its own: Playwright has a loop in this one.
    command = [sys.executable, "-m", "app", "export-scorm", str(EXAMPLE), str(folder / "pack.zip")]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(folder / "pack.zip") as archive:
        archive.extractall(folder / "course" / "42")
    (folder / "index.html").write_text(RUNTIME)
    return folder


@pytest.fixture(scope="module")
def host(package: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(package)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_manifest_names_one_activity_a_problem_and_every_file(package: Path):
    below = package / "course" / "42"
    root = ElementTree.parse(below / "imsmanifest.xml").getroot()
    spaces = {"": CONTENT}
    assert root.tag == f"{{{CONTENT}}}manifest"
    assert [child.tag.split("}")[1] for child in root] == ["metadata", "organizations", "resources"]
    assert root.findtext("metadata/schema", namespaces=spaces) == "ADL SCORM"
    assert root.findtext("metadata/schemaversion", namespaces=spaces) == "1.2"
    organizations = root.find("organizations", spaces)
    organization = organizations.find("organization", spaces)
    assert organizations.get("default") == organization.get("identifier")
    items = organization.findall("item", spaces)
    assert [item.findtext("title", namespaces=spaces) for item in items] == [
        "A heavy ball",
        "Gradients within bounds",
        "A learning rate that falls",
    ]
    resources = {one.get("identifier"): one for one in root.iterfind("resources/resource", spaces)}
    for item in items:
        resource = resources[item.get("identifierref")]
        assert resource.get(f"{{{SCORM}}}scormtype") == "sco"
        assert resource.find("file", spaces).get("href") == resource.get("href")
        assert resource.find("dependency", spaces).get("identifierref") in resources
    named = {file.get("href") for file in root.iterfind("resources/resource/file", spaces)}
    there = {path.relative_to(below).as_posix() for path in below.rglob("*") if path.is_file()}
    assert named == there - {"imsmanifest.xml"}


def test_a_run_reports_its_score_to_the_system_around_it(page: Page, host: str):
    logged: list[str] = []
    page.on("pageerror", lambda error: logged.append(str(error)))
    page.goto(f"{host}/index.html")
    page.evaluate("document.querySelector('iframe').src = 'course/42/packs/first-steps/clip-by-value/index.html'")
    frame = page.frame_locator("iframe")
    frame.locator("html[data-scorm=reporting]").wait_for(state="attached")
    frame.locator("[data-run]:enabled").wait_for(state="attached")
    assert page.evaluate("kept")["cmi.core.lesson_status"] == "incomplete"

    def run(path: str) -> dict[str, str]:
        commits = page.evaluate("calls.filter(([name]) => name === 'LMSCommit').length")
        source = (EXAMPLE / "clip-by-value" / path).read_text()
        frame.locator("code-editor").evaluate("(editor, source) => { editor.value = source }", source)
        frame.get_by_role("button", name="Run tests").click()
        page.wait_for_function(
            "(before) => calls.filter(([name]) => name === 'LMSCommit').length > before", arg=commits
        )
        return page.evaluate("kept")

    wrong = run("mistakes/from_above_only.py")
    assert wrong["cmi.core.lesson_status"] == "incomplete"
    assert 0 < int(wrong["cmi.core.score.raw"]) < 100
    assert (wrong["cmi.core.score.min"], wrong["cmi.core.score.max"]) == ("0", "100")
    right = run("reference.py")
    assert (right["cmi.core.lesson_status"], right["cmi.core.score.raw"]) == ("passed", "100")
    assert run("mistakes/does_nothing.py")["cmi.core.score.raw"] == "100", "the best run counts"

    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    page.wait_for_function("calls.some(([name]) => name === 'LMSFinish')")
    assert page.evaluate("calls[0][0]") == "LMSInitialize"
    assert logged == []
