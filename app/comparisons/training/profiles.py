"""What the metric of every run is a mean of, as numbers that a result can hold."""

from torch import Tensor

from app.comparisons.shard import Profiles
from app.comparisons.training.ring import finite
from app.workloads.workload import Profile


def profiles(found: Profile | None, dead: Tensor) -> Profiles | None:
    """Six digits of each value, none for runs that diverged; None where the workload tells nothing of it."""
    if found is None:
        return None
    runs = zip(*(finite(column, dead) for column in found.values.T), strict=True)
    values = (tuple(None if value is None else float(f"{value:.6g}") for value in run) for run in runs)
    return Profiles(tuple(float(f"{at:.6g}") for at in found.at), tuple(values))
