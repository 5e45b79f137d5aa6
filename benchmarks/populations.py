"""A population of runs against a loop of `torch.optim.AdamW` with autograd, one run after the other."""

import torch
from torch.nn.functional import cross_entropy

from app.comparisons.shard import Member, Shard
from app.comparisons.training.execute import device_of, execute, structure_of
from app.comparisons.training.population import populate
from app.comparisons.training.routing import hypers
from app.comparisons.training.step import advance
from app.comparisons.training.window import Window
from app.refresh.tuning import Quiet
from app.workloads import catalog
from app.workloads.classifier import Classifier
from app.workloads.workload import Device
from benchmarks.timing import Work, fastest, line, seconds

ROSENBROCK_TARGET, NETWORK_TARGET, JAX_TARGET = 1500, 15, 0.7
ROUNDS = 10


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


def stepped(workload: str, runs: int, steps: int) -> Work:
    """The work of the compiled steps alone, start and batches drawn beforehand, as a scan in JAX is given them."""
    members = tuple(Member(index, index, {"lr": 1e-3}) for index in range(runs))
    shard = Shard(workload, "adamw", members, steps, backend="compiled", device="cpu")
    device = device_of(shard)
    made = structure_of(shard, device)
    own, seeds = hypers(shard, made.groups, device), torch.arange(runs)
    population = populate(made.workload, made.groups, seeds, own)
    window = Window(made.workload, made.groups, seeds, steps)
    given = [window.at(step) for step in range(steps)]
    with torch.no_grad():
        made.program.compile(population, own, *given[0], True)

    def work() -> None:
        with torch.no_grad():
            for batch, drawn in given:
                advance(made.program.step, population, own, batch, drawn)

    return work


def rosenbrock(device: str = "cpu", runs: int = 1000, steps: int = 200, sample: int = 5) -> str:
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
    return line(f"{runs} x Rosenbrock x {steps} steps, {device}", apart / together, ROSENBROCK_TARGET, detail)


def networks(device: str = "cpu", runs: int = 256, steps: int = 50, sample: int = 3) -> str:
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
    return line(f"{runs} networks x {steps} steps, batch 64, {device}", apart / together, NETWORK_TARGET, detail)


def jax(runs: int = 256, steps: int = 50) -> str:
    """Steps of the same networks and of the same Rosenbrock runs by `jax.jit(vmap(scan))`, where jax is installed."""
    try:
        from benchmarks import with_jax
    except ImportError:
        return "jax is not installed: not compared with jit(vmap(scan))"
    workload = catalog.build("mlp_digits", {}, Device(torch.float32, torch.device("cpu")))
    assert isinstance(workload, Classifier)
    seeds = torch.arange(runs)
    start = dict(
        zip(("w1", "b1", "w2", "b2"), (value.numpy() for value in workload.start(seeds).values()), strict=True)
    )
    places = workload.batches(seeds, 0, steps)["index"].numpy().swapaxes(0, 1)
    pairs = {
        f"{runs} networks against jax": (
            stepped("mlp_digits", runs, steps),
            with_jax.networks(start, workload.x_train.numpy(), workload.y_train.numpy(), places),
        ),
        "1000 x Rosenbrock against jax": (stepped("landscape", 1000, 200), with_jax.rosenbrock(1000, 200)),
    }
    lines = []
    for what, (ours, theirs) in pairs.items():
        best = fastest({"ours": ours, "theirs": theirs}, ROUNDS)
        detail = f"{best['ours'] * 1e3:.1f} ms, {best['theirs'] * 1e3:.1f} ms"
        lines.append(line(what, best["theirs"] / best["ours"], JAX_TARGET, detail))
    return "\n".join(lines)
