"""Mutants: made of every correct solution, ended when they run for ever, listed with a reason where they survive."""

import pytest

from app.course import catalog, mutants
from app.course.checks.judgements import suite_of

SLUG = "gradient-step"


def test_every_correct_solution_is_changed_and_no_mutant_is_one():
    found = mutants.mutants(SLUG)
    files = {mutant.name.split(":")[0] for mutant in found}
    assert files == {"reference", *catalog.alternates(SLUG)}
    assert len({mutant.source for mutant in found}) == len(found) >= 100


def test_the_stored_survey_is_that_of_today():
    assert mutants.survey(SLUG) == mutants.stored()[SLUG]


def test_a_mutant_that_never_ends_is_caught(monkeypatch):
    monkeypatch.setattr(mutants, "SECONDS", 0.2)
    endless = "def gradient_step(params, grads, lr=1e-3):\n    while True:\n        pass\n"
    assert mutants.caught_by(suite_of(SLUG, 0), endless) is not None


def test_a_right_solution_is_caught_by_nothing():
    assert mutants.caught_by(suite_of(SLUG, 0), suite_of(SLUG, 0).files["reference.py"]) is None


@pytest.mark.parametrize(
    ("pattern", "name", "same"),
    [
        ("reference: a", "reference: a", True),
        ("reference: a", "reference: ab", False),
        ("*: g**2 -> *", "flat_loop: g**2 -> g", True),
        ("*: x[i] > 1", "augmented: x[i] > 1", True),
        ("*: x[i] > 1", "augmented: xi > 1", False),
    ],
)
def test_a_star_in_the_list_is_any_text_and_all_else_is_as_written(pattern, name, same):
    assert mutants.matches(pattern, name) is same


def test_a_change_of_a_solution_or_a_test_changes_the_fingerprint(monkeypatch):
    files = catalog.files_for_browser(SLUG)
    before = mutants.fingerprint(SLUG)
    for name in ("reference.py", "tests.py"):
        monkeypatch.setattr(catalog, "files_for_browser", lambda _slug, name=name: {**files, name: files[name] + "\n"})
        assert mutants.fingerprint(SLUG) != before


def test_what_only_readers_see_changes_no_fingerprint_and_a_range_does(monkeypatch):
    files = catalog.files_for_browser(SLUG)
    before = mutants.fingerprint(SLUG)
    settings = files["problem.toml"]
    for changed, same in (
        (settings.replace('level = "easy"', 'level = "hard"').replace("order = 1", "order = 100"), True),
        (settings + '[ranges.other]\narrays = "any"\n', False),
    ):
        assert changed != settings
        files = {**files, "problem.toml": changed}
        monkeypatch.setattr(catalog, "files_for_browser", lambda _slug, files=files: files)
        assert (mutants.fingerprint(SLUG) == before) is same
