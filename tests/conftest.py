from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LONGEST = (
    "chaos/test_chaos.py",
    "course/problems/test_every_problem.py",
    "test_new_things.py",
    "comparisons/test_remote_workers.py",
    "comparisons/test_faults.py",
    "comparisons/test_compiled.py",
    "comparisons/test_engines.py",
    "course/test_judge_command.py",
    "descent/graph/test_built_in_rules.py",
    "descent/judge/test_edit_recognition.py",
    "descent/export/test_exported_rules.py",
    "browser/test_every_page.py",
    "browser/test_compare_page.py",
    "browser/test_playground.py",
    "browser/test_problem_page.py",
    "browser/test_panels.py",
    "browser/test_every_problem.py",
    "browser/test_hostile_spoils.py",
    "browser/test_hostile_ends.py",
    "browser/test_static_site.py",
    "browser/test_wheel.py",
    "browser/test_poor_browsers.py",
    "browser/test_recovery.py",
    "browser/test_embed.py",
    "browser/test_packs.py",
    "browser/test_typed_rules_page.py",
    "browser/test_classroom.py",
    "browser/test_drawing.py",
)
"""The files that take longest, the longest first: no process shall begin one of them when the others are at their end.

All other files come after them.
"""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; within a file, everything as it stands there."""
    places = {f"tests/{file}": place for place, file in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """One Chromium for all tests of a process, which Playwright can start only once."""
    from tests.browser.chromium import started

    with started() as browser:
        yield browser
