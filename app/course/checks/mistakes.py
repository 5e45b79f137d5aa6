"""What every problem keeps of its known mistakes and of the tests that catch them."""

import ast
from collections.abc import Iterator

import numpy
from descent.judge.difference import closeness
from descent.judge.recognition import recognise
from descent.judge.submission import observe
from descent.judge.suite import Suite

from app.course import catalog
from app.course.checks.judgements import SEEDS, judged, mistake_outcomes, public_tests, suite_of

MORE_SEEDS = range(100, 120)


def each_mistake_is_caught_and_recognised(slug: str) -> Iterator[str]:
    """Every mistake fails a test and is recognised, to the last bit, by its own name."""
    for seed in SEEDS:
        suite, found = suite_of(slug, seed), mistake_outcomes(slug, seed)
        for name, source in suite.mistakes.items():
            if not set(found[name].values()) - {"pass"}:
                yield f"no test catches {name}, seed {seed}"
                continue
            seen = {test_id: observe(source, suite.case(test_id), numpy, trusted=True) for test_id in suite.tests}
            recognised = recognise(suite, seen, found[name])
            if recognised is None or recognised.name != name or not recognised.exact:
                yield f"{name} is recognised as {recognised.name if recognised else 'nothing'}, seed {seed}"


def each_mistake_fails_at_every_seed(slug: str) -> Iterator[str]:
    """No mistake passes by the luck of what is drawn: it fails at twenty more seeds."""
    found, files = mistake_outcomes(slug, 0), catalog.files_for_browser(slug)
    for seed in MORE_SEEDS:
        suite = Suite(files, seed, numpy)
        for name in suite.mistakes:
            likely = sorted(suite.tests, key=lambda test_id: found[name][test_id] == "pass")
            if all(suite.outcome_of_mistake(name, test_id) == "pass" for test_id in likely):
                yield f"{name} passes with seed {seed}"


def each_mistake_has_a_message(slug: str) -> Iterator[str]:
    """A mistake's docstring is a sentence or two for the learner."""
    for name, source in suite_of(slug, 0).mistakes.items():
        message = ast.get_docstring(ast.parse(source)) or ""
        if not 40 <= len(message) <= 320 or message.rstrip()[-1] not in ".?":
            yield f"the docstring of {name} is not a sentence or two ({len(message)} characters)"


def enough_mistakes(slug: str) -> Iterator[str]:
    """There are enough mistakes, among them one that does nothing and one that knows only the public examples."""
    mistakes = suite_of(slug, 0).mistakes
    fewest = catalog.problem(slug).fewest_mistakes
    if len(mistakes) < fewest:
        yield f"{len(mistakes)} mistakes; at least {fewest} are wanted"
    for name in ("does_nothing", "table_of_examples"):
        if name not in mistakes:
            yield f"the mistake {name} is missing"
    public = public_tests(slug)
    if not public:
        yield "no test is public"
    known = mistake_outcomes(slug, 0).get("table_of_examples", {})
    missed = [test_id for test_id in public if known.get(test_id) != "pass"]
    if missed:
        yield f"table_of_examples does not pass the public {', '.join(missed)}"


def pages_are_told_of_mistakes(slug: str) -> Iterator[str]:
    """What a page gets names the two mistakes that always belong, and has a verdict for every test."""
    for name in ("does_nothing", "table_of_examples"):
        source = catalog.files_for_browser(slug).get(f"mistakes/{name}.py", "")
        summary, verdicts = judged(slug, source)
        if (summary.get("mistake") or {}).get("name") != name:
            yield f"the page is not told of {name}"
        if any(verdict.get("outcome") not in ("pass", "fail", "error") for verdict in verdicts):
            yield f"a verdict on {name} is missing"


def each_test_catches_a_mistake(slug: str) -> Iterator[str]:
    """Every test catches a mistake that no public example catches, or is marked `contract` and catches something."""
    found, public = mistake_outcomes(slug, 0), public_tests(slug)
    hidden = [name for name, seen in found.items() if all(seen[test_id] == "pass" for test_id in public)]
    for test in suite_of(slug, 0).tests.values():
        if not test.contract and all(found[name][test.id] == "pass" for name in hidden):
            yield f"{test.id} catches nothing that the public examples miss, and is not marked contract"
        if all(seen[test.id] == "pass" for seen in found.values()):
            yield f"{test.id} catches no mistake at all"


def no_mistake_near_the_tolerance(slug: str) -> Iterator[str]:
    """No mistake lies within ten times of the tolerance, on either side."""
    for seed in SEEDS:
        suite = suite_of(slug, seed)
        for name in suite.mistakes:
            for test in suite.tests.values():
                if test.kind in ("property", "raises"):
                    continue
                seen, reference = suite.mistake(name, test.id), suite.reference(test.id)
                distance = closeness(seen, reference, suite.measure(test.id), numpy, enough=10)
                if 0.1 < distance < 10:
                    yield f"{name} lies {distance:.3g} tolerances off in {test.id}, seed {seed}"
