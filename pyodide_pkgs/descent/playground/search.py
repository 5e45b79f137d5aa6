"""The local minima of a typed landscape, found by search, since nobody has stated them."""

from dataclasses import replace

from descent.arrays import constant, quiet
from descent.derivatives import hessian
from descent.spec import Array, Landscape, Namespace

SIDE = 61
"""Points along each side of the grid from which the search sets out."""
ROUNDS = 70
MOST = 12
"""The most minima that are kept, the lowest ones."""
_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))


def with_minima(landscape: Landscape, xp: Namespace) -> Landscape:
    """The landscape with its local minima in the window, the lowest first, and its least value.

    `least` stays None where the edge of the window lies lower than every minimum found.
    """
    with quiet(xp):
        starts, lowest = _hollows(landscape, xp)
        if starts.shape[0] == 0:
            return landscape
        points = _descended(landscape, starts, xp)
        values = landscape.value(points, xp)
        kept = _distinct(landscape, points, values, xp)
    minima = tuple(tuple(float(number) for number in points[row, :]) for row in kept)
    if not minima:
        return landscape
    least = float(values[kept[0]])
    return replace(landscape, minima=minima, least=least if lowest >= least - 1e-9 * (1 + abs(least)) else None)


def _hollows(landscape: Landscape, xp: Namespace) -> tuple[Array, float]:
    """The points of a grid that are no higher than their neighbours, at most forty, and the least value of the grid."""
    (left, right), (bottom, top) = landscape.window
    x, y = xp.linspace(left, right, SIDE), xp.linspace(bottom, top, SIDE)
    grid = xp.stack([xp.tile(x, (SIDE,)), xp.repeat(y, SIDE)], axis=-1)
    values = landscape.value(grid, xp)
    height = xp.reshape(xp.where(xp.isfinite(values), values, xp.full_like(values, float("inf"))), (SIDE, SIDE))
    inner = height[1:-1, 1:-1]
    hollow = xp.isfinite(inner)
    for down in (0, 1, 2):
        for across in (0, 1, 2):
            hollow = hollow & (inner <= height[down : SIDE - 2 + down, across : SIDE - 2 + across])
    middle = xp.reshape(xp.reshape(grid, (SIDE, SIDE, 2))[1:-1, 1:-1, :], (-1, 2))
    flat = xp.reshape(xp.where(hollow, inner, xp.full_like(inner, float("inf"))), (-1,))
    order = xp.argsort(flat)[: int(min(40, int(xp.sum(hollow))))]
    return middle[order, :], float(xp.min(height))


def _descended(landscape: Landscape, x: Array, xp: Namespace) -> Array:
    """Each point led downhill: the best of eight steps around it and a Newton step; halved when none helps."""
    steps = constant(_AROUND, x, xp)[None, :, :]
    sides = constant([high - low for low, high in landscape.window], x, xp)
    reach = xp.ones_like(x[:, :1]) * (2 / SIDE)
    rows = xp.arange(x.shape[0])
    for _ in range(ROUNDS):
        around = x[:, None, :] + (reach * sides)[:, None, :] * steps
        candidates = xp.concat([x[:, None, :], around, (x + _newton(landscape, x, xp))[:, None, :]], axis=1)
        values = xp.reshape(landscape.value(xp.reshape(candidates, (-1, 2)), xp), candidates.shape[:2])
        values = xp.where(xp.isfinite(values), values, xp.full_like(values, float("inf")))
        best = xp.argmin(values, axis=1)
        x = candidates[rows, best, :]
        reach = xp.where((best == 0)[:, None] | (best == candidates.shape[1] - 1)[:, None], reach / 2, reach)
    return x


def _newton(landscape: Landscape, x: Array, xp: Namespace) -> Array:
    """The Newton step by the explicit inverse of each 2 x 2 Hessian; nothing where it is singular."""
    curved, g = hessian(landscape, x, xp), landscape.gradient(x, xp)
    xx, xy, yy = curved[:, 0, 0], curved[:, 0, 1], curved[:, 1, 1]
    determinant = xx * yy - xy * xy
    a = -(yy * g[:, 0] - xy * g[:, 1]) / determinant
    b = -(xx * g[:, 1] - xy * g[:, 0]) / determinant
    step = xp.stack([a, b], axis=-1)
    return xp.where(xp.isfinite(step), step, xp.zeros_like(step))


def _distinct(landscape: Landscape, points: Array, values: Array, xp: Namespace) -> list[int]:
    """The rows of different points inside the window, the lowest first."""
    kept: list[int] = []
    sides = [high - low for low, high in landscape.window]
    for row in (int(row) for row in xp.argsort(values)):
        at = [float(number) for number in points[row, :]]
        inside = all(low < c < high for c, (low, high) in zip(at, landscape.window, strict=True))
        near = any(all(abs(c - float(points[other, k])) < 1e-3 * sides[k] for k, c in enumerate(at)) for other in kept)
        if inside and not near and len(kept) < MOST:
            kept.append(row)
    return kept
