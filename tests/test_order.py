"""The order in which files of tests are begun."""

from pathlib import Path
from types import SimpleNamespace

from tests.conftest import LONGEST, pytest_collection_modifyitems

HERE = Path(__file__).parent


def test_the_files_that_are_begun_first_are_there():
    assert [file for file in LONGEST if not (HERE / file).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)


def test_the_longest_files_come_first_and_all_else_stays_in_order():
    first, second = (f"tests/{file}" for file in LONGEST[:2])
    usual = ["tests/a.py::x", f"{second}::z[a::b]", f"{first}::y", f"{second}::w", "tests/b.py::v"]
    items = [SimpleNamespace(nodeid=nodeid) for nodeid in usual]
    pytest_collection_modifyitems(items)
    assert [item.nodeid for item in items] == [usual[2], usual[1], usual[3], usual[0], usual[4]]
