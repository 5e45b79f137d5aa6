"""Landscapes moved, turned and rescaled, so that a rule's invariances can be seen and tested.

Each function gives a new landscape together with its new start, window and minima. Turning leaves the path of gradient
descent as it was, only turned; scaling the coordinates or the value does not.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import cos, sin

from descent.arrays import constant
from descent.errors import BadShape
from descent.spec import Array, Landscape, Namespace

Point = tuple[float, ...]


def turned(landscape: Landscape, matrix: Sequence[Sequence[float]]) -> Landscape:
    """The landscape turned about the centre of its window by an orthogonal matrix `(dim, dim)`; the window stays."""
    dim = landscape.dim
    if len(matrix) != dim or any(len(row) != dim for row in matrix):
        raise BadShape(f"{landscape.title or 'the landscape'} has {dim} coordinates; the matrix must be {dim} x {dim}")
    rows = tuple(tuple(row) for row in matrix)
    columns = tuple(zip(*rows, strict=True))
    centre = tuple((low + high) / 2 for low, high in landscape.window)

    def turn(x: Array, by: tuple[tuple[float, ...], ...], xp: Namespace) -> Array:
        # A sum over the last axis, not a matrix product, whose rounding may depend on the number of rows.
        return xp.sum(x[:, None, :] * constant(by, x, xp), axis=-1)

    def point(original: Point) -> Point:
        apart = [given - middle for given, middle in zip(original, centre, strict=True)]
        return tuple(
            middle + sum(weight * distance for weight, distance in zip(row, apart, strict=True))
            for middle, row in zip(centre, rows, strict=True)
        )

    mapped = _mapped(
        landscape,
        into=lambda x, xp: turn(x - constant(centre, x, xp), columns, xp) + constant(centre, x, xp),
        out=lambda y, xp: turn(y - constant(centre, y, xp), rows, xp) + constant(centre, y, xp),
        pull=lambda g, xp: turn(g, rows, xp),
        point=point,
    )
    return replace(mapped, title=f"{landscape.title}, turned")


def rotated(landscape: Landscape, angle: float) -> Landscape:
    """A landscape of two coordinates turned anticlockwise by `angle` radians about the centre of its window."""
    return turned(landscape, ((cos(angle), -sin(angle)), (sin(angle), cos(angle))))


def shifted(landscape: Landscape, by: Sequence[float], *, stay: bool = False) -> Landscape:
    """The landscape f(x - by), its window and start moved along; with `stay` they are where they were."""
    if len(by) != landscape.dim:
        raise BadShape(f"the shift has {len(by)} numbers, the landscape {landscape.dim} coordinates")
    offset = tuple(by)
    mapped = _mapped(
        landscape,
        into=lambda x, xp: x - constant(offset, x, xp),
        out=lambda y, xp: y + constant(offset, y, xp),
        pull=lambda g, xp: g,  # noqa: ARG005
        point=lambda original: tuple(a + b for a, b in zip(original, offset, strict=True)),
    )
    title = f"{landscape.title}, shifted"
    if stay:
        return replace(mapped, start=landscape.start, title=title)
    window = tuple((low + b, high + b) for (low, high), b in zip(landscape.window, offset, strict=True))
    return replace(mapped, window=window, title=title)


def rescaled(landscape: Landscape, factors: Sequence[float], *, stay: bool = False) -> Landscape:
    """The landscape f(D x) for the diagonal matrix D of the positive `factors`, its window and start along.

    With `stay` it is rescaled about the centre of its window, which stays as it was: what is steeper looks steeper.
    """
    if len(factors) != landscape.dim or any(not factor > 0 for factor in factors):
        raise BadShape(f"rescaling takes {landscape.dim} positive factors, given {tuple(factors)}")
    scale = tuple(factors)
    centre = tuple((low + high) / 2 if stay else 0.0 for low, high in landscape.window)
    mapped = _mapped(
        landscape,
        into=lambda x, xp: constant(centre, x, xp) + (x - constant(centre, x, xp)) * constant(scale, x, xp),
        out=lambda y, xp: constant(centre, y, xp) + (y - constant(centre, y, xp)) / constant(scale, y, xp),
        pull=lambda g, xp: g * constant(scale, g, xp),
        point=lambda original: tuple(c + (a - c) / d for a, c, d in zip(original, centre, scale, strict=True)),
    )
    window = tuple((low / d, high / d) for (low, high), d in zip(landscape.window, scale, strict=True))
    # The new eigenvalues are no function of the old ones unless all factors are the same.
    rest = replace(mapped, curvature=None, stable_lr=None, title=f"{landscape.title}, rescaled")
    return rest if stay else replace(rest, window=window)


def multiplied(landscape: Landscape, factor: float) -> Landscape:
    """The landscape factor · f, for a positive factor."""
    if not factor > 0:
        raise BadShape(f"a landscape is multiplied by a positive factor, given {factor}")
    sample, curvature = landscape.sample, landscape.curvature
    return replace(
        landscape,
        value=lambda x, xp: factor * landscape.value(x, xp),
        gradient=lambda x, xp: factor * landscape.gradient(x, xp),
        sample=sample and (lambda x, draws, t, xp: factor * sample(x, draws, t, xp)),
        least=None if landscape.least is None else factor * landscape.least,
        curvature=curvature and (factor * curvature[0], factor * curvature[1]),
        stable_lr=landscape.stable_lr and landscape.stable_lr / factor,
        title=f"{landscape.title}, multiplied",
    )


def moving(landscape: Landscape, velocity: Sequence[float]) -> Landscape:
    """The landscape carried along by `velocity` per step: a target to be followed, not reached."""
    if len(velocity) != landscape.dim:
        raise BadShape(f"the velocity has {len(velocity)} numbers, the landscape {landscape.dim} coordinates")
    per_step = tuple(velocity)
    return replace(landscape, motion=lambda t: tuple(v * t for v in per_step), title=f"{landscape.title}, moving")


def noisy(landscape: Landscape, spread: float) -> Landscape:
    """The landscape whose steps see the gradient plus normal noise of standard deviation `spread` per coordinate."""
    _without_noise(landscape)
    return replace(
        landscape,
        sample=lambda x, draws, t, xp: landscape.gradient(x, xp) + spread * draws,  # noqa: ARG005
        draws=landscape.dim,
        noise="normal",
        title=f"{landscape.title}, noisy",
    )


def sparse(landscape: Landscape, share: float) -> Landscape:
    """The landscape whose steps see each coordinate of the gradient with probability `share`, else 0; its mean stays.

    What is seen is divided by `share`, as the gradient of an embedding row is the larger the rarer its word.
    """
    _without_noise(landscape)
    if not 0 < share <= 1:
        raise BadShape(f"a share is above 0 and at most 1, given {share}")
    return replace(
        landscape,
        sample=lambda x, draws, t, xp: (  # noqa: ARG005
            landscape.gradient(x, xp) * (xp.astype(draws < share, x.dtype) / share)
        ),
        draws=landscape.dim,
        noise="uniform",
        title=f"{landscape.title}, sparse gradients",
    )


def _without_noise(landscape: Landscape) -> None:
    if landscape.sample is not None:
        raise BadShape(f"{landscape.title or 'the landscape'} already has noise of its own")


def _mapped(
    landscape: Landscape,
    *,
    into: Callable[[Array, Namespace], Array],
    out: Callable[[Array, Namespace], Array],
    pull: Callable[[Array, Namespace], Array],
    point: Callable[[Point], Point],
) -> Landscape:
    """The landscape f(into(x)): `out` inverts `into`, `point` does so for one point, `pull` takes gradients back."""
    if landscape.motion is not None:
        raise BadShape("a moving landscape cannot be transformed: transform it first, then set it moving")
    sample, project = landscape.sample, landscape.project
    return replace(
        landscape,
        value=lambda x, xp: landscape.value(into(x, xp), xp),
        gradient=lambda x, xp: pull(landscape.gradient(into(x, xp), xp), xp),
        sample=sample and (lambda x, draws, t, xp: pull(sample(into(x, xp), draws, t, xp), xp)),
        project=project and (lambda x, xp: out(project(into(x, xp), xp), xp)),
        start=point(landscape.start),
        minima=tuple(point(minimum) for minimum in landscape.minima),
        local_minima=tuple(point(minimum) for minimum in landscape.local_minima),
    )
