import pytest
from descent import registry, stepper

from app.comparisons.training import parity
from app.refresh.parity import ParityTable
from tests.stored import assert_fresh


@pytest.mark.parametrize("name", registry.rule_names())
def test_torch_does_what_numpy_does(name):
    row = parity.compare(name)
    assert row.equal, row


def test_a_rule_that_differs_is_seen(monkeypatch):
    advance = stepper.advance

    def off(*given):
        progress = advance(*given)
        progress.params[0][0, 0, 0] += 1e-9
        return progress

    monkeypatch.setattr("app.comparisons.training.parity.advance_numpy", off)
    assert not parity.compare("adam").equal


def test_the_stored_table_names_every_rule_and_calls_it_equal():
    assert_fresh("parity")
    assert all(row["equal"] for row in ParityTable().read().values())
