"""docs/graph.md says what the code does: its table of operations and its limits are those of the code."""

from descent.graph.check import MAX_ENTRIES, MAX_NAMES
from descent.graph.graph import MAX_DEPTH, MAX_NODES
from descent.graph.kinds import MAX_AXES
from descent.graph.shaping import MAX_ARRAY
from descent.graph.tape import MAX_FORKS

from scripts.operations import DOCUMENT, written


def test_the_table_of_operations_is_that_of_the_code():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert written(text) == text, "run: python -m scripts.operations"


def test_the_limits_are_those_of_the_code():
    text = DOCUMENT.read_text(encoding="utf-8")
    for limit in (MAX_NODES, MAX_DEPTH, MAX_ENTRIES, MAX_AXES, MAX_ARRAY, MAX_NAMES, MAX_FORKS):
        assert f"| {limit:,}" in text
