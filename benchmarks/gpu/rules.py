"""Each rule's step beside the rate of a plain copy, and beside the fused and the foreach step of `torch.optim`.

A step is measured eager and captured, as a short shard takes it, and for some rules compiled. A rule moves at least its
`traffic` in bytes per number and step; rules of matrices are given no share, for their products take longer.
"""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from descent import registry

from app.comparisons.training.graphs import Recorder, waits
from app.comparisons.training.inputs import draw_inputs
from app.comparisons.training.parity import Given
from app.comparisons.training.population import populate
from app.comparisons.training.program import configure
from app.comparisons.training.routing import parameter_group
from app.comparisons.training.step import Step, advance, make_step
from app.workloads.workload import Device, Tensors
from benchmarks.gpu.scale import Scale
from benchmarks.gpu.table import Row
from benchmarks.gpu.timer import Work, seconds_of

THEIRS: dict[str, tuple[type[torch.optim.Optimizer], dict[str, Any]]] = {
    "sgd": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "adam": (torch.optim.Adam, {}),
    "adamw": (torch.optim.AdamW, {}),
    "adagrad": (torch.optim.Adagrad, {}),
    "rmsprop": (torch.optim.RMSprop, {}),
    "adamax": (torch.optim.Adamax, {}),
    "nadam": (torch.optim.NAdam, {}),
    "radam": (torch.optim.RAdam, {}),
    "adadelta": (torch.optim.Adadelta, {}),
}
FUSED = ("sgd", "momentum", "adam", "adamw", "adagrad")


class Fixed(Given):
    """Gradients that are simply there, so that a step is the rule and nothing else."""

    def gradients(self, params: Tensors, batch: Tensors) -> tuple[torch.Tensor, Tensors]:  # noqa: ARG002
        """Loss 0 and the given gradients."""
        return torch.zeros(1, dtype=self.device.dtype, device=self.device.torch_device), batch

    def start(self, seeds: torch.Tensor) -> Tensors:
        """Normal numbers, one run; drawn by torch, because so many by our generator take long."""
        return {name: self._normal(len(seeds), *shape) for name, shape in self.shapes.items()}

    def _normal(self, *shape: int) -> torch.Tensor:
        return torch.randn(*shape, dtype=self.device.dtype, device=self.device.torch_device)


def results(device: torch.device, sizes: Scale) -> Iterator[Row]:
    """The copy's rate, then every rule."""
    rate = copied(sizes.numbers, device, sizes.seconds)
    yield Row("copy", f"copy of {sizes.numbers:,} float32", rate / 1e9, "GB/s", "read and written")
    for name in sizes.stepped or registry.rule_names():
        if registry.rule(name).scope == "matrix":
            yield from of_rule(name, device, sizes, None)
        else:
            yield from of_rule(name, device, sizes, rate)


def copied(numbers: int, device: torch.device, about: float) -> float:
    """Bytes a second of a copy, those read and those written."""
    source = torch.randn(numbers, device=device)
    target = torch.empty_like(source)
    return 8 * numbers / seconds_of(lambda: target.copy_(source), device, about)


def of_rule(name: str, device: torch.device, sizes: Scale, rate: float | None) -> Iterator[Row]:
    """The rows of one rule; one that fails is a row that says why."""
    rule = registry.rule(name)
    shape = (sizes.side, sizes.side) if rate is None else (sizes.numbers,)
    numbers = sizes.side**2 if rate is None else sizes.numbers
    try:
        step, given = stepped(name, shape, device)
        found = {}
        for kind, work in captured(step, given, device, name in sizes.compiled):
            found[kind] = seconds_of(work, device, sizes.seconds)
        for kind, seconds in found.items():
            gigabytes = int(rule.traffic.split()[0]) * numbers / seconds if rule.traffic else 0.0
            if rate is None or not gigabytes:
                yield Row("step", f"{name}, {kind}", seconds * 1e3, "ms", f"{'x'.join(map(str, shape))}")
            else:
                detail = (
                    f"{seconds * 1e3:.4g} ms, {gigabytes / 1e9:.4g} GB/s at {rule.traffic.split()[0]} bytes a number"
                )
                yield Row("step", f"{name}, {kind}: share of the copy's rate", gigabytes / rate, "x", detail)
        if rate is not None:
            yield from theirs(name, device, sizes, min(found.values()))
    except (RuntimeError, NotImplementedError) as error:
        yield Row("step", name, None, "", f"{type(error).__name__}: {' '.join(str(error).split())[:150]}")


def theirs(name: str, device: torch.device, sizes: Scale, ours: float) -> Iterator[Row]:
    """Their steps on as many numbers, in how many times of ours."""
    if name not in THEIRS:
        return
    kind, settings = THEIRS[name]
    for label in ("foreach", *(("fused",) if name in FUSED else ())):
        x = torch.nn.Parameter(torch.randn(sizes.numbers, device=device))
        x.grad = torch.randn(sizes.numbers, device=device)
        optimizer = kind([x], lr=1e-3, **settings, **{label: True})  # type: ignore[call-arg]
        taken = seconds_of(optimizer.step, device, sizes.seconds)
        yield Row("torch.optim", f"{name}: {label} takes", taken / ours, "x ours", f"{taken * 1e3:.4g} ms")


def stepped(name: str, shape: tuple[int, ...], device: torch.device) -> tuple[Step, tuple[Any, ...]]:
    """The step of a rule and what it takes: a population of one run of one tensor."""
    rule = registry.rule(name)
    workload = Fixed({"x": shape}, Device(torch.float32, device))
    numeric = {hyper.name for hyper in rule.hypers}
    choices = {key: value for key, value in rule.defaults.items() if key not in numeric}
    groups = (parameter_group("rule", rule, ("x",), choices),)
    hypers = {
        f"rule.{hyper.name}": torch.full((1,), float(hyper.default), dtype=torch.float32, device=device)
        for hyper in rule.hypers
    }
    seeds = torch.zeros(1, dtype=torch.int64, device=device)
    population = populate(workload, groups, seeds, hypers)
    drawn = {key: value[0] for key, value in draw_inputs(workload, groups, seeds, 0, 1).items()}
    return make_step(workload, groups), (population, hypers, {"x": torch.randn(1, *shape, device=device)}, drawn)


def captured(step: Step, given: tuple[Any, ...], device: torch.device, compiled: bool) -> Iterator[tuple[str, Work]]:
    """The step eager, and compiled where that is asked for; as a graph where there is a GPU and nothing waits."""
    waiting = waits(step, *given)
    yield "eager" if waiting or device.type != "cuda" else "eager, captured", recorded(step, given, device, waiting)
    if compiled:
        configure(device)
        ready = torch.compile(step, fullgraph=True, dynamic=False)
        yield (
            "compiled" if waiting or device.type != "cuda" else "compiled, captured",
            recorded(ready, given, device, waiting),
        )


def recorded(step: Step, given: tuple[Any, ...], device: torch.device, waiting: str | None) -> Callable[[], object]:
    """The work of one step."""

    def work() -> None:
        with torch.no_grad():
            advance(step, *given)

    if waiting or device.type != "cuda":
        return work
    recorder = Recorder(device)
    recorder.warm(work)
    return recorder.capture(work)
