"""Stop and running out of time end any program within 1.5 s, with and without isolation; a crash is told within 5 s."""

from collections.abc import Iterator

from playwright.sync_api import Browser

from app.course.catalog import files_for_browser
from benchmarks.browser import workbench
from benchmarks.promise import Result, least_of
from tests.browser import test_recovery as programs
from tests.browser.bench import Bench
from tests.browser.problem_page import SLUG
from tests.browser.site import Site

STOP, CRASH = 1.5, 5.0
ENDLESS = {
    "an endless loop": programs.ENDLESS,
    "a loop that prints": programs.ENDLESS_PRINT,
    "a loop that catches everything": programs.CATCHES_ALL,
    "a loop in C": programs.LONG_IN_C,
    "a sleep": programs.SLEEPS,
}
BREAKS = {"in repr": programs.REPR_RECURSION, "in a sort key": programs.SORT_RECURSION, "by exit": programs.EXITS}
JUDGED = """async (submission) => {
  const { judging, events } = workbench;
  events.length = 0;
  const judged = judging.judge(submission);
  while (!events.some(({ type }) => type === "output")) await new Promise((resolve) => setTimeout(resolve, 2));
  const pressed = performance.now();
  judging.stop();
  await judged;
  return (performance.now() - pressed) / 1000;
}"""


def waited(bench: Bench, source: str, **options: object) -> float:
    """Seconds from Stop, or from the time-out, to the end of the run, a spare standing by."""
    bench.spare()
    ran = bench.run(source, **options)
    return ran.waited - float(options.get("timeout", 0)) / 1000  # type: ignore[arg-type]


def suite_stopped(bench: Bench, body: str) -> float:
    """Seconds from Stop to the end of a suite that is in an endless program."""
    bench.spare()
    source = f"def adam_step(*arguments, **settings):\n    print('begun')\n    {body}\n"
    found: float = bench.page.evaluate(JUDGED, {"problem": files_for_browser(SLUG), "source": source})
    return found


def crashed(bench: Bench, source: str) -> float:
    """Seconds until a program that breaks the interpreter has been told."""
    bench.spare()
    return bench.run(source).seconds


def results(browser: Browser, site: Site) -> Iterator[Result]:
    """Every program, stopped and out of time; a suite; without isolation, where each costs its worker."""
    with workbench(browser, site) as bench:
        for name, source in ENDLESS.items():
            stop = lambda source=source: waited(bench, source, stopOn="line")  # noqa: E731
            yield least_of(stop, f"Stop to the end of {name}", "s", STOP)
            over = lambda source=source: waited(bench, source, timeout=200)  # noqa: E731
            yield least_of(over, f"time-out to the end of {name}", "s", STOP)
        for name, body in {"an endless loop": "while True: pass", "a loop in C": "sum(range(10**11))"}.items():
            yield least_of(
                lambda body=body: suite_stopped(bench, body), f"Stop to the end of a suite in {name}", "s", STOP
            )
        for name, source in BREAKS.items():
            yield least_of(lambda source=source: crashed(bench, source), f"a crash {name} is told", "s", CRASH)
    plain = Site(isolated=False)
    try:
        with workbench(browser, plain) as bench:
            stop = lambda: waited(bench, programs.ENDLESS, stopOn="line")  # noqa: E731
            yield least_of(stop, "Stop to the end of an endless loop, not isolated", "s", STOP)
            over = lambda: waited(bench, programs.ENDLESS, timeout=200)  # noqa: E731
            yield least_of(over, "time-out to the end of an endless loop, not isolated", "s", STOP)
    finally:
        plain.close()
