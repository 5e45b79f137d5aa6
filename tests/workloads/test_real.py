"""A workload is real: its tuned baselines reach the stored target, and the same with shuffled data does not."""

import pytest

from app.workloads.card import baselines, card, cards
from tests.comparisons.doubles import shard, train

SEEDS = 3


def end(name: str, rule: str, **options: bool) -> float | None:
    """The median over three seeds, as of a baseline in a comparison; a single seed may miss by a sample or two."""
    hypers = [baselines()[name][rule]["hypers"]] * SEEDS
    steps = card(name).steps
    result, _ = train(shard(name, rule, hypers, steps=steps, record_every=steps, options=options))
    ends = sorted(result.evaluation, key=lambda value: (value is None, value))
    return ends[SEEDS // 2]


@pytest.mark.parametrize("rule", ["momentum", "adamw"])
@pytest.mark.parametrize("name", list(cards()))
def test_the_tuned_baseline_reaches_the_target(name, rule):
    assert card(name).reached(end(name, rule))


@pytest.mark.parametrize("name", list(cards()))
def test_with_shuffled_data_the_target_is_missed(name):
    assert not card(name).reached(end(name, "adamw", control=True))
