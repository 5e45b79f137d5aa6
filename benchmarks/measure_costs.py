"""Measures what one step costs and writes it for the planner: `python -m benchmarks.measure_costs`.

Eager steps, in processor time of one thread, which a busy machine disturbs less than wall time. A step of `runs` runs
takes `step + run * runs` seconds: a workload's own two numbers come from plain SGD on it, a rule's from that rule on
one small network minus SGD on the same, per number trained. What a machine really needs is corrected by
`app.comparisons.planning.plan` from the parts that were finished on it.
"""

import json
from time import process_time
from typing import Any

import torch
from descent import registry

from app.comparisons.shard import Member, Shard
from app.comparisons.training.execute import device_of, structure_of
from app.comparisons.training.population import populate
from app.comparisons.training.routing import hypers
from app.comparisons.training.step import advance
from app.comparisons.training.window import Window
from app.workloads.card import FOLDER, cards
from app.workloads.compatibility import can_run

BACKENDS = ("compiled", "reference")
FEW, MANY = 4, 160
STEPS = 300
WARM, LEAST, SECONDS = 3, 5, 0.2
GROUND = "mlp_digits"
"""The workload on which rules are compared."""


def seconds_per_step(workload: str, rule: str, backend: str, runs: int) -> float:
    """Processor time of one eager step of so many runs."""
    members = tuple(Member(place, place) for place in range(runs))
    shard = Shard(workload, rule, members, STEPS, backend=backend, device="cpu")  # type: ignore[arg-type]
    device = device_of(shard)
    with torch.no_grad():
        made = structure_of(shard, device)
        own = hypers(shard, made.groups, device)
        seeds = torch.arange(runs)
        population = populate(made.workload, made.groups, seeds, own)
        Window(made.workload, made.groups, seeds, STEPS).at(0)
        window = Window(made.workload, made.groups, seeds, STEPS)
        began = process_time()
        window.at(0)
        drawn_ahead = (process_time() - began) / window.length
        spent, step = 0.0, 0
        while step < WARM + LEAST or spent < SECONDS:
            batch, drawn = window.at(step % window.length)
            began = process_time()
            advance(made.program.eager, population, own, batch, drawn)
            step += 1
            if step > WARM:
                spent += process_time() - began
    return drawn_ahead + spent / (step - WARM)


def line(workload: str, rule: str, backend: str) -> tuple[float, float]:
    """Seconds per step, and per step and run."""
    few, many = (seconds_per_step(workload, rule, backend, runs) for runs in (FEW, MANY))
    run = max(0.0, (many - few) / (MANY - FEW))
    return max(0.0, few - FEW * run), run


def main() -> None:
    """Measure every workload and every rule, print as they come, write the table."""
    torch.set_num_threads(1)
    parameters = cards()[GROUND].parameters
    found: dict[str, Any] = {"workloads": {}, "rules": {}}
    for backend in BACKENDS:
        for name in cards():
            step, run = line(name, "sgd", backend)
            found["workloads"].setdefault(name, {})[backend] = {"step": digits(step), "run": digits(run)}
            print(backend, name, digits(step), digits(run), flush=True)
        plain = line(GROUND, "sgd", backend)
        for name in registry.rule_names():
            if can_run(name, GROUND):
                continue
            step, run = line(GROUND, name, backend)
            beyond = digits(max(0.0, step - plain[0])), digits(max(0.0, run - plain[1]) / parameters)
            found["rules"].setdefault(name, {})[backend] = {"step": beyond[0], "number": beyond[1]}
            print(backend, name, *beyond, flush=True)
    (FOLDER / "costs.json").write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")


def digits(value: float) -> float:
    """Two of them: more would differ each time."""
    return float(f"{value:.2g}")


if __name__ == "__main__":
    main()
