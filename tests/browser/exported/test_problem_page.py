"""A person solves a problem on the exported site, as on a served one."""

from tests.browser.test_problem_page import *  # noqa: F403
