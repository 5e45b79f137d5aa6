"""The edge of stability: a small network trains in pieces while its sharpness is held against 2/lr.

Cohen et al. 2021, arXiv:2103.00065.
"""

from typing import Annotated, Literal, NotRequired, TypedDict

from descent.analysis.sharpness import sharpness
from descent.arrays import quiet
from descent.errors import BadMessage
from descent.families import deep_linear, mlp
from descent.playground.answers import Pieces, StopAnswer
from descent.playground.arguments import Arguments, RunArguments
from descent.playground.race import ended
from descent.playground.racer import RacerArguments, racer_of
from descent.sandbox.soundness import Notice
from descent.spec import Array, Landscape, Stop
from descent.trace.march import March

PIECE = 50
"""Steps of one piece."""
ITERATIONS = 30


class EdgeArguments(RacerArguments, RunArguments):
    """A racer and the network that it trains."""

    problem: NotRequired[Literal["network", "linear"]]
    """`linear` has matrices; `network` has vectors too, which most rules for matrices cannot take."""
    size: NotRequired[int]
    """Of the matrices of `linear`, 2 to 12."""
    every: NotRequired[int]
    """Steps between two measurements of the sharpness."""


EdgePiece = TypedDict(
    "EdgePiece",
    {
        "id": str,
        "lr": float | None,
        "limit": float | None,
        "weights": int,
        "title": str,
        "notices": list[Notice],
        "from": int,
        "to": int,
        "stop": StopAnswer | None,
    },
)
EdgePiece.__doc__ = """The training from one step to another; `limit` is 2 / lr, `weights` how many the network has."""


class EdgeArrays(TypedDict):
    """Along those steps."""

    losses: Annotated[Array, "float64", "steps"]
    steps: Annotated[Array, "int32", "measured"]
    """After which the sharpness was measured."""
    sharpness: Annotated[Array, "float64", "measured"]


def edge(arguments: Arguments[EdgeArguments]) -> Pieces[tuple[EdgePiece, EdgeArrays]]:
    """Pieces of the training: the losses of each step and the sharpness of every few."""
    xp, racer, landscape = arguments.xp, racer_of(arguments), problem(arguments)
    racer.fits(landscape)
    steps, every = arguments.steps(10_000), arguments.whole("every", 10, low=1, high=1000)
    starts = xp.asarray([landscape.start], dtype=xp.float64)
    march = March(racer.rule, landscape, starts, racer.rule.settings(racer.settings), xp, seed=arguments.seed())

    def piece(first: int, last: int, stop: StopAnswer | None) -> EdgePiece:
        return {
            "id": racer.id,
            "lr": racer.lr,
            "limit": 2 / racer.lr if racer.lr else None,
            "weights": landscape.dim,
            "title": landscape.title,
            "notices": list(racer.notices),
            "from": first,
            "to": last,
            "stop": stop,
        }

    with quiet(xp):
        losses = landscape.value(starts, xp)
        sharp, zero = sharpness(landscape, starts, xp), xp.zeros(1, dtype=xp.int32)
        yield 0.0, (piece(0, 0, None), {"losses": losses, "steps": zero, "sharpness": sharp})
        while march.step < steps:
            block = march.go(min(PIECE, steps - march.step))
            points = block.points[:, 0, :]
            losses = landscape.value(points, xp)
            good = xp.isfinite(losses) & xp.all(xp.isfinite(points), axis=-1)
            count = points.shape[0] if bool(xp.all(good)) else int(xp.argmin(good))
            numbers = block.first + xp.arange(count)
            looked = numbers[numbers % every == 0]
            stop = None
            if count < points.shape[0]:
                stop = ended(Stop.DIVERGED, block.first + count - 1)
            elif march.step >= steps:
                stop = ended(Stop.MAX_STEPS, march.step)
            here = points[looked - block.first, :]
            arrays: EdgeArrays = {
                "losses": losses[:count],
                "steps": xp.astype(looked, xp.int32),
                "sharpness": sharpness(landscape, here, xp, ITERATIONS) if looked.size else looked * 1.0,
            }
            done = 1.0 if stop else march.step / steps
            yield done, (piece(block.first, block.first + count - 1, stop), arrays)
            if stop:
                return


def problem(arguments: Arguments[EdgeArguments]) -> Landscape:
    """The network that is asked for."""
    kind = arguments.text("problem", "network")
    if kind == "network":
        return mlp.landscape(arguments.seed())
    if kind == "linear":
        return deep_linear.landscape(arguments.whole("size", 4, low=2, high=12), scale=0.3)
    raise BadMessage(f"no network is called {kind!r}; there are: linear, network")
