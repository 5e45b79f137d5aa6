"""A typed function as a landscape, with the best gradient that can be trusted.

Complex steps give the gradient to rounding where every part is analytic. They are compared with central differences at
sample points first; where they disagree, or where a part has a kink, central differences are used and the note says so.
"""

from collections.abc import Callable, Sequence

from descent.arrays import quiet
from descent.derivatives import central_gradient, complex_step_gradient
from descent.errors import BadExpression
from descent.expression.arithmetic import Arithmetic, Arrays, Part, full
from descent.expression.reading import Reading, read
from descent.spec import Array, Landscape, Namespace

Value = Callable[[Array, Namespace], Array]

SAMPLES = 64
SHARES = (0.7548776662466927, 0.5698402909980532)
# Central differences have about ten digits where the function is smooth; a wrong complex step has none.
AGREEMENT = 1e-5


def landscape(
    text: str,
    xp: Namespace,
    window: Sequence[tuple[float, float]] = ((-5.0, 5.0), (-5.0, 5.0)),
    start: Sequence[float] | None = None,
) -> Landscape:
    """The landscape of an expression in x and y or of a function of two coordinates.

    `analytic` says whether the gradient comes from complex steps; `note` says so in words. The start is near the upper
    left corner of the window unless given. Raises `BadExpression` with a sentence for whoever typed the text.
    """
    reading = read(text)
    value, kinks = _compiled(reading)
    samples = _samples(window, xp)
    with quiet(xp):
        if not bool(xp.any(xp.isfinite(value(samples, xp)))):
            raise BadExpression("the function is not a finite number anywhere in the window")
        doubt = f"{kinks[0]} has no derivative everywhere" if kinks else _doubt(value, samples, xp)

    def gradient(x: Array, xp: Namespace) -> Array:
        # A complex point comes from a complex step for second derivatives; its own imaginary part is taken.
        complex_step = not doubt and xp.isdtype(x.dtype, "real floating")
        return (complex_step_gradient if complex_step else central_gradient)(value, x, xp)

    (left, right), (bottom, top) = window
    return Landscape(
        value,
        gradient,
        window=((left, right), (bottom, top)),
        start=tuple(start or (left + 0.2 * (right - left), bottom + 0.8 * (top - bottom))),
        title="Typed function",
        tags=("typed",),
        analytic=not doubt,
        note=(
            f"The gradient comes from central differences, good to about nine digits: {doubt}."
            if doubt
            else "The gradient comes from complex steps and is exact to rounding."
        ),
    )


def _compiled(reading: Reading) -> tuple[Value, list[str]]:
    """The value function `(runs, 2) -> (runs,)` and the names of the parts that have kinks."""
    arithmetic = Arithmetic(reading.coordinates)
    steps: list[tuple[str, Part]] = []
    for name, node in reading.assignments:
        steps.append((name, arithmetic.part(node)))
        arithmetic.names.add(name)
    result = arithmetic.part(reading.result)

    def value(x: Array, xp: Namespace) -> Array:
        arrays: Arrays = {name: x[:, place] for place, name in enumerate(reading.coordinates)}
        for name, part in steps:
            arrays[name] = full(part, arrays, xp)
        return full(result, arrays, xp)

    return value, arithmetic.kinks


def _samples(window: Sequence[tuple[float, float]], xp: Namespace) -> Array:
    """Points spread evenly over the window, off its symmetry axes: `(SAMPLES, 2)`."""
    # The fractional parts of multiples of the plastic number's powers (Roberts's sequence).
    return xp.asarray(
        [
            [low + (high - low) * ((0.5 + k * share) % 1) for (low, high), share in zip(window, SHARES, strict=True)]
            for k in range(1, SAMPLES + 1)
        ],
        dtype=xp.float64,
    )


def _doubt(value: Value, samples: Array, xp: Namespace) -> str:
    """Why complex steps cannot be trusted here, or nothing."""
    central = central_gradient(value, samples, xp)
    exact = complex_step_gradient(value, samples, xp)
    smooth = xp.isfinite(central) & xp.isfinite(value(samples, xp))[:, None]
    wrong = ~(xp.abs(exact - central) <= AGREEMENT * (1 + xp.abs(central)))
    return "complex steps and central differences disagree" if bool(xp.any(smooth & wrong)) else ""
