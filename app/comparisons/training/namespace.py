"""The array namespace of torch for rules: array-api-compat, with plain numbers taken in a way that compiles.

`where`, `maximum` and `minimum` of array-api-compat ask `torch.result_type` about plain numbers, which torch 2.13 does
not compile. Those here take the dtype of the array instead: the same numbers, and they compile.
"""

from types import SimpleNamespace
from typing import Any

import torch
from array_api_compat import torch as compat
from torch import Tensor


def _pair(x: Tensor | float, y: Tensor | float) -> tuple[Tensor, Tensor]:
    """Both as tensors; a plain number takes dtype and device of the other."""
    if isinstance(x, Tensor):
        return x, y if isinstance(y, Tensor) else torch.full((), y, dtype=x.dtype, device=x.device)
    if isinstance(y, Tensor):
        return torch.full((), x, dtype=y.dtype, device=y.device), y
    raise TypeError(f"at least one array is needed, given {x!r} and {y!r}")


def _where(condition: Tensor, x: Tensor | float, y: Tensor | float) -> Tensor:
    return torch.where(condition, *_pair(x, y))


def _maximum(x: Tensor | float, y: Tensor | float) -> Tensor:
    return torch.maximum(*_pair(x, y))


def _minimum(x: Tensor | float, y: Tensor | float) -> Tensor:
    return torch.minimum(*_pair(x, y))


xp: Any = SimpleNamespace(**{**vars(compat), "where": _where, "maximum": _maximum, "minimum": _minimum})
"""The namespace itself."""
