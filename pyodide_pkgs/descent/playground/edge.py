"""The edge of stability: a small network trains in pieces while its sharpness is held against 2/lr.

Cohen et al. 2021, arXiv:2103.00065.
"""

from typing import Any

from descent.analysis.sharpness import sharpness
from descent.arrays import quiet
from descent.errors import BadMessage
from descent.families import deep_linear, mlp
from descent.playground.arguments import Arguments
from descent.playground.maps import Pieces
from descent.playground.race import ended
from descent.playground.racer import racer_of
from descent.spec import Landscape, Stop
from descent.trace.march import March

PIECE = 50
"""Steps of one piece."""
ITERATIONS = 30


def edge(arguments: Arguments) -> Pieces:
    """Pieces of the training: the losses of each step and the sharpness of every few."""
    xp, racer, landscape = arguments.xp, racer_of(arguments), problem(arguments)
    racer.fits(landscape)
    steps, every = arguments.steps(10_000), arguments.whole("every", 10, low=1, high=1000)
    starts = xp.asarray([landscape.start], dtype=xp.float64)
    march = March(racer.rule, landscape, starts, racer.rule.settings(racer.settings), xp, seed=arguments.seed())
    facts: dict[str, Any] = {"id": racer.id, "lr": racer.lr, "limit": 2 / racer.lr if racer.lr else None}
    facts |= {"weights": landscape.dim, "title": landscape.title, "notices": list(racer.notices)}
    with quiet(xp):
        losses = landscape.value(starts, xp)
        found = {"losses": losses, "steps": xp.zeros(1, dtype=xp.int32), "sharpness": sharpness(landscape, starts, xp)}
        yield 0.0, ({**facts, "from": 0, "to": 0, "stop": None}, found)
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
            arrays = {"losses": losses[:count], "steps": xp.astype(looked, xp.int32)}
            arrays["sharpness"] = (
                sharpness(landscape, points[looked - block.first, :], xp, ITERATIONS) if looked.size else looked * 1.0
            )
            done = 1.0 if stop else march.step / steps
            yield done, ({**facts, "from": block.first, "to": block.first + count - 1, "stop": stop}, arrays)
            if stop:
                return


def problem(arguments: Arguments) -> Landscape:
    """The network that is asked for."""
    kind = arguments.text("problem", "network")
    if kind == "network":
        return mlp.landscape(arguments.seed())
    if kind == "linear":
        return deep_linear.landscape(arguments.whole("size", 4, low=2, high=12), scale=0.3)
    raise BadMessage(f"no network is called {kind!r}; there are: linear, network")
