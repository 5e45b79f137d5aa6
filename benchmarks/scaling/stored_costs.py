"""What requests cost on one machine (2 cores of an AMD EPYC, load 2.8), before and after what was changed for it.

Milliseconds of processor and of disk, by `python -m benchmarks.scaling costs`. Those of checkpoints of 100 kB, and of
records and restarts after the change, are the ratios to other requests that a busier moment showed.
"""

from benchmarks.scaling.costs import Cost, Costs


def stored(per_held: dict[str, float], **milliseconds: tuple[float, float]) -> Costs:
    """Costs from milliseconds; `per_held` in microseconds."""
    base = {kind: Cost(cpu / 1e3, disk / 1e3) for kind, (cpu, disk) in milliseconds.items()}
    return Costs({**base, "regain": base["claim"]}, {kind: each / 1e6 for kind, each in per_held.items()}, 5e-6)


BEFORE = stored(
    {"claim": 1.1, "beat": 2.9},
    claim=(2.18, 1.29), restart=(2.05, 0.37), standing=(1.71, 0.0), beat=(1.93, 0.52), record=(2.09, 0.27),
    finish=(2.49, 0.92), piece=(2.1, 0.0), checkpoint=(2.8, 2.5),
)  # fmt: skip
AFTER = stored(
    {},
    claim=(1.49, 1.29), restart=(1.29, 0.37), standing=(1.10, 0.0), beat=(1.21, 0.52), record=(1.32, 0.27),
    finish=(1.51, 0.92), piece=(1.4, 0.0), checkpoint=(1.9, 2.5),
)  # fmt: skip
