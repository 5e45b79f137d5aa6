"""Judges the files of one problem in this process, remembering what several checks need."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy
from descent.browser import Door, Sandbox
from descent.judge.submission import observe
from descent.judge.suite import Suite

from app.course import catalog

SEEDS = (0, 1, 2)
RUNS = 2

Outcomes = dict[str, str]
"""`{test id: outcome}`."""


def suite_of(slug: str, seed: int) -> Suite:
    """The problem ready to judge, with the inputs of that seed."""
    return _suite(slug, seed, catalog.chosen())


@cache
def _suite(slug: str, seed: int, _folder: Path) -> Suite:
    return Suite(catalog.files_for_browser(slug), seed, numpy)


def outcomes(suite: Suite, source: str) -> Outcomes:
    """The outcome of every test, from a fresh run of `source`, one of our own files: nothing guards this process."""
    return {
        test_id: suite.outcome(test_id, observe(source, suite.case(test_id), numpy, trusted=True))
        for test_id in suite.tests
    }


def mistake_outcomes(slug: str, seed: int) -> dict[str, Outcomes]:
    """The outcomes of every known mistake by name: the kill table of the problem."""
    return _mistake_outcomes(slug, seed, catalog.chosen())


def forget() -> None:
    """Judge anew when asked next: the files have changed."""
    _suite.cache_clear()
    _mistake_outcomes.cache_clear()


@cache
def _mistake_outcomes(slug: str, seed: int, folder: Path) -> dict[str, Outcomes]:
    suite = _suite(slug, seed, folder)
    return {
        name: {test_id: suite.outcome_of_mistake(name, test_id) for test_id in suite.tests} for name in suite.mistakes
    }


def judged(slug: str, source: str, seed: int = 0) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The summary and the verdicts by way of the door, bytes and all, as the page gets them."""
    door, sandbox = Door(numpy), Sandbox(numpy)
    opened, _ = door.call("judge.open", json.dumps({"problem": catalog.files_for_browser(slug), "seed": seed}))
    verdicts = []
    for test in json.loads(opened)["tests"]:
        given = json.dumps({"id": test["id"]})
        _, case = door.call("judge.case", given)
        assert case is not None
        said, _ = door.call("judge.verdict", given, sandbox.run(source, case))
        verdicts.append(json.loads(said))
    summary, _ = door.call("judge.close")
    return json.loads(summary), verdicts


def correct_sources(slug: str) -> dict[str, str]:
    """The reference and the alternates by name."""
    return {"reference": catalog.files_for_browser(slug)["reference.py"], **catalog.alternates(slug)}


def public_tests(slug: str) -> list[str]:
    """The ids of the tests whose inputs a learner sees."""
    return [test.id for test in suite_of(slug, 0).tests.values() if test.visibility == "public"]
