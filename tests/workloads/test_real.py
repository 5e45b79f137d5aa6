"""A workload is real: its tuned baselines reach the stored target, and the same with shuffled data does not."""

import pytest

from app.workloads.card import baselines, card, cards
from tests.comparisons.doubles import shard, train


def end(name: str, rule: str, **options: bool) -> float | None:
    hypers = baselines()[name][rule]["hypers"]
    steps = card(name).steps
    result, _ = train(shard(name, rule, [hypers], steps=steps, record_every=steps, options=options))
    return result.evaluation[0]


@pytest.mark.parametrize("rule", ["momentum", "adamw"])
@pytest.mark.parametrize("name", list(cards()))
def test_the_tuned_baseline_reaches_the_target(name, rule):
    assert card(name).reached(end(name, rule))


@pytest.mark.parametrize("name", list(cards()))
def test_with_shuffled_data_the_target_is_missed(name):
    assert not card(name).reached(end(name, "adamw", control=True))
