"""The minima of a landscape of two coordinates, found by search over its window.

A search sets out from each hollow of a fine grid, goes downhill, and ends with Newton's method. What it finds counts as
a minimum where the function rises on all sides; a valley of equal points has none.
"""

import math
from dataclasses import replace

from descent.arrays import constant, quiet
from descent.derivatives import hessian
from descent.spec import Array, Landscape, Namespace

SIDE = 241
"""Points along each side of the grid from which the search sets out."""
ROUNDS = 40
MOST = 4000
"""The most hollows that are searched from, the lowest ones."""
BESIDE = 1500
BESIDE_EACH = 10
"""The most points of valleys that are searched from, evenly chosen: so many, or more where there are more hollows."""
STEPS = 16
APART = 1e-4
"""Two minima that are nearer than this share of the window's sides are one."""
SHORT = 4e-3
"""The longest Newton step, as a share of the window's sides: about the distance of the grid's points."""
FLAT = 1e-7
"""A curvature below this share of the other one is that along a valley."""
STILL = 1e-6
"""A gradient that a step of this share of the window would undo."""
RING = 1e-3
"""How far out it is looked whether the function rises, as a share of the window's sides."""
RAYS = 64
LOWEST = 6
"""How many of the rays are looked at closely, the lowest ones: a valley crosses a ring twice, between two rays each."""
EQUAL = 1e-13
"""Values that differ by less are equal."""
GOLDEN = 0.6180339887498949
_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))


def with_minima(landscape: Landscape, xp: Namespace) -> Landscape:
    """The typed landscape with its minima in the window, the lowest ones and the local ones, and its least value.

    `least` stays None where no minimum was found, or where the window has a lower point than every one.
    """
    found, lowest = _found(landscape, xp)
    if not found:
        return landscape
    least = found[0][1]
    margin = 1e-9 * (1 + abs(least))
    if lowest < least - margin:
        return replace(landscape, local_minima=tuple(point for point, _ in found))
    return replace(
        landscape,
        minima=tuple(point for point, value in found if value <= least + margin),
        local_minima=tuple(point for point, value in found if value > least + margin),
        least=least,
    )


def with_local_minima(landscape: Landscape, xp: Namespace) -> Landscape:
    """The landscape with those minima in its window, lowest first, that it does not state itself."""
    flat = landscape.dim == 2 and not landscape.shapes and landscape.project is None
    if not flat or "convex" in landscape.tags:
        return landscape
    found, _ = _found(landscape, xp)
    sides = [high - low for low, high in landscape.window]
    stated = _Places(sides, landscape.minima)
    others = [point for point, _ in found if not stated.near(point)]
    return replace(landscape, local_minima=tuple(others)) if others else landscape


def _found(landscape: Landscape, xp: Namespace) -> tuple[list[tuple[tuple[float, ...], float]], float]:
    """The minima inside the window with their values, lowest first, and the least value of the grid."""
    with quiet(xp):
        starts, valley, lowest = _hollows(landscape, xp)
        points = xp.concat([_descended(landscape, starts, xp), _followed(landscape, valley, xp)], axis=0)
        if points.shape[0] == 0:
            return [], lowest
        points = _settled(landscape, _polished(landscape, points, xp), starts.shape[0], xp)
        values, strict = landscape.value(points, xp), _rises_around(landscape, points, xp)
    sides = [high - low for low, high in landscape.window]
    kept: list[tuple[tuple[float, ...], float]] = []
    seen = _Places(sides)
    for row in (int(row) for row in xp.argsort(values)):
        at = tuple(float(number) for number in points[row, :])
        inside = all(low < c < high for c, (low, high) in zip(at, landscape.window, strict=True))
        if inside and bool(strict[row]) and not seen.near(at):
            kept.append((at, float(values[row])))
            seen.add(at)
    return kept, lowest


class _Places:
    """Points that were seen, to be asked whether one is near: cells of the window remember what lies in them."""

    def __init__(self, sides: list[float], points: tuple[tuple[float, ...], ...] = ()) -> None:
        self.cells: dict[tuple[int, ...], list[tuple[float, ...]]] = {}
        self.apart = [APART * side for side in sides]
        for point in points:
            self.add(point)

    def add(self, point: tuple[float, ...]) -> None:
        self.cells.setdefault(self._cell(point), []).append(point)

    def near(self, point: tuple[float, ...]) -> bool:
        """Whether a point that was seen is nearer than `APART` in each coordinate."""
        across, up = self._cell(point)
        around = [(across + i, up + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        others = [other for cell in around for other in self.cells.get(cell, [])]
        return any(
            all(abs(a - b) < apart for a, b, apart in zip(point, other, self.apart, strict=True)) for other in others
        )

    def _cell(self, point: tuple[float, ...]) -> tuple[int, ...]:
        return tuple(math.floor(c / apart) for c, apart in zip(point, self.apart, strict=True))


def _hollows(landscape: Landscape, xp: Namespace) -> tuple[Array, Array, float]:
    """Points of a grid over the window and a little more, and the least value inside the window.

    First those that are no higher than their eight neighbours, then those that are lower than their neighbours on one
    axis at least: they lie along valleys, where a shallow minimum may hide between the points.
    """
    (left, right), (bottom, top) = landscape.window
    across, up = (right - left) / (SIDE - 1), (top - bottom) / (SIDE - 1)
    x = xp.linspace(left - across, right + across, SIDE + 2)
    y = xp.linspace(bottom - up, top + up, SIDE + 2)
    grid = xp.stack([xp.tile(x, (SIDE + 2,)), xp.repeat(y, SIDE + 2)], axis=-1)
    values = landscape.value(grid, xp)
    height = xp.where(xp.isfinite(values), values, xp.full_like(values, float("inf")))
    height = xp.reshape(height, (SIDE + 2, SIDE + 2))
    inner = height[1:-1, 1:-1]
    hollow = xp.isfinite(inner)
    for down in (0, 1, 2):
        for aside in (0, 1, 2):
            hollow = hollow & (inner <= height[down : SIDE + down, aside : SIDE + aside])
    beside = (inner < height[1:-1, :-2]) & (inner < height[1:-1, 2:])
    above = (inner < height[:-2, 1:-1]) & (inner < height[2:, 1:-1])
    middle = xp.reshape(xp.reshape(grid, (SIDE + 2, SIDE + 2, 2))[1:-1, 1:-1, :], (-1, 2))
    valley = middle[xp.reshape((beside | above) & ~hollow, (-1,))]
    flat = xp.reshape(xp.where(hollow, inner, xp.full_like(inner, float("inf"))), (-1,))
    order = xp.argsort(flat)[: min(MOST, int(xp.sum(hollow)))]
    every = 1 + valley.shape[0] // max(BESIDE, BESIDE_EACH * order.shape[0])
    return xp.take(middle, order, axis=0), valley[::every, :], float(xp.min(inner))


def _followed(landscape: Landscape, x: Array, xp: Namespace) -> Array:
    """Each point led along its valley: Newton steps, every curvature taken positive, as short as the grid is fine."""
    sides = constant([high - low for low, high in landscape.window], x, xp)
    for _ in range(STEPS):
        large, small, along = _curvatures(landscape, x, xp)
        g = landscape.gradient(x, xp)
        across = xp.stack([-along[:, 1], along[:, 0]], axis=-1)
        least = 1e-9 * xp.maximum(xp.abs(large), xp.abs(small)) + 1e-300
        first = xp.sum(along * g, axis=-1) / xp.maximum(xp.abs(large), least)
        second = xp.sum(across * g, axis=-1) / xp.maximum(xp.abs(small), least)
        step = -(first[:, None] * along + second[:, None] * across)
        length = xp.max(xp.abs(step / sides), axis=-1, keepdims=True)
        step = step * xp.clip(1 / (SIDE * length + 1e-300), 0.0, 1.0)
        x = xp.where(xp.isfinite(step), x + step, x)
    return x


def _descended(landscape: Landscape, x: Array, xp: Namespace) -> Array:
    """Each point led downhill: the best of eight steps around it; halved when none helps."""
    steps = constant(_AROUND, x, xp)[None, :, :]
    sides = constant([high - low for low, high in landscape.window], x, xp)
    reach = xp.ones_like(x[:, :1]) / (2 * SIDE)
    count = len(_AROUND) + 1
    for _ in range(ROUNDS):
        around = x[:, None, :] + (reach * sides)[:, None, :] * steps
        candidates = xp.concat([x[:, None, :], around], axis=1)
        values = xp.reshape(landscape.value(xp.reshape(candidates, (-1, 2)), xp), candidates.shape[:2])
        values = xp.where(xp.isfinite(values), values, xp.full_like(values, float("inf")))
        best = xp.argmin(values, axis=1)
        chosen = xp.arange(count)[None, :] == best[:, None]
        x = xp.sum(xp.where(chosen[:, :, None], candidates, xp.zeros_like(candidates)), axis=1)
        reach = xp.where((best == 0)[:, None], reach / 2, reach)
    return x


def _settled(landscape: Landscape, points: Array, count: int, xp: Namespace) -> Array:
    """The first `count` points, and of the others those where the gradient vanishes."""
    sides = constant([high - low for low, high in landscape.window], points, xp)
    large, small, _ = _curvatures(landscape, points, xp)
    slope = xp.max(xp.abs(landscape.gradient(points, xp)), axis=-1)
    still = (small > FLAT * large) & (slope <= STILL * small * xp.min(sides))
    return points[still | (xp.arange(points.shape[0]) < count)]


def _polished(landscape: Landscape, x: Array, xp: Namespace) -> Array:
    """Each point after Newton steps, where they are short and do not go up."""
    sides = constant([high - low for low, high in landscape.window], x, xp)
    for _ in range(8):
        moved = x + _newton(landscape, x, xp)
        short = xp.all(xp.abs(moved - x) <= SHORT * sides, axis=-1)
        before = landscape.value(x, xp)
        down = landscape.value(moved, xp) <= before + 1e-15 * (1 + xp.abs(before))
        x = xp.where((short & down)[:, None], moved, x)
    return x


def _newton(landscape: Landscape, x: Array, xp: Namespace) -> Array:
    """The Newton step where the landscape curves up, without its part along a valley; else none."""
    large, small, along = _curvatures(landscape, x, xp)
    g = landscape.gradient(x, xp)
    first = xp.sum(along * g, axis=-1) / large
    across = xp.stack([-along[:, 1], along[:, 0]], axis=-1)
    second = xp.where(small > FLAT * large, xp.sum(across * g, axis=-1) / small, xp.zeros_like(small))
    step = -(first[:, None] * along + second[:, None] * across)
    return xp.where(xp.isfinite(step) & (large > 0)[:, None], step, xp.zeros_like(step))


def _curvatures(landscape: Landscape, x: Array, xp: Namespace) -> tuple[Array, Array, Array]:
    """The larger and the smaller eigenvalue of the Hessian at each point, and the unit vector of the larger one."""
    curved = hessian(landscape, x, xp)
    xx, xy, yy = curved[:, 0, 0], curved[:, 0, 1], curved[:, 1, 1]
    half, away = (xx + yy) / 2, xp.sqrt(((xx - yy) / 2) ** 2 + xy * xy)
    turn = 0.5 * xp.atan2(2 * xy, xx - yy)
    return half + away, half - away, xp.stack([xp.cos(turn), xp.sin(turn)], axis=-1)


def _rises_around(landscape: Landscape, x: Array, xp: Namespace) -> Array:
    """Whether each point is a minimum and alone: by its curvature, or by a ring around it that is higher all round."""
    large, small, _ = _curvatures(landscape, x, xp)
    sides = constant([high - low for low, high in landscape.window], x, xp)
    slope = xp.max(xp.abs(landscape.gradient(x, xp)), axis=-1)
    curved_up = (small > FLAT * large) & (slope <= STILL * small * xp.min(sides))
    if bool(xp.all(curved_up)):
        return curved_up
    rest = x[~curved_up]
    higher = xp.zeros_like(curved_up)
    higher[~curved_up] = _ring(landscape, rest, sides, xp) > landscape.value(rest, xp) * (1 + EQUAL) + EQUAL
    return curved_up | higher


def _ring(landscape: Landscape, x: Array, sides: Array, xp: Namespace) -> Array:
    """The least value on a ring around each point, by golden sections between rays: a valley is narrower than those."""
    rows = x.shape[0]

    def at(turns: Array) -> Array:
        out = xp.stack([xp.cos(turns), xp.sin(turns)], axis=-1)
        values = landscape.value(xp.reshape(x[:, None, :] + RING * sides * out, (-1, 2)), xp)
        return xp.reshape(values, turns.shape)

    apart = 2 * math.pi / RAYS
    every = xp.reshape(constant([k * apart for k in range(RAYS)] * rows, x, xp), (rows, RAYS))
    around = at(every)
    middle = xp.take_along_axis(every, xp.argsort(around, axis=1)[:, :LOWEST], axis=1)
    low, high = middle - apart, middle + apart
    least = xp.min(around, axis=1)
    for _ in range(50):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        there, here = at(left), at(right)
        least = xp.minimum(least, xp.min(xp.minimum(there, here), axis=1))
        low, high = xp.where(there < here, low, left), xp.where(there < here, right, high)
    return least
