"""What requests cost on one machine (2 cores of an AMD EPYC), before and after what was changed for it.

Milliseconds of processor and of disk, by `python -m benchmarks.scaling costs`: after it on the quiet machine, before it
at a load of 2.8, where those of checkpoints of 100 kB are the ratios to other requests of a busier moment.
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
    {"claim": 0.06},
    claim=(1.19, 0.145), restart=(0.933, 0.105), standing=(0.759, 0.0), beat=(0.901, 0.146), record=(1.02, 0.186),
    finish=(1.34, 0.250), piece=(1.14, 0.0), checkpoint=(1.57, 0.431),
)  # fmt: skip
