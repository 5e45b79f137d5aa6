"""A population of runs against a loop of `torch.optim.AdamW` with autograd, one run after the other."""

import torch
from torch.nn.functional import cross_entropy

from app.comparisons.shard import Member, Shard
from app.comparisons.training.execute import execute
from app.refresh.tuning import Quiet
from app.workloads import catalog
from app.workloads.classifier import Classifier
from app.workloads.workload import Device
from benchmarks.promise import Result
from benchmarks.timing import Work, ratio, seconds

ROSENBROCK_TARGET, NETWORK_TARGET = 1500, 15


def population(workload: str, runs: int, steps: int, device: str) -> float:
    """Seconds that `execute` takes for AdamW on so many runs, compiling not counted."""
    return seconds(executed(workload, runs, steps, device))


def executed(workload: str, runs: int, steps: int, device: str) -> Work:
    """The work of `execute` for AdamW on so many runs; the first time it compiles."""
    members = tuple(Member(index, index, {"lr": 1e-3 * (1 + index % 7)}) for index in range(runs))
    shard = Shard(workload, "adamw", members, steps, record_every=steps, backend="compiled", device=device)  # type: ignore[arg-type]

    def work() -> None:
        quiet = Quiet()
        execute(shard, quiet, quiet, lambda: False, wait_for_compiler=True)

    return work


def rosenbrock(device: str = "cpu", runs: int = 1000, steps: int = 200, sample: int = 5) -> Result:
    """1,000 runs of 200 steps on Rosenbrock's function; the loop is measured on a sample and scaled."""

    def one_run() -> None:
        x = torch.tensor([-1.5, 2.0], requires_grad=True)
        optimizer = torch.optim.AdamW([x], lr=1e-3)
        for _ in range(steps):
            optimizer.zero_grad()
            loss = (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2
            loss.backward()
            optimizer.step()

    def loop() -> None:
        for _ in range(sample):
            one_run()

    together = population("landscape", runs, steps, device)
    apart = seconds(loop, 2) * runs / sample
    detail = f"{together * 1e3:.1f} ms against {apart:.1f} s, the loop scaled up from {sample} of {runs} runs"
    what = f"{runs} x Rosenbrock x {steps} steps, {device}, against a loop of torch.optim.AdamW"
    return ratio(what, apart / together, ROSENBROCK_TARGET, 2, detail)


def networks(device: str = "cpu", runs: int = 256, steps: int = 50, sample: int = 3) -> Result:
    """256 networks of 1,210 numbers, batch 64; the loop is measured on a sample and scaled."""
    single = Device(torch.float32, torch.device(device))
    workload = catalog.build("mlp_digits", {}, single)
    assert isinstance(workload, Classifier)
    seeds = torch.arange(sample, device=single.torch_device)
    start, index = workload.start(seeds), workload.batches(seeds, 0, steps)["index"]

    def loop() -> None:
        for run in range(sample):
            w1, b1, w2, b2 = (value[run].clone().requires_grad_() for value in start.values())
            optimizer = torch.optim.AdamW([w1, b1, w2, b2], lr=1e-3)
            for step in range(steps):
                x, y = workload.x_train[index[step, run]], workload.y_train[index[step, run]]
                optimizer.zero_grad()
                loss = cross_entropy(torch.relu(x @ w1.T + b1) @ w2.T + b2, y)
                loss.backward()
                optimizer.step()

    together = population("mlp_digits", runs, steps, device)
    apart = seconds(loop, 2) * runs / sample
    detail = f"{together * 1e3:.0f} ms against {apart:.1f} s, the loop scaled up from {sample} of {runs} runs"
    what = f"{runs} networks x {steps} steps, batch 64, {device}, against the loop"
    return ratio(what, apart / together, NETWORK_TARGET, 2, detail)
