"""How close a compiled step comes to the memory's own rate, and how it compares with `torch.optim`.

A rule moves at least so many bytes per parameter (its `traffic`); the rate of a plain copy of the same size on the same
threads is the ceiling.
"""

from collections.abc import Callable

import torch
from descent import registry

from app.comparisons.training.parity import Given
from app.comparisons.training.population import populate
from app.comparisons.training.program import configure
from app.comparisons.training.routing import parameter_group
from app.comparisons.training.step import advance, make_step
from app.workloads.workload import Device, Tensors
from benchmarks.promise import Result
from benchmarks.timing import fastest, ratio

RULES = ("sgd", "momentum", "lion", "adam", "ademamix", "lamb")
SIZE = 10_000_000
SHARE_TARGET, FOREACH_TARGET = 0.6, 1.5
ONE_PASS = {"sgd": 0.8}
"""Rules that foreach does in one pass as well: it moves the same bytes, so that the memory lets nobody be faster."""
SHARES = {"lamb": None}
"""Rules of which no share of a copy's rate is promised; docs/measurements.md has what was measured."""
ROUNDS = 15


class Fixed(Given):
    """A start and gradients that are simply there, so that the step is the rule and nothing else."""

    def start(self, seeds: torch.Tensor) -> Tensors:
        """Normal numbers, one run."""
        generator = torch.Generator(self.device.torch_device).manual_seed(0)
        numbers = torch.randn(len(seeds), SIZE, device=self.device.torch_device, generator=generator)
        return {"x": numbers}

    def gradients(self, params: Tensors, batch: Tensors) -> tuple[torch.Tensor, Tensors]:  # noqa: ARG002
        """Loss 0 and the given gradients."""
        return torch.zeros(1, dtype=self.device.dtype, device=self.device.torch_device), batch


def rule_step(name: str, device: torch.device) -> Callable[[], object]:
    """One compiled step of the rule in place on ten million numbers."""
    rule = registry.rule(name)
    single = Device(torch.float32, device)
    workload = Fixed({"x": (SIZE,)}, single)
    numeric = {hyper.name for hyper in rule.hypers}
    choices = {key: value for key, value in rule.defaults.items() if key not in numeric}
    groups = (parameter_group("rule", rule, ("x",), choices),)
    hypers = {
        f"rule.{hyper.name}": torch.full((1,), float(hyper.default), dtype=torch.float32, device=device)
        for hyper in rule.hypers
    }
    batch = {"x": torch.randn(1, SIZE, device=device)}
    population = populate(workload, groups, torch.zeros(1, dtype=torch.int64, device=device), hypers)
    step = torch.compile(make_step(workload, groups), fullgraph=True, dynamic=False)

    def work() -> None:
        with torch.no_grad():
            advance(step, population, hypers, batch, {})
        if device.type == "cuda":
            torch.cuda.synchronize()

    return work


def torch_step(name: str, device: torch.device, **how: bool) -> Callable[[], object] | None:
    """One step of `torch.optim`'s own on as many numbers; None where it has no such rule."""
    makers: dict[str, tuple[type[torch.optim.Optimizer], dict[str, float]]] = {
        "sgd": (torch.optim.SGD, {}),
        "momentum": (torch.optim.SGD, {"momentum": 0.9}),
        "adam": (torch.optim.Adam, {}),
    }
    if name not in makers:
        return None
    kind, settings = makers[name]
    x = torch.nn.Parameter(torch.randn(SIZE, device=device))
    x.grad = torch.randn(SIZE, device=device)
    optimizer = kind([x], lr=1e-3, **settings, **how)  # type: ignore[call-arg]

    def work() -> None:
        optimizer.step()
        if device.type == "cuda":
            torch.cuda.synchronize()

    return work


def copy_step(device: torch.device) -> Callable[[], object]:
    """A copy of as many numbers: eight bytes each, read and written."""
    source, target = torch.randn(SIZE, device=device), torch.empty(SIZE, device=device)

    def work() -> None:
        target.copy_(source)
        if device.type == "cuda":
            torch.cuda.synchronize()

    return work


def rates(device: str = "cpu") -> list[Result]:
    """Per rule its share of the copy's rate, and its speed beside torch's foreach and fused forms."""
    place = torch.device(device)
    configure(place)
    found = []
    for name in RULES:
        contestants = {"ours": rule_step(name, place), "copy": copy_step(place)}
        for label, how in (("foreach", {"foreach": True}), ("fused", {"fused": True})):
            theirs = torch_step(name, place, **how)
            if theirs is not None:
                contestants[label] = theirs
        best = fastest(contestants, ROUNDS)
        traffic = int(registry.rule(name).traffic.split()[0])
        share = traffic / best["ours"] / (8 / best["copy"])
        gigabytes = traffic * SIZE / best["ours"] / 1e9
        detail = f"{best['ours'] * 1e3:.1f} ms, {gigabytes:.1f} GB/s at {traffic} bytes per parameter"
        least = SHARES.get(name, SHARE_TARGET)
        found.append(ratio(f"{name}: share of the copy's rate, {device}", share, least, ROUNDS, detail))
        if "foreach" in best:
            against, target = best["foreach"] / best["ours"], ONE_PASS.get(name, FOREACH_TARGET)
            detail = f"{best['foreach'] * 1e3:.1f} ms foreach, {best['fused'] * 1e3:.1f} ms fused"
            found.append(ratio(f"{name}: against torch.optim foreach, {device}", against, target, ROUNDS, detail))
    return found
