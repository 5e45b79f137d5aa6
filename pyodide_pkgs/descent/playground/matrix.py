"""One matrix under a rule: how it moves, and the singular values of its gradient, momentum and update on the way."""

from typing import Annotated, Any, Literal, NotRequired, TypedDict, cast

from descent.arrays import constant, quiet
from descent.errors import BadMessage
from descent.families import deep_linear, matrix_quadratic
from descent.playground.answers import RacerAnswer, StopAnswer
from descent.playground.arguments import Arguments, RunArguments
from descent.playground.race import ended, introduced, per_row
from descent.playground.racer import RacerArguments, racer_of
from descent.spec import Array, Landscape, Namespace
from descent.trace import Trace, tensors, trace

SMALLEST, LARGEST = 2, 16
MOST_KEPT = 60
_MOMENTA = ("m", "momentum", "buf", "z")


class MatrixArguments(RacerArguments, RunArguments):
    """A rule on one matrix of 2 x 2 to 16 x 16."""

    problem: NotRequired[Literal["quadratic", "factorised"]]
    """`factorised`: two matrices whose product is learnt; the first is shown."""
    rows: NotRequired[int]
    columns: NotRequired[int]
    kappa_left: NotRequired[float]
    """The condition number of the factor on the left of a quadratic, 1 or more."""
    kappa_right: NotRequired[float]


class MatrixAnswer(RacerAnswer):
    """How the run ended, and of which steps the matrices are there."""

    stop: StopAnswer
    kept: list[int]
    """Step numbers, about 60."""
    rows: int
    columns: int
    momentum: str | None
    """What the rule calls it; null where it has none."""
    title: str
    formula: str
    stable_lr: float | None


_MATRICES = Annotated[Array, "float64", "kept", "rows", "columns"]
_SINGULAR = Annotated[Array, "float64", "kept", "min(rows, columns)"]

MatrixArrays = TypedDict(
    "MatrixArrays",
    {
        "losses": Annotated[Array, "float64", "steps + 1"],
        "weights": NotRequired[_MATRICES],
        "gradient": NotRequired[_MATRICES],
        "update": NotRequired[_MATRICES],
        "error": NotRequired[_MATRICES],
        "momentum": NotRequired[_MATRICES],
        "weights.singular": NotRequired[_SINGULAR],
        "gradient.singular": NotRequired[_SINGULAR],
        "update.singular": NotRequired[_SINGULAR],
        "error.singular": NotRequired[_SINGULAR],
        "momentum.singular": NotRequired[_SINGULAR],
        "update.alignment": NotRequired[_SINGULAR],
    },
)
MatrixArrays.__doc__ = """The matrices at the kept steps and their singular values.

`update.alignment` is the cosine of each left singular vector of the update with the gradient's; `error` is there where
the minimum is one matrix, `momentum` where the rule has one.
"""


def matrix(arguments: Arguments[MatrixArguments]) -> tuple[MatrixAnswer, MatrixArrays]:
    """The run, its losses, and per kept step the matrices and their singular values."""
    xp, racer, landscape = arguments.xp, racer_of(arguments), problem(arguments)
    racer.fits(landscape)
    steps = arguments.steps(5000)
    every = max(1, -(-steps // MOST_KEPT))
    starts = xp.asarray([landscape.start], dtype=xp.float64)
    settings = {**racer.choices, **per_row([racer], 1, starts, xp)}
    run = trace(racer.rule, landscape, settings, xp=xp, steps=steps, seed=arguments.seed(), every=every)
    if every > 1 and int(run.stop_steps[0]) < steps:
        # It ended early: more of the way that it went is kept.
        steps = max(1, int(run.stop_steps[0]))
        every = -(-steps // MOST_KEPT)
        run = trace(racer.rule, landscape, settings, xp=xp, steps=steps + 1, seed=arguments.seed(), every=every)
    kept = [step for step in run.kept if 0 < step <= int(run.stop_steps[0])]
    rows, columns = landscape.shapes[0]
    arrays: MatrixArrays = {"losses": run.losses[:, 0]}
    momentum = None
    if kept:
        momentum, shown = _matrices(run, kept, xp)
        arrays.update(shown)
    value: MatrixAnswer = {
        **introduced(racer),
        "stop": ended(run.stops[0], int(run.stop_steps[0])),
        "kept": kept,
        "rows": rows,
        "columns": columns,
        "momentum": momentum,
        "title": landscape.title,
        "formula": landscape.formula,
        "stable_lr": landscape.stable_lr,
    }
    return value, arrays


def problem(arguments: Arguments[MatrixArguments]) -> Landscape:
    """The landscape of matrices that is asked for."""
    kind = arguments.text("problem", "quadratic")
    rows = arguments.whole("rows", 4, low=SMALLEST, high=LARGEST)
    columns = arguments.whole("columns", 3, low=SMALLEST, high=LARGEST)
    if kind == "quadratic":
        left, right = arguments.number("kappa_left", 10.0), arguments.number("kappa_right", 3.0)
        if not (left >= 1 and right >= 1):
            raise BadMessage(f"condition numbers are 1 or more, given {left} and {right}")
        return matrix_quadratic.landscape(rows, columns, left, right)
    if kind == "factorised":
        return deep_linear.landscape(rows)
    raise BadMessage(f"no problem of matrices is called {kind!r}; there are: factorised, quadratic")


def _matrices(run: Trace, kept: list[int], xp: Namespace) -> tuple[str | None, MatrixArrays]:
    """The name of the momentum, if the rule has one, and the first matrix's history with singular values."""
    landscape = run.landscape
    places = xp.asarray(kept)

    def first(points: Array) -> Array:
        return tensors(landscape, points, xp)[0]

    weights = first(run.points[:, 0, :][places, :])
    gradient = first(run.gradients[:, 0, :][places - 1, :])
    update = weights - first(run.points[:, 0, :][places - 1, :])
    matrices = {"weights": weights, "gradient": gradient, "update": update}
    if landscape.minima and len(landscape.shapes) == 1:
        matrices["error"] = weights - first(constant(landscape.minima[:1], run.points, xp))
    state: dict[str, Any] = run.states[0] if run.states else {}
    momentum = next((name for name in _MOMENTA if name in state and state[name].shape[2:] == weights.shape[1:]), None)
    if momentum is not None:
        matrices["momentum"] = state[momentum][: len(kept), 0, :, :]
    with quiet(xp):
        parts = {name: xp.linalg.svd(matrix, full_matrices=False) for name, matrix in matrices.items()}
    arrays = dict(matrices)
    for name, (_, values, _) in parts.items():
        arrays[f"{name}.singular"] = values
    arrays["update.alignment"] = xp.abs(xp.sum(parts["update"][0] * parts["gradient"][0], axis=1))
    return momentum, cast(MatrixArrays, arrays)
