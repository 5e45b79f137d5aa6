"""How many runs a metric takes at once."""

import pytest
import torch

from app.workloads import catalog, memory
from app.workloads.workload import Device


def test_a_gpu_evaluates_as_many_runs_as_a_quarter_of_its_free_memory_holds() -> None:
    assert memory.together(runs=512, one=1000, free=400_000) == 100
    assert memory.together(runs=512, one=1000, free=10**12) == 512
    # Never fewer than a processor does, so that no memory of a card makes evaluations crawl.
    assert memory.together(runs=512, one=10**9, free=10**6) == memory.AT_ONCE


def test_a_processor_is_not_asked_what_a_run_takes() -> None:
    def never() -> int:
        raise AssertionError

    assert memory.at_once(512, torch.device("cpu"), never) == 32


def test_what_operations_put_out_is_counted_and_views_are_not() -> None:
    x = torch.ones(10, 10)
    assert memory.put_out(lambda: x.T + 1) == 400
    assert memory.put_out(lambda: (x @ x).sum()) == 404


def test_a_network_puts_out_its_activations_for_every_sample() -> None:
    workload = catalog.build("mlp_digits", {}, Device(torch.float32, torch.device("cpu")))
    own = {name: value[0] for name, value in workload.start(torch.tensor([0])).items()}
    samples = len(workload.scores(own, "reporting"))  # type: ignore[attr-defined]
    widest = max(shape[0] for shape in workload.shapes.values())
    assert memory.put_out(lambda: workload.scores(own, "reporting")) >= 4 * samples * widest  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [7, 32, 64])
def test_the_metric_is_the_same_however_many_runs_are_taken_at_once(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    workload = catalog.build("logistic_digits", {}, Device(torch.float64, torch.device("cpu")))
    params = workload.start(torch.arange(64))
    expected = workload.evaluate(params)
    monkeypatch.setattr(memory, "AT_ONCE", size)
    assert torch.equal(workload.evaluate(params), expected)
