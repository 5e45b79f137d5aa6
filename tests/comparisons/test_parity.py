import json
from dataclasses import asdict
from pathlib import Path

import pytest
from descent import registry

from app.comparisons import training
from app.comparisons.training import parity


@pytest.mark.parametrize("name", registry.rule_names())
def test_torch_does_what_numpy_does(name):
    row = parity.compare(name)
    assert row.equal, row


def test_a_rule_that_differs_is_seen(monkeypatch):
    advance = parity.advance_numpy

    def off(*given):
        progress = advance(*given)
        progress.params[0][0, 0, 0] += 1e-9
        return progress

    monkeypatch.setattr(parity, "advance_numpy", off)
    assert not parity.compare("adam").equal


def test_the_stored_table_names_every_rule_and_calls_it_equal():
    stored = json.loads((Path(training.__file__).with_name("parity.json")).read_text())
    assert [row["rule"] for row in stored] == list(registry.rule_names())
    assert all(row["equal"] for row in stored)
    assert stored[0].keys() == asdict(parity.compare("adam")).keys() | {"equal"}
