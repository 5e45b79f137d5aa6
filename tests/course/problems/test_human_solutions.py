"""Solutions as people write them: right ones pass in any style, wrong ones fail, and what is said of those is true.

`tests/course/human_solutions/` holds one file per problem. A wrong solution is a right one with changes; `truth` says
what is wrong with it, and `sentence` what the judge says, which was read beside the truth. `by` is what found the
sentence: a known `mistake`, an `edit` of the reference, or an `observation` of the outputs.
"""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from descent.judge.judgement import Judgement
from descent.judge.submission import observe

from app.course import catalog
from app.course.checks.judgements import outcomes, suite_of

FOLDER = Path(__file__).parents[1] / "human_solutions"
SEED = 5
NAMED = 0.75
"""The least share of the wrong solutions of which something is said."""
BY_MISTAKE = 2
"""So many of those that a known mistake names are judged whole, of each problem."""
BY_EDIT = ("adagrad", "gradient-step", "laprop-update", "lion-update", "momentum", "nesterov")
"""The problems of which one that an edit names is judged whole: to look among edits takes a second."""


def solutions(slug):
    return tomllib.loads((FOLDER / f"{slug}.toml").read_text("utf-8"))


def changed(found, wrong):
    source = found["right"][wrong["of"]]
    for old, new in wrong["changes"]:
        assert old in source, (wrong["truth"], old)
        source = source.replace(old, new)
    return source


def said(slug, source):
    """The sentence for a wrong solution, None if there is none."""
    suite = suite_of(slug, SEED)
    judgement = Judgement(suite)
    for test_id in suite.tests:
        judgement.verdict(test_id, observe(source, suite.case(test_id), np))
    mistake = judgement.summary()["mistake"] or judgement.name(100_000)["mistake"]
    return mistake and mistake["message"]


def rejected(slug, source):
    """Whether any test fails; the shortest tests go first."""
    suite = suite_of(slug, SEED)
    return any(
        suite.outcome(test_id, observe(source, suite.case(test_id), np, trusted=True)) != "pass"
        for test_id in sorted(suite.tests, key=lambda test_id: len(suite.case(test_id).calls))
    )


def test_every_problem_has_such_solutions():
    assert sorted(file.stem for file in FOLDER.glob("*.toml")) == sorted(catalog.slugs())


@pytest.mark.parametrize("slug", catalog.slugs())
def test_right_solutions_pass_in_any_style(slug):
    for name, source in solutions(slug)["right"].items():
        failed = [test_id for test_id, outcome in outcomes(suite_of(slug, SEED), source).items() if outcome != "pass"]
        assert not failed, name


@pytest.mark.parametrize("slug", catalog.slugs())
def test_wrong_solutions_fail(slug):
    found = solutions(slug)
    assert len(found["wrong"]) >= 6
    for wrong in found["wrong"]:
        assert rejected(slug, changed(found, wrong)), wrong["truth"]


def test_something_is_said_of_most_wrong_solutions():
    found = [wrong for slug in catalog.slugs() for wrong in solutions(slug)["wrong"]]
    assert sum("sentence" in wrong for wrong in found) >= NAMED * len(found)


@pytest.mark.parametrize("slug", catalog.slugs())
def test_what_is_said_of_some_of_them_is_what_was_read_beside_the_truth(slug):
    found = solutions(slug)
    by_mistake = [wrong for wrong in found["wrong"] if wrong.get("by") == "mistake"][:BY_MISTAKE]
    by_edit = [wrong for wrong in found["wrong"] if wrong.get("by") == "edit"][: slug in BY_EDIT]
    for wrong in (*by_mistake, *by_edit):
        assert said(slug, changed(found, wrong)) == wrong["sentence"], wrong["truth"]
