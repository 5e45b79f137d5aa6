"""Points as the tensors that a landscape names, and back."""

from collections.abc import Sequence
from math import prod

from descent.spec import Array, Landscape, Namespace


def tensors(landscape: Landscape, x: Array, xp: Namespace) -> list[Array]:
    """The points or gradients `(runs, dim)` as the tensors that the landscape names, `(runs, *shape)` each."""
    if not landscape.shapes:
        return [x]
    found, at = [], 0
    for shape in landscape.shapes:
        found.append(xp.reshape(x[:, at : at + prod(shape)], (x.shape[0], *shape)))
        at += prod(shape)
    return found


def joined(parts: Sequence[Array], xp: Namespace) -> Array:
    """Tensors `(runs, *shape)` laid side by side as points `(runs, dim)`."""
    if len(parts) == 1 and parts[0].ndim == 2:
        return parts[0]
    return xp.concat([xp.reshape(part, (part.shape[0], -1)) for part in parts], axis=-1)
