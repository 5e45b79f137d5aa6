"""What a rule takes per step beside the gradient, made from the landscape: its curvature, noise, the rows touched."""

from collections.abc import Callable, Mapping, Sequence

from descent import random
from descent.derivatives import hessian
from descent.spec import Array, Landscape, Namespace, Rule

# `inputs(x, gradients, step)`: per name one array per tensor, from points `(runs, dim)` and the tensors' gradients.
Inputs = Callable[[Array, Sequence[Array], int], Mapping[str, Sequence[Array]]]
Split = Callable[[Landscape, Array, Namespace], list[Array]]
# Noise of rules and noise of landscapes have addresses of their own.
STREAM = 0x5EED


def supplied(rule: Rule, landscape: Landscape, xp: Namespace, split: Split, seed: int, numbers: Array) -> Inputs | None:
    """The inputs that the rule names, as far as they are known here; None for a rule without any.

    `hessian` is the exact diagonal of the landscape's Hessian, `noise` standard normal numbers of each run's own, and
    `rows` says where a row of the gradient is not zero.
    """
    wanted = [name for name in ("hessian", "noise", "rows") if name in rule.inputs]
    if not wanted:
        return None

    def hessian_diagonal(x: Array, gradients: Sequence[Array], step: int) -> list[Array]:  # noqa: ARG001
        return split(landscape, xp.linalg.diagonal(hessian(landscape, x, xp)), xp)

    def noise(x: Array, gradients: Sequence[Array], step: int) -> list[Array]:  # noqa: ARG001
        at = xp.asarray([step], dtype=xp.int64, device=x.device)
        drawn = random.normal(seed ^ STREAM, numbers, at, landscape.dim, xp)[0, :, :]
        return split(landscape, xp.astype(drawn, x.dtype), xp)

    def rows(x: Array, gradients: Sequence[Array], step: int) -> list[Array]:  # noqa: ARG001
        return [xp.astype(_touched(g, xp), x.dtype) for g in gradients]

    makers = {"hessian": hessian_diagonal, "noise": noise, "rows": rows}
    return lambda x, gradients, step: {name: makers[name](x, gradients, step) for name in wanted}


def _touched(g: Array, xp: Namespace) -> Array:
    """Where the rows `(runs, rows)` of a gradient `(runs, rows, ...)` are not all zero."""
    return g != 0 if g.ndim == 2 else xp.any(g != 0, axis=tuple(range(2, g.ndim)))
