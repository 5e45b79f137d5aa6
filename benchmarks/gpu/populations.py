"""Steps of runs per second of a whole shard, as a worker trains it, against a loop of `torch.optim.AdamW`."""

from collections.abc import Iterator

import torch
from torch.nn.functional import cross_entropy

from app.comparisons.shard import Member, Shard
from app.comparisons.training.execute import execute
from app.refresh.tuning import Quiet
from app.workloads import catalog
from app.workloads.classifier import Classifier
from app.workloads.workload import Device
from benchmarks.gpu.scale import Scale
from benchmarks.gpu.table import Row
from benchmarks.timing import fastest

MODES = {
    "eager": {"uncompiled": True, "chained": False},
    "eager, in chains": {"uncompiled": True, "chained": True},
    "compiled, in chains": {"wait_for_compiler": True, "chained": True},
}


def results(device: torch.device, sizes: Scale, tiny: bool) -> Iterator[Row]:
    """Small networks in every mode, wide ones in every precision, and the loop that does the same."""
    loop = 1 / looped(device, sizes)
    what = f"mlp_digits, {sizes.runs} runs x {sizes.steps} steps"
    yield Row("population", f"{what}: loop of torch.optim.AdamW", loop, "run steps/s", f"{sizes.sample} runs, scaled")
    for mode, how in MODES.items():
        if tiny and "compiled" in mode:
            continue
        rate = executed(shard("mlp_digits", sizes.runs, sizes.steps, device, "float32"), how)
        yield Row("population", f"{what}: {mode}", rate, "run steps/s", f"{rate / loop:.4g} times the loop")
    how = MODES["eager, in chains"] if tiny else MODES["compiled, in chains"]
    for precision in ("float32", "tf32", "bfloat16"):
        rate = executed(shard("mlp_digits_wide", sizes.wide_runs, sizes.steps, device, precision), how)
        yield Row("precision", f"mlp_digits_wide, {sizes.wide_runs} runs: {precision}", rate, "run steps/s")


def shard(workload: str, runs: int, steps: int, device: torch.device, precision: str) -> Shard:
    """AdamW at seven rates."""
    members = tuple(Member(index, index, {"lr": 1e-3 * (1 + index % 7)}) for index in range(runs))
    return Shard(
        workload, "adamw", members, steps, record_every=max(1, steps // 50), backend="compiled",
        device=device.type, precision=precision,  # type: ignore[arg-type]
    )  # fmt: skip


def executed(given: Shard, how: dict[str, bool]) -> float:
    """Steps of runs per second, the better of two after one that does not count."""

    def work() -> None:
        quiet = Quiet()
        execute(given, quiet, quiet, lambda: False, generated=False, **how)  # type: ignore[arg-type]

    return len(given.members) * given.steps / fastest({"work": work}, 2)["work"]


def looped(device: torch.device, sizes: Scale) -> float:
    """Seconds of one step of one run in a loop."""
    workload = catalog.build("mlp_digits", {}, Device(torch.float32, device))
    assert isinstance(workload, Classifier)
    seeds = torch.arange(sizes.sample, device=device)
    start, index = workload.start(seeds), workload.batches(seeds, 0, sizes.steps)["index"]

    def work() -> None:
        for run in range(sizes.sample):
            w1, b1, w2, b2 = (value[run].clone().requires_grad_() for value in start.values())
            optimizer = torch.optim.AdamW([w1, b1, w2, b2], lr=1e-3)
            for step in range(sizes.steps):
                x, y = workload.x_train[index[step, run]], workload.y_train[index[step, run]]
                optimizer.zero_grad()
                with torch.enable_grad():
                    cross_entropy(torch.relu(x @ w1.T + b1) @ w2.T + b2, y).backward()
                optimizer.step()
        if device.type == "cuda":
            torch.cuda.synchronize(device)

    return fastest({"work": work}, 1)["work"] / (sizes.sample * sizes.steps)
