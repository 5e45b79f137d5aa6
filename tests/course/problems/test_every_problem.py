"""What every problem must keep to, in CPython; a new folder under `app/problems` is covered by being there."""

import pytest

from app.course import catalog
from app.course.checks.all_checks import CHECKS
from tests.stored import assert_fresh


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("slug", catalog.slugs())
def test_the_problem_passes_the_check(slug, check):
    assert list(check(slug)) == []


def test_the_stored_tables_are_those_of_today():
    # Here, because the tables are made of what the checks above have already run.
    assert_fresh("kill_tables")
    assert_fresh("mutants")
