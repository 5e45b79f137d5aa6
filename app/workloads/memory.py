"""How many runs a metric is evaluated for at once: few on a processor, as many as its free memory holds on a GPU."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

AT_ONCE = 32
"""Runs at once on a processor, whose caches hold no more; on a GPU never fewer."""
SHARE = 0.25
"""Of the memory that is free on a GPU, what an evaluation may take."""


def together(runs: int, one: int, free: int) -> int:
    """How many of so many runs, each of which takes so many bytes, are evaluated at once with so many bytes free."""
    return min(runs, max(AT_ONCE, int(SHARE * free) // max(1, one)))


def at_once(runs: int, device: torch.device, one: Callable[[], int]) -> int:
    """The same for a device; `one`, the bytes of a run, is asked on a GPU only."""
    if device.type != "cuda":
        return AT_ONCE
    return together(runs, one(), torch.cuda.mem_get_info(device)[0])


class _Counting(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Adds up what operations put out."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.bytes: int = 0

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        out = func(*args, **(kwargs or {}))
        for each in out if isinstance(out, tuple | list) else (out,):
            if isinstance(each, Tensor) and not getattr(func, "is_view", False):
                self.bytes += each.nbytes
        return out


def put_out(work: Callable[[], object]) -> int:
    """Bytes of all that the operations of some work put out; it never holds more than that at once."""
    counting = _Counting()
    with counting:
        work()
    return counting.bytes
