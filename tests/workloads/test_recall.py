"""The linear memory: which rule learns rare pairs, and that it is the one of the playground."""

import numpy as np
import pytest
import torch
from descent.playground.recall import memory

from app.workloads import catalog
from app.workloads.card import card
from app.workloads.workload import Device
from tests.comparisons.doubles import shard, train

DEVICE = Device(torch.float64, torch.device("cpu"))
SEEDS = 4
SCHEDULE = {"name": "warmup_cosine", "settings": {}, "horizon": 20}
RATES = {"muon": 0.02, "adam": 0.05, "sgd": 0.2}
"""The middles of grids of eight rates over three powers of ten: each rule is tuned as hard as the others."""


def rare_errors(rule: str) -> list[float]:
    """By seed the error of the rarest half of the pairs, at the rate whose median error of all pairs is the best."""
    rates = [RATES[rule] * 10 ** (place * 3 / 7 - 1.5) for place in range(8)]
    members = [{"lr": rate} for rate in rates for _ in range(SEEDS)]
    asked = shard("zipf_recall", rule, members, steps=20, record_every=20, schedule=SCHEDULE)
    seeds = tuple(type(each)(each.index, each.index % SEEDS, each.hypers) for each in asked.members)
    result, _ = train(type(asked)(**{**vars(asked), "members": seeds}))
    assert result.profile is not None
    ends = np.array(result.evaluation, dtype=float).reshape(len(rates), SEEDS)
    best = int(np.argmin(np.median(ends, axis=1)))
    profiles = np.array(result.profile.values, dtype=float).reshape(len(rates), SEEDS, -1)
    return [float(each) for each in profiles[best, :, -1]]


def test_muon_learns_rare_pairs_and_adam_hardly() -> None:
    muon, adam, sgd = (rare_errors(rule) for rule in ("muon", "adam", "sgd"))
    assert all(mine < theirs for mine, theirs in zip(muon, adam, strict=True))
    assert all(mine < theirs for mine, theirs in zip(muon, sgd, strict=True))
    assert max(muon) < 0.6
    assert min(adam) > 0.8


def test_the_profile_is_what_the_metric_is_a_mean_of() -> None:
    workload = catalog.build("zipf_recall", {"width": 8, "pairs": 11}, DEVICE)
    params = {"memory": 0.01 * torch.randn(3, 8, 8, generator=torch.Generator().manual_seed(0), dtype=torch.float64)}
    found = workload.profile(params)
    assert found is not None
    sizes = torch.tensor([1, 1, 2, 4, 3], dtype=torch.float64)
    assert torch.allclose((found.values * sizes).sum(1) / 11, workload.evaluate(params))
    assert list(found.at) == sorted(found.at, reverse=True)


def test_pairs_are_drawn_as_often_as_they_are_frequent() -> None:
    workload = catalog.build("zipf_recall", {"pairs": 5, "batch": 4096}, DEVICE)
    share = workload.batches(torch.arange(4), 0, 3)["share"]
    assert torch.allclose(share.sum(2), torch.ones(3, 4, dtype=torch.float64))
    frequencies = torch.arange(1, 6, dtype=torch.float64) ** -1.5
    assert share.mean((0, 1)).tolist() == pytest.approx((frequencies / frequencies.sum()).tolist(), rel=0.1)


def test_it_is_the_memory_of_the_playground() -> None:
    workload = catalog.build("zipf_recall", {"width": 16, "pairs": 32}, DEVICE)
    params = workload.start(torch.tensor([5]))
    landscape, frequencies, errors = memory(16, 32, 1.5, 5, np)
    np.testing.assert_allclose(params["memory"].flatten(), landscape.start, rtol=1e-12)
    params = {"memory": 50 * params["memory"]}
    x = params["memory"].reshape(1, -1).numpy()
    losses, grads = workload.gradients(params, {"share": torch.from_numpy(frequencies)[None]})
    np.testing.assert_allclose(losses, landscape.value(x, np), rtol=1e-12)
    np.testing.assert_allclose(grads["memory"].flatten(), landscape.gradient(x, np)[0], rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(workload.evaluate(params), errors(x).mean(axis=1), rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("mlp_digits", {}),
        ("mlp_digits", {"width": 5, "depth": 3}),
        ("mlp_mnist1d", {"width": 2, "depth": 1}),
        ("zipf_recall", {"width": 9}),
    ],
)
def test_a_card_knows_the_tensors_that_options_make(name: str, options: dict[str, int]) -> None:
    workload, described = catalog.build(name, options, DEVICE), card(name)
    assert described.shapes(options) == dict(workload.shapes)
    assert described.count(options) == sum(value[0].numel() for value in workload.start(torch.tensor([0])).values())
    matrices = [tensor for tensor, sides in workload.shapes.items() if len(sides) == 2]
    assert list(described.matrices_of(options)) == (matrices[:-1] or matrices)
    assert described.matrices_of({}) == described.matrices
