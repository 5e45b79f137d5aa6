"""The two planes of a slice: random directions scaled like the weights, and the plane that holds most of some paths.

Li, Xu, Taylor, Studer & Goldstein 2018, "Visualizing the loss landscape of neural nets", arXiv:1712.09913.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from array_api_compat import torch as xp
from descent import random
from torch import Tensor

from app.comparisons.errors import BadShard
from app.comparisons.slices.vectors import flat, shaped
from app.workloads.workload import SLICE, Workload

MARGIN = 0.15
"""Room around the paths, as a share of how far they reach."""
NARROWEST = 0.2
"""A window is at least this share as wide as it is high, and as high as it is wide."""

Window = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Plane:
    """The points `centre + x axes[0] + y axes[1]`: `centre` is `(numbers,)`, `axes` `(2, numbers)`."""

    centre: Tensor
    axes: Tensor
    explained: tuple[float, float] | None = None
    """Shares of the paths' squared distances from the centre that lie along each axis, the larger first."""

    def at(self, places: Tensor) -> Tensor:
        """The points `(n, numbers)` at the places `(n, 2)`."""
        return self.centre + places @ self.axes

    def places(self, points: Tensor) -> tuple[Tensor, Tensor]:
        """Where points `(n, numbers)` fall on orthonormal axes, `(n, 2)`, and how far off they are, `(n,)`."""
        away = points - self.centre
        places = away @ self.axes.T
        return places, torch.linalg.vector_norm(away - places @ self.axes, dim=1)


def random_plane(workload: Workload, start: Tensor, end: Tensor, seed: int) -> Plane:
    """The plane through `end` along two random directions, functions of the seed alone but for their lengths.

    Each filter (row) of a direction is as long as the same filter of the weights, and tensors of one axis (biases) stay
    as they are: section 4 of the paper. A workload whose tensors all have one axis has no filters; there the directions
    are perpendicular and as long as the way from `start` to `end`, both `(numbers,)`.
    """
    weights = shaped(workload, end[None])
    one = torch.tensor([seed], dtype=torch.int64)
    both = torch.arange(2, dtype=torch.int64)
    filters = any(len(shape) > 1 for shape in workload.shapes.values())
    drawn = {}
    for place, (name, shape) in enumerate(workload.shapes.items()):
        numbers = int(torch.Size(shape).numel())
        normal = random.normal(SLICE + 8 * place, one, both, numbers, xp)[:, 0].to(end.dtype).reshape(2, *shape)
        drawn[name] = normal if not filters else like_filters(normal, weights[name])
    axes = flat(workload, drawn)
    if not filters:
        way = float(torch.linalg.vector_norm(end - start)) or float(torch.linalg.vector_norm(end)) or 1.0
        axes = way * torch.linalg.qr(axes.T).Q.T
    return Plane(end, axes)


def like_filters(directions: Tensor, weights: Tensor) -> Tensor:
    """Directions `(2, *shape)` with rows as long as those of the weights `(1, *shape)`; 0 for tensors of one axis."""
    if weights.ndim < 3:
        return torch.zeros_like(directions)
    inner = tuple(range(2, weights.ndim))
    wanted = torch.linalg.vector_norm(weights, dim=inner, keepdim=True)
    scaled: Tensor = directions * wanted / torch.linalg.vector_norm(directions, dim=inner, keepdim=True)
    return scaled


def path_plane(paths: Sequence[Tensor], centre: Tensor) -> Plane:
    """The plane through `centre` with the least squared distance from the points of all paths, `(n, numbers)` each.

    Its axes are orthonormal: the first two principal components about `centre`. `BadShard` where no path leaves it.
    """
    away = torch.cat(list(paths)) - centre
    largest = float(away.abs().max())
    if largest == 0.0:
        raise BadShard("the paths stand still: no weight moved, so that no plane goes through them")
    _, sizes, axes = torch.linalg.svd(away / largest, full_matrices=False)
    squares = sizes**2
    shares = (squares[:2] / squares.sum()).tolist()
    # A component has no sign of its own: its largest number is made positive.
    signs = torch.sign(axes[:2].gather(1, axes[:2].abs().argmax(dim=1, keepdim=True)))
    return Plane(centre, axes[:2] * signs, (shares[0], shares[1]))


def window_around(places: Tensor) -> Window:
    """What must be seen of a plane to see all places `(n, 2)`, with room at every side."""
    low, high = places.amin(dim=0), places.amax(dim=0)
    spans = high - low
    spans = torch.maximum(spans, NARROWEST * spans.amax()) * (1 + 2 * MARGIN)
    middle = (low + high) / 2
    (left, bottom), (right, top) = (middle - spans / 2).tolist(), (middle + spans / 2).tolist()
    return (left, right), (bottom, top)
