"""A person races rules on the exported site, as on a served one."""

from tests.browser.test_playground import *  # noqa: F403
