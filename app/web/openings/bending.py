"""The path of an opening's first racer at many learning rates: what the front page bends without Python."""

from dataclasses import dataclass
from functools import cache

import numpy
from descent import registry
from descent.trace import trace

from app.web.openings import opening

RATES = tuple(float(f"{rate:.3g}") for rate in numpy.geomspace(2e-4, 2e-2, 41))
EVERY = 2
"""Of the steps so many make one vertex of a path: a picture shows no more."""


@dataclass(frozen=True)
class Bent:
    """One learning rate, the path that it gives on the map, as SVG, and the loss that it ends with."""

    lr: float
    path: str
    loss: float


@cache
def front_page_paths() -> tuple[Bent, ...]:
    """The first racer of the usual opening at each of `RATES`; its own rate is among them."""
    state = opening.STATE
    racer, landscape = state["racers"][0], registry.landscape(state["ground"]["name"])
    rates = numpy.asarray(RATES)
    starts = numpy.tile(numpy.asarray(state["start"]), (len(RATES), 1))
    run = trace(
        registry.rule(racer["rule"]),
        landscape,
        {**racer["settings"], "lr": rates},
        xp=numpy,
        steps=state["steps"],
        starts=starts,
    )
    paths = []
    for place, lr in enumerate(RATES):
        points = numpy.nan_to_num(run.points[::EVERY, place], nan=1e300, posinf=1e300, neginf=-1e300)
        on_map = opening.on_map(points, landscape.window)
        line = "M" + "L".join(f"{round(x)} {round(y)}" for x, y in on_map)
        paths.append(Bent(lr, line, float(run.losses[-1, place])))
    return tuple(paths)
