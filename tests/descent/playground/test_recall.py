"""The linear memory of the playground: the workload's numbers in NumPy, and what Muon knows that Adam does not."""

import numpy as np
import pytest
from descent.playground.recall import RATES, memory

from tests.descent.conftest import Ask

SMALL = {"steps": 20, "width": 16, "pairs": 32}
KNOWN = 0.5


def known(ask: Ask, rule: str, **asked: object) -> tuple[int, int]:
    """How many of the frequent half of the pairs a rule knows at its best rate, and how many of the rare half."""
    value, arrays = ask("studio.recall", racer={"rule": rule}, **{**SMALL, **asked})
    assert "error" not in value, value
    errors = arrays["errors"]
    half = len(errors) // 2
    return int((errors[:half] <= KNOWN).sum()), int((errors[half:] <= KNOWN).sum())


def test_muon_knows_rare_pairs_that_adam_and_descent_do_not(ask: Ask) -> None:
    for seed in range(3):
        rare = {rule: known(ask, rule, seed=seed)[1] for rule in ("muon", "adam", "sgd")}
        assert rare["muon"] >= 12
        assert max(rare["adam"], rare["sgd"]) <= 9
    assert min(known(ask, rule)[0] for rule in ("muon", "adam", "sgd")) >= 14


def test_with_many_steps_adam_knows_them_too(ask: Ask) -> None:
    assert known(ask, "adam", steps=100)[1] >= 14


def test_the_rate_shown_is_the_best_of_those_tried(ask: Ask) -> None:
    value, arrays = ask("studio.recall", racer={"rule": "adam"}, **SMALL)
    assert value["rates"] == list(RATES)
    assert value["best"] == RATES[int(np.argmin(arrays["means"]))]
    assert value["least"] == pytest.approx(float(arrays["errors"].mean()))


def test_frequencies_follow_zipf(ask: Ask) -> None:
    _, arrays = ask("studio.recall", racer={"rule": "sgd"}, steps=1, exponent=2.0)
    found = arrays["frequencies"]
    assert found.sum() == pytest.approx(1)
    np.testing.assert_allclose(found[0] / found, np.arange(1, 33) ** 2.0)


def test_the_gradient_is_the_slope_of_the_loss() -> None:
    landscape, _, errors = memory(8, 6, 1.0, 3, np)
    x = np.random.default_rng(0).normal(scale=0.01, size=(2, 64))
    along = np.random.default_rng(1).normal(size=(2, 64))
    slope = (landscape.value(x + 1e-7 * along, np) - landscape.value(x - 1e-7 * along, np)) / 2e-7
    np.testing.assert_allclose((landscape.gradient(x, np) * along).sum(axis=1), slope, rtol=1e-4)
    assert ((errors(x) > 0) & (errors(x) < 1)).all()


@pytest.mark.parametrize(("asked", "message"), [({"width": 7}, "from 8 to 32"), ({"exponent": 4}, "from 0 to 3")])
def test_what_is_out_of_bounds_is_named(ask: Ask, asked: dict[str, float], message: str) -> None:
    value, _ = ask("studio.recall", racer={"rule": "adam"}, steps=2, **asked)
    assert message in value["error"]["message"]
