"""Gradients of mini-batches of two sizes around the exact one."""

import numpy
from descent.families import minibatch_logistic
from descent.landscapes.logreg2 import LANDSCAPE

from app.web.glossary.drawing import Picture, Plane, crosses

DRAWN = 60


def picture() -> Picture:
    """A dot for the mean gradient of each drawn batch of 4 and of 16 rows, at one point."""
    exact = numpy.asarray(LANDSCAPE.gradient(numpy.asarray([LANDSCAPE.start], float), numpy))[0]
    clouds = []
    for rows in (4, 16):
        ground = minibatch_logistic.landscape(rows)
        x = numpy.tile(numpy.asarray(ground.start, float), (DRAWN, 1))
        draws = numpy.random.default_rng(0).uniform(size=(DRAWN, ground.draws))
        assert ground.sample is not None
        clouds.append(numpy.asarray(ground.sample(x, draws, 1, numpy)))
    far = numpy.abs(clouds[0] - exact).max(axis=0) * 1.1
    plane = Plane((exact[0] - far[0], exact[0] + far[0]), (exact[1] - far[1], exact[1] + far[1]), 6, 6, 6, 6)
    return Picture.of(
        "Mean gradients of random batches of 4 rows (orange) and of 16 (blue), around the gradient of all 40 (+).",
        plane.dots(clouds[0][:, 0], clouds[0][:, 1], 2),
        plane.dots(clouds[1][:, 0], clouds[1][:, 1], 1),
        crosses(plane, [tuple(exact)]),
    )
