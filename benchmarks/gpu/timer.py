"""Seconds of one piece of work on a device: by the events of a GPU, by a clock on a processor."""

from collections.abc import Callable
from time import perf_counter

import torch

TRIES = 3
MOST = 10_000

Work = Callable[[], object]


def seconds_of(work: Work, device: torch.device, about: float) -> float:
    """The least mean of three rounds, each of about so many seconds; the first call does not count."""
    work()
    once = _round(work, device, 1)
    count = min(MOST, max(1, int(about / max(once, 1e-7))))
    return min(_round(work, device, count) for _ in range(TRIES))


def _round(work: Work, device: torch.device, count: int) -> float:
    if device.type != "cuda":
        began = perf_counter()
        for _ in range(count):
            work()
        return (perf_counter() - began) / count
    first, last = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
    torch.cuda.synchronize(device)
    first.record()
    for _ in range(count):
        work()
    last.record()
    torch.cuda.synchronize(device)
    return first.elapsed_time(last) / 1e3 / count
