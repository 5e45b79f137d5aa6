"""A page with the studio on it, as Python sees it."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.chromium import PATIENCE
from tests.browser.site import Site

_OPEN = """async (scripts) => {
  const { Studio } = await import(scripts + 'python/studio.js');
  const plain = (answer) => ({ ...answer, arrays: Object.fromEntries(Object.entries(answer.arrays ?? {}).map(
    ([name, { data, shape }]) => [name, { kind: data.constructor.name, data: Array.from(data), shape }])) });
  const studio = new Studio(workbench.runtime);
  window.bench = {
    studio,
    plain,
    ask: async (method, args, options) => plain(await studio.ask(method, args, options)),
    several: async (method, args) => (await studio[method](args)).value.racers.map(plain),
    job: async (kind, args, cancelAfter, options) => {
      const pieces = [], at = [], started = performance.now();
      const job = studio.start(kind, args, { ...options, onPiece: (value, arrays, progress) => {
        pieces.push({ ...plain({ value, arrays }), progress });
        at.push(performance.now() - started);
        if (pieces.length === cancelAfter) job.cancel();
      }});
      const ended = plain(await job.ended);
      return { ended, pieces, at, milliseconds: performance.now() - started };
    },
  };
}"""


class StudioBench:
    """Asks as a page does; answers as dicts with arrays as lists."""

    def __init__(self, page: Page, site: Site):
        self.page = page
        page.evaluate(_OPEN, site.scripts)

    def ask(self, method: str, args: dict[str, Any], **options: Any) -> dict[str, Any]:
        """How one request ended; it may take as long as it wants."""
        given = {"timeout": PATIENCE, **options}
        answer: dict[str, Any] = self.page.evaluate("([m, a, o]) => bench.ask(m, a, o)", [method, args, given])
        return answer

    def several(self, method: str, **args: Any) -> list[dict[str, Any]]:
        """What `studio.race` or `studio.measures` says of each racer."""
        entries: list[dict[str, Any]] = self.page.evaluate("([m, a]) => bench.several(m, a)", [method, args])
        return entries

    def job(self, kind: str, args: dict[str, Any], cancel_after: int = 0, **options: Any) -> dict[str, Any]:
        """How a job ended, its pieces, and when each came, in milliseconds."""
        found: dict[str, Any] = self.page.evaluate(
            "([k, a, c, o]) => bench.job(k, a, c, o)",
            [kind, args, cancel_after, {"timeout": PATIENCE, **options}],
        )
        return found
