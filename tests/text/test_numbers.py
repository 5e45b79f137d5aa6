"""Numbers are written by one rule in Python and in JavaScript: both keep the examples of `tests/number-texts.json`."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.text.numbers import number_text

EXAMPLES = json.loads((Path(__file__).parents[1] / "number-texts.json").read_text())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example['value']}-{example.get('digits', 4)}")
def test_a_number_is_written_as_its_example_says(example: dict[str, Any]):
    value = None if example["value"] is None else float(example["value"])
    assert number_text(value, example.get("digits", 4)) == example["text"]


def test_what_is_not_there_is_said_as_the_caller_wants():
    assert number_text(None, none="diverged") == "diverged"
