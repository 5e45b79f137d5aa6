"""FLOPs counted from shapes are those that torch counts while it computes the very gradient."""

from typing import Any

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from app.workloads import catalog
from app.workloads.card import card, cards
from app.workloads.flops import COUNTS, gradient_flops
from app.workloads.workload import Device, Model

COUNTED = ("char_transformer", "cnn_digits", "logistic_digits", "mlp_digits", "mlp_digits_wide", "mlp_mnist1d")
DEVICE = Device(torch.float32, torch.device("cpu"))


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize("batch", [None, 3])
def test_a_count_from_shapes_is_what_torch_counts(name: str, batch: int | None) -> None:
    options = {} if batch is None else {"batch": batch}
    workload = catalog.build(name, options, DEVICE)
    assert isinstance(workload, Model)
    seeds = torch.tensor([0])
    params = {each: value[0].requires_grad_() for each, value in workload.start(seeds).items()}
    drawn = {each: value[0, 0] for each, value in workload.batches(seeds, 0, 1).items()}
    with FlopCounterMode(display=False) as counter:
        workload.loss(params, drawn).backward()
    assert gradient_flops(name, options) == counter.get_total_flops()


@pytest.mark.parametrize("options", [{}, {"width": 8, "pairs": 5, "batch": 3}])
def test_a_memory_is_counted_as_torch_counts_it(options: dict[str, Any]) -> None:
    workload = catalog.build("zipf_recall", options, DEVICE)
    seeds = torch.tensor([0])
    drawn = {each: value[0] for each, value in workload.batches(seeds, 0, 1).items()}
    with FlopCounterMode(display=False) as counter:
        workload.gradients(workload.start(seeds), drawn)
    assert gradient_flops("zipf_recall", options) == counter.get_total_flops()


def test_formulas_without_products_are_counted_by_their_operations() -> None:
    assert gradient_flops("noisy_quadratic", {"dimension": 10}) == 60
    assert gradient_flops("matrix_factorisation", {"batch": 2}) == 2 * (4 * 8 + 5)
    bowl, harder = (gradient_flops("landscape", {"landscape": name}) for name in ("sphere", "rosenbrock"))
    assert bowl is not None
    assert harder is not None
    assert 0 < bowl < harder < 100


def test_what_is_counted_is_there() -> None:
    assert set(COUNTS) <= set(cards())
    assert card("landscape").batch == 0
