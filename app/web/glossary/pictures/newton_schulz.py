"""Singular values during the Newton–Schulz iteration."""

import numpy
from descent.matrices.newton_schulz import newton_schulz

from app.web.glossary.drawing import Picture, Plane

STEPS = 5


def picture() -> Picture:
    """Those of a random 6 × 6 matrix, after each iteration."""
    matrix = numpy.random.default_rng(1).normal(size=(1, 6, 6))
    values = numpy.stack(
        [numpy.linalg.svd(newton_schulz(matrix, numpy, steps=steps)[0], compute_uv=False) for steps in range(STEPS + 1)]
    )
    plane = Plane((0, STEPS), (0, 1.5))
    lines = [plane.line(range(STEPS + 1), values[:, k], 1 + k % 3) for k in range(values.shape[1])]
    return Picture.of(
        f"The six singular values of a random matrix during {STEPS} iterations: all end near 1.",
        plane.axes("iteration", "singular value"),
        *lines,
    )
