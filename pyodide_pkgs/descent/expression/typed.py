"""A typed function as a landscape: its value, its gradient by the rules of differentiation, and how it was read."""

from collections.abc import Sequence

from descent.arrays import quiet
from descent.errors import BadExpression
from descent.expression.arithmetic import Arithmetic, Named, Number, Part, full
from descent.expression.gradient import Function, gradient_of
from descent.expression.reading import Reading, read
from descent.spec import Array, Landscape, Namespace

SAMPLES = 64
SHARES = (0.7548776662466927, 0.5698402909980532)


def landscape(
    text: str,
    xp: Namespace,
    window: Sequence[tuple[float, float]] = ((-5.0, 5.0), (-5.0, 5.0)),
    start: Sequence[float] | None = None,
) -> Landscape:
    """The landscape of an expression in x and y or of a function of two coordinates.

    `note` says how the gradient is found, `typed` how the text was read. The start is near the upper left corner of the
    window unless given. Raises `BadExpression` with a sentence for whoever typed the text.
    """
    reading = read(text)
    function, arithmetic = _compiled(reading)

    def value(x: Array, xp: Namespace) -> Array:
        return function(x[:, 0], x[:, 1], xp)

    def gradient(x: Array, xp: Namespace) -> Array:
        with quiet(xp):
            return gradient_of(function, x, xp)

    with quiet(xp):
        if not bool(xp.any(xp.isfinite(value(_samples(window, xp), xp)))):
            raise BadExpression("the function is not a finite number anywhere in the window")
    (left, right), (bottom, top) = window
    return Landscape(
        value,
        gradient,
        window=((left, right), (bottom, top)),
        start=tuple(start or (left + 0.2 * (right - left), bottom + 0.8 * (top - bottom))),
        title="Typed function",
        tags=("typed",),
        typed=reading.text,
        note=_note(reading, arithmetic),
    )


def _compiled(reading: Reading) -> tuple[Function, Arithmetic]:
    """The function of two arrays `(runs,)`, or of two duals, and what was found in it."""
    arithmetic = Arithmetic(reading.coordinates)
    steps: list[tuple[str, Part]] = []
    for name, node in reading.assignments:
        steps.append((name, arithmetic.part(node)))
        arithmetic.assign(*steps[-1])
    result = arithmetic.part(reading.result)

    def function(x: Number, y: Number, xp: Namespace) -> Number:
        arrays: Named = dict(zip(reading.coordinates, (x, y), strict=True))
        for name, part in steps:
            arrays[name] = full(part, arrays, xp)
        return full(result, arrays, xp)

    return function, arithmetic


def _note(reading: Reading, arithmetic: Arithmetic) -> str:
    """How the text was read where that may surprise, how the gradient is found, and what holds where there is none."""
    said = []
    if reading.after_division:
        said.append("A product without * goes from the left like any other: 1/2x is read as (1/2)*x.")
    said.append("The gradient is found by the rules of differentiation, with rounding errors like those of f itself.")
    if arithmetic.kinks:
        kinks = " and ".join(dict.fromkeys(arithmetic.kinks))
        said.append(f"At a kink of {kinks} it is the shortest vector between the gradients beside it.")
    if arithmetic.steps:
        steps = " and ".join(dict.fromkeys(arithmetic.steps))
        said.append(f"Jumps of {steps} do not show in it.")
    return " ".join(said)


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
