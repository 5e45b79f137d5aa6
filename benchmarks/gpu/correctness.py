"""Does the device do what NumPy does: every rule in float64 and float32, and Madam where squares are denormal."""

from collections.abc import Iterator

import numpy as np
import torch
from descent import registry

from app.comparisons.training.parity import compare
from app.comparisons.training.step import advance
from app.workloads.workload import Device
from benchmarks.gpu.rules import stepped
from benchmarks.gpu.scale import Scale
from benchmarks.gpu.table import Row

TINY = 1e-20
"""A gradient of Madam: scaled by 2⁸ and squared it is 6.6e-36, and a thousandth of that is denormal in float32."""


def parity(device: torch.device, sizes: Scale) -> Iterator[Row]:
    """By precision the rule that is furthest off, and how far."""
    for dtype, name in ((torch.float64, "float64"), (torch.float32, "float32")):
        apart: dict[str, float] = {}
        failed: list[str] = []
        for rule in sizes.parity or registry.rule_names():
            try:
                apart[rule] = compare(rule, Device(dtype, device)).difference
            except RuntimeError as error:
                failed.append(f"{rule} ({type(error).__name__})")
        worst = sorted(apart, key=apart.__getitem__, reverse=True)[:5]
        detail = ", ".join(f"{rule} {apart[rule]:.1e}" for rule in worst)
        most = apart[worst[0]] if worst and np.isfinite(apart[worst[0]]) else None
        yield Row("parity", f"{len(apart)} rules, {name} beside NumPy float64: largest difference", most, "", detail)
        if failed:
            yield Row("parity", f"rules that failed in {name}", float(len(failed)), "", ", ".join(failed))


def denormals(device: torch.device) -> Iterator[Row]:
    """Madam's first step at a gradient of 1e-20, which is the learning rate wherever nothing is flushed to zero."""
    rule = registry.rule("madam")
    for name, dtype in (("NumPy float64", np.float64), ("NumPy float32", np.float32)):
        p, g = np.zeros((1, 4), dtype), np.full((1, 4), TINY, dtype)
        state = rule.init(p, np, **rule.wanted(rule.init, rule.defaults))
        update, _ = rule.update(p, g, state, np.ones((1, 1), dtype), np, **rule.defaults)
        yield _size(name, float(np.abs(update).max()))
    step, (population, hypers, batch, drawn) = stepped("madam", (4,), device)
    population.params["x"].zero_()
    advance(step, population, hypers, {"x": torch.full_like(batch["x"], TINY)}, drawn)
    yield _size(f"{device.type} float32", float(population.params["x"].abs().max()))


def _size(name: str, size: float) -> Row:
    finite = np.isfinite(size)
    detail = "the step of a gradient of any size is the rate, 0.001" if finite else "not finite: flushed to zero"
    return Row("denormals", f"madam at 1e-20, {name}: size of the step", size if finite else None, "", detail)
