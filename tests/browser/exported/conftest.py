from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.browser.static_site import exported

SERVERS = {
    "test_without_isolation_a_problem_is_judged_and_stop_works": "the service worker isolates the exported pages",
    "test_built_in_racers_go_to_large_runs_by_name": "large runs need a server",
}
"""What is not asked of a site without a server, and why."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """The exported site below a path, in the place of the served one."""
    with exported(tmp_path_factory.mktemp("exported")) as address:
        yield SimpleNamespace(address=address)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pass over what needs a server."""
    for item in items:
        why = SERVERS.get(item.name.partition("[")[0])
        if why and "exported" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason=why))
