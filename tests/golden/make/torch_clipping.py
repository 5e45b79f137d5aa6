"""What torch's functions that clip gradients leave, and the norm they report."""

from typing import Any

import torch
from torch.nn import utils

from tests.golden.make.case import CannotMake, listed


def make(case: dict[str, Any]) -> dict[str, Any]:
    """`out` per tensor, and `norm` where the function gives it."""
    tensors = []
    for grad in case["grads"]:
        tensors.append(torch.zeros_like(torch.tensor(grad, dtype=torch.float64)))
        tensors[-1].grad = torch.tensor(grad, dtype=torch.float64)
    found: dict[str, Any] = {}
    match case["fn"]:
        case "clip_grad_norm_":
            norm = utils.clip_grad_norm_(tensors, case["max_norm"], norm_type=float(case["norm_type"]))
            found["norm"] = listed(norm)
        case "clip_grad_value_":
            utils.clip_grad_value_(tensors, case["clip_value"])
        case name:
            raise CannotMake(f"torch.nn.utils.{name} is not known; known: clip_grad_norm_, clip_grad_value_")
    return found | {"out": [listed(tensor.grad) for tensor in tensors]}
