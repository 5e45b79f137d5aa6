"""What every problem keeps of its correct and unfinished solutions. Each check yields a sentence per offence."""

from collections.abc import Iterator

import numpy
from descent.judge.difference import closeness
from descent.judge.submission import observe

from app.course import catalog, examples
from app.course.checks.judgements import RUNS, SEEDS, correct_sources, judged, mistake_outcomes, outcomes, suite_of

ALTERNATES = 4


def reference_and_alternates_pass(slug: str) -> Iterator[str]:
    """Every correct solution passes every test and is taken for no mistake."""
    for name, source in correct_sources(slug).items():
        summary, _ = judged(slug, source)
        failed = [test["id"] for test in summary["tests"] if test["outcome"] != "pass"]
        if failed:
            yield f"{name} fails {', '.join(failed)}"
        if summary["mistake"]:
            yield f"{name} is taken for the mistake {summary['mistake']['name']}"


def alternates_in_several_styles(slug: str) -> Iterator[str]:
    """There are at least four other correct styles."""
    found = len(catalog.alternates(slug))
    if found < ALTERNATES:
        yield f"{found} alternates; at least {ALTERNATES} are wanted"


def unfinished_code_fails_readably(slug: str) -> Iterator[str]:
    """The starter, an empty file and one that raises fail every test, each with a sentence."""
    problem = catalog.problem(slug)
    for what, source in {"starter": problem.starter, "empty": "", "raise": "raise ValueError('not yet')"}.items():
        _, verdicts = judged(slug, source)
        passed = [verdict["id"] for verdict in verdicts if verdict["outcome"] == "pass"]
        if passed:
            yield f"{what} passes {', '.join(passed)}"
        if any(not verdict["sentence"] or "Traceback" in verdict["sentence"] for verdict in verdicts):
            yield f"{what} fails without a readable sentence"
        if what == "empty" and problem.entry not in verdicts[0]["sentence"]:
            yield f"an empty file is not told that {problem.entry} is missing"
        errors = [verdict["error"] for verdict in verdicts if verdict["outcome"] == "error"]
        if what == "raise" and not (errors and errors[0]["frames"][-1]["line"] > 0):
            yield "an exception does not name its line"


def correct_styles_agree(slug: str) -> Iterator[str]:
    """Alternates stay within a tenth of the tolerance of the reference."""
    for seed in SEEDS:
        suite = suite_of(slug, seed)
        for name, source in catalog.alternates(slug).items():
            for test in suite.tests.values():
                if test.kind in ("property", "raises"):
                    continue
                seen = observe(source, suite.case(test.id), numpy, trusted=True)
                distance = closeness(seen, suite.reference(test.id), suite.measure(test.id), numpy)
                if not distance < 0.1:
                    yield f"{name} is {distance:.3g} tolerances from the reference in {test.id}, seed {seed}"


def same_verdicts_every_time(slug: str) -> Iterator[str]:
    """Three seeds and two runs each give the same verdicts."""
    files = catalog.files_for_browser(slug)
    sources = {
        **correct_sources(slug),
        "starter": catalog.problem(slug).starter,
        "does_nothing": files["mistakes/does_nothing.py"],
    }
    for name, source in sources.items():
        seen = [outcomes(suite_of(slug, seed), source) for seed in SEEDS for _ in range(RUNS)]
        if any(one != seen[0] for one in seen):
            yield f"{name} is judged differently from run to run"
    by_seed = [mistake_outcomes(slug, seed) for seed in SEEDS]
    for name in by_seed[0]:
        if any(found[name] != by_seed[0][name] for found in by_seed):
            yield f"the mistake {name} is judged differently from seed to seed"


def shown_solution_passes(slug: str) -> Iterator[str]:
    """The first Python block of solution.md passes."""
    blocks = catalog.problem(slug).solution.split("```python\n")
    if len(blocks) < 2 or not judged(slug, blocks[1].split("```")[0])[0]["passed"]:
        yield "the first Python block of solution.md does not pass"


def examples_come_from_the_reference(slug: str) -> Iterator[str]:
    """The statement has worked examples, and another reference would change them."""
    problem = catalog.problem(slug)
    if "```example" not in problem.statement:
        yield "statement.md has no worked example"
        return
    files = catalog.files_for_browser(slug)
    worked = examples.statement(problem)
    if "```example" in worked or worked == examples.statement(problem, files["mistakes/does_nothing.py"]):
        yield "an example does not depend on the reference"
