"""What the playground asks of Python and how soon it is there: paths, maps, report cards."""

from collections.abc import Iterator

from playwright.sync_api import Browser

from benchmarks.browser import workbench
from benchmarks.promise import Result, least_of
from tests.browser.site import Site
from tests.browser.studio_bench import StudioBench
from tests.browser.test_studio import ADAM, LOOPS_LATE, ROSENBROCK, TYPED

BASINS = {"ground": {"name": "himmelblau"}, "racer": ADAM, "columns": 128, "rows": 128, "steps": 200}
CANCEL = """async (args) => {
  let [job, asked] = [null, 0];
  const onOutput = () => {
    asked ||= performance.now();
    job.cancel();
  };
  job = bench.studio.start("report", args, { timeout: 200_000, onOutput });
  await job.ended;
  return performance.now() - asked;
}"""


def results(browser: Browser, site: Site) -> Iterator[Result]:
    """The limits are those of the page."""
    with workbench(browser, site) as bench:
        studio = StudioBench(bench.page, site)

        def race(count: int) -> float:
            racers = [{**ADAM, "id": str(k), "settings": {"lr": 0.001 * (k + 1)}} for k in range(count)]
            answer = studio.ask("studio.race", {"ground": ROSENBROCK, "racers": racers, "steps": 500})
            return float(answer["milliseconds"])

        race(1)
        yield least_of(lambda: race(5), "five Adams of 500 steps", "ms", 300)
        yield least_of(lambda: race(1), "one Adam of 500 steps", "ms", 100)
        maps = [studio.job("basins", BASINS) for _ in range(3)]
        yield Result("basins, 128 x 128 runs: the first pass", min(found["at"][0] for found in maps), "ms", 3, 200)
        yield Result(
            "basins, 128 x 128 runs: the whole map", min(found["milliseconds"] for found in maps), "ms", 3, 700
        )
        card = {"racer": {"id": "typed", "source": TYPED}}
        yield least_of(
            lambda: studio.job("report", card)["milliseconds"] / 1000, "report card of a typed rule", "s", 15
        )
        late = {"racer": {"id": "late", "source": LOOPS_LATE}}
        cancel = lambda: float(bench.page.evaluate(CANCEL, late)) / 1000  # noqa: E731
        yield least_of(cancel, "Cancel to the end of a job in an endless typed rule", "s", 1.5)
