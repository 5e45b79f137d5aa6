"""Three parts of the data: one trains, one chooses a setting, one reports what it is worth."""

import numpy as np
import pytest
import torch

from app.workloads import catalog
from app.workloads.card import accuracies, card, cards, spaced
from app.workloads.workload import Device

DEVICE = Device(torch.float64, torch.device("cpu"))
WITH_SAMPLES = [name for name, each in cards().items() if each.split]


def built(name, **options):
    return catalog.build(name, options, DEVICE)


def started(workload, runs=3):
    """Parameters near the start, so that runs differ."""
    return workload.start(torch.arange(runs))


def samples_of(name, part):
    """The samples of a part as rows that can be compared."""
    workload = built(name)
    if name == "matrix_factorisation":
        from app.workloads.matrix_factorisation import PARTS, RATINGS

        places = range(*PARTS[part]) if part in PARTS else range(RATINGS)
        return [(place,) for place in places]
    if name == "char_transformer":
        rows = workload.train.unfold(0, 33, 33) if part == "training" else workload.parts[part]
        return list(map(tuple, rows.tolist()))
    x = workload.x_train if part == "training" else workload.parts[part][0]
    return list(map(tuple, x.tolist()))


def test_every_workload_with_batches_has_three_parts():
    assert [name for name, each in cards().items() if each.batch] == WITH_SAMPLES
    assert len(WITH_SAMPLES) > 5


@pytest.mark.parametrize("name", WITH_SAMPLES)
def test_parts_are_as_large_as_the_card_says_and_share_no_sample(name):
    train, choosing, reporting = (samples_of(name, part) for part in ("training", "choosing", "reporting"))
    sizes = card(name).split
    assert (len(choosing), len(reporting)) == sizes[1:]
    if name == "char_transformer":  # whose text repeats itself: only places tell its parts apart
        return
    assert len(train) == sizes[0]
    assert not set(choosing) & set(reporting)
    assert not set(train) & (set(choosing) | set(reporting))


def test_the_parts_of_the_text_follow_one_another():
    from app.workloads.char_transformer import text

    parts, letters, ends = built("char_transformer").parts, text(), card("char_transformer").split[0]
    for part, first in (("reporting", ends), ("choosing", ends + 20_000)):
        assert torch.equal(parts[part][0], letters[first : first + 33])
        assert torch.equal(parts[part][-1], letters[first + 20_000 - 33 : first + 20_000])


@pytest.mark.parametrize("name", WITH_SAMPLES)
def test_what_chooses_and_what_reports_is_one_metric_on_different_samples(name):
    workload = built(name)
    params = started(workload)
    assert not torch.equal(workload.choose(params), workload.evaluate(params))
    for part, found in (("choosing", workload.choose(params)), ("reporting", workload.evaluate(params))):
        for run in range(3):
            own = {tensor: value[run] for tensor, value in params.items()}
            assert found[run].item() == pytest.approx(workload.metric(workload.scores(own, part).mean()).item())


@pytest.mark.parametrize("name", WITH_SAMPLES)
def test_the_sampling_error_is_how_far_the_metric_moves_with_other_samples(name):
    workload = built(name)
    params = started(workload, 1)
    own = {tensor: value[0] for tensor, value in params.items()}
    scores = workload.scores(own, "reporting")
    random = np.random.default_rng(0)
    drawn = scores[torch.from_numpy(random.integers(0, len(scores), (4000, len(scores))))]
    moved = workload.metric(drawn.mean(dim=1)).std().item()
    assert workload.sampling_error(params)[0].item() == pytest.approx(moved, rel=0.08)


def test_without_samples_nothing_is_sampled():
    workload = built("landscape")
    params = started(workload)
    assert torch.equal(workload.choose(params), workload.evaluate(params))
    assert not workload.sampling_error(params).any()


@pytest.mark.parametrize("name", list(cards()))
def test_goals_go_from_what_is_easily_reached_to_what_is_not(name):
    given = card(name)
    goals = list(given.goals)
    assert len(set(goals)) == len(goals) > 20
    assert goals == sorted(goals, reverse=given.better == "lower")
    assert any(map(given.reached, goals))
    assert not given.reached(goals[0])


def test_the_targets_of_landscapes_are_those_of_coco():
    goals = card("landscape").targets({})
    np.testing.assert_allclose(goals, np.logspace(2, -8, 51), rtol=1e-5)


def test_spaced_values_have_both_ends():
    assert spaced(1.0, 0.01, 3) == (1.0, 0.1, 0.01)
    assert accuracies(0.5, 0.98)[0] == 0.5
    assert accuracies(0.5, 0.98)[-1] == 0.98
