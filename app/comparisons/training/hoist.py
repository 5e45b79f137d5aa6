"""Powers like βᵗ computed once per run, not once per entry: a pass over the graph that the compiler is about to lower.

Left alone, inductor inlines a power of two small tensors into the loop over all entries that use it, and a power costs
more than everything else in Adam's step. Here small powers are held: written to memory before the loop that reads them.
"""

from typing import Any

import torch
from torch import Tensor
from torch._inductor.custom_graph_pass import CustomGraphPass
from torch._inductor.lowering import register_lowering
from torch.fx import Graph, Node

FEWER = 32
"""A power is held where the largest tensor of the step has at least so many times its entries."""


@torch.library.custom_op("optimizer_playground::hold", mutates_args=())
def hold(x: Tensor) -> Tensor:
    """The tensor as it is, in memory."""
    return x.clone()


@hold.register_fake
def _(x: Tensor) -> Tensor:
    return torch.empty_like(x)


@register_lowering(torch.ops.optimizer_playground.hold.default, type_promotion_kind=None)
def _lower(x: Any) -> Any:
    x.realize()
    return x


class HoldPowers(CustomGraphPass):
    """The pass: behind every small power a hold, unless there is one."""

    def __call__(self, graph: Graph) -> None:
        """Change the graph in place."""
        largest = max((_entries(node) for node in graph.nodes), default=0)
        for node in list(graph.nodes):
            if node.target is torch.ops.aten.pow.Tensor_Tensor and _entries(node) * FEWER <= largest:
                with graph.inserting_after(node):
                    held = graph.call_function(torch.ops.optimizer_playground.hold.default, (node,))
                held.meta.update(node.meta)
                node.replace_all_uses_with(held, delete_user_cb=lambda user, held=held: user is not held)

    def uuid(self) -> str:
        """What the compiler's cache knows this pass by."""
        return f"optimizer-playground-hold-powers-1-{FEWER}"


def _entries(node: Node) -> int:
    value = node.meta.get("val")
    return value.numel() if isinstance(value, Tensor) else 0
