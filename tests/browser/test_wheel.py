"""The wheel is the whole site: installed elsewhere it serves every page, judges, and keeps its data with the user."""

import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from app.course import catalog
from tests.browser.installed import CHECKOUT, Installation, build
from tests.browser.problem_page import SLUG, ProblemPage
from tests.serving import free_port

pytestmark = pytest.mark.browser

MOST = 100_000_000
"""Bytes that hosts of files and of packages take in one file."""


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("elsewhere")
    wheel = build(folder)
    assert wheel.stat().st_size < MOST
    with zipfile.ZipFile(wheel) as archive:
        inside = {name.removeprefix("app/static/") for name in archive.namelist() if name.startswith("app/static/")}
    static = CHECKOUT / "static"
    assert inside == {path.relative_to(static).as_posix() for path in static.rglob("*") if path.is_file()}
    return Installation.of(wheel, folder)


@pytest.fixture(scope="module")
def address(installation: Installation) -> Iterator[str]:
    with installation.served(free_port()) as address:
        yield address


def test_what_is_installed_serves_every_page_and_judges(address: str, page: Page):
    for path in ("/", "/problems", "/playground", "/rules", "/rules/adam", "/compare"):
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200, path
    visit = ProblemPage(page, None, SLUG, address)
    visit.ready()
    files = catalog.files_for_browser(SLUG)
    assert set(visit.run(files["reference.py"]).values()) == {"pass"}
    assert "fail" in visit.run(files["mistakes/eps_inside_root.py"]).values()
    assert visit.mistake == "eps_inside_root"


def test_data_are_kept_with_the_user_and_not_among_the_packages(installation: Installation, address: str):
    assert address
    assert (installation.home / "data" / "optimizer-playground" / "runs.sqlite3").is_file()
    assert not list(installation.packages.rglob("*.sqlite3"))


def test_a_race_is_run_in_a_notebook_of_what_is_installed(installation: Installation):
    code = (
        "from optimizer_playground.notebook import Race, script; import optimizer_playground;"
        "print(optimizer_playground.__file__, len(script()));"
        "print(Race('sphere', ['adam'], steps=3).run()['Adam'].points.shape)"
    )
    done = installation.python(code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(installation.packages))
    assert done.stdout.rstrip().endswith("(4, 2)")


@pytest.mark.parametrize(
    "arguments",
    [
        ("vendor",),
        ("new-rule", "mine"),
        ("new-problem", "of-mine"),
        ("refresh",),
        ("check-problem", SLUG, "--store"),
        ("serve", "--reload"),
    ],
)
def test_what_changes_the_source_says_that_it_needs_a_checkout(installation: Installation, arguments: tuple[str, ...]):
    done = installation.run(*arguments)
    assert done.returncode == 2
    assert "it needs a checkout" in done.stderr
    assert "Traceback" not in done.stderr
