"""Makes the pictures of the README from the real pages: `python -m scripts.screenshots`."""

from pathlib import Path

from playwright.sync_api import ViewportSize

from app.course import catalog
from tests.browser.chromium import started
from tests.browser.problem_page import SLUG, ProblemPage
from tests.browser.site import Site

IMAGES = Path(__file__).parent.parent / "docs" / "images"
SIZE: ViewportSize = {"width": 1280, "height": 800}


def main() -> None:
    """The problem page with a recognised mistake, and the playground after a race."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    site = Site(isolated=True)
    with started() as browser:
        page = browser.new_page(viewport=SIZE)
        visit = ProblemPage(page, site)
        source = catalog.files_for_browser(SLUG)["mistakes/eps_inside_root.py"]
        visit.run(source.split('"""\n', 2)[-1].lstrip())
        page.screenshot(path=IMAGES / "problem.png")
        page = browser.new_page(viewport=SIZE)
        page.goto(f"{site.address}/playground")
        page.wait_for_selector("html[data-python=ready]", timeout=90_000)
        page.wait_for_selector("[data-plot=map][data-contours=ready]")
        page.screenshot(path=IMAGES / "playground.png")
    site.close()


if __name__ == "__main__":
    main()
