"""Noisy quadratic: each step sees h (x - s ξ), ξ standard normal per direction. Zhang et al. 2019, arXiv:1907.04164.

Gradient descent settles into a cloud of variance lr·h·s²/(2 - lr·h) in each direction, a loss floor of ½h times that;
only a learning rate that decays gets below it.
"""

from descent.arrays import constant
from descent.spec import Landscape


def landscape(curvatures: tuple[float, ...] = (1.0, 10.0), spread: float = 1.0) -> Landscape:
    """The landscape with the given curvature h per coordinate and noise of standard deviation `spread`, s."""
    dim = len(curvatures)

    def value(x, xp):
        return 0.5 * xp.sum(constant(curvatures, x, xp) * x * x, axis=-1)

    def gradient(x, xp):
        return constant(curvatures, x, xp) * x

    def sample(x, draws, t, xp):
        return constant(curvatures, x, xp) * (x - spread * draws)

    return Landscape(
        value,
        gradient,
        window=((-5.0, 5.0),) * dim,
        start=(4.0,) * dim,
        minima=((0.0,) * dim,),
        least=0.0,
        formula=r"f(x) = \tfrac12 \sum_i h_i x_i^2, \quad g_i = h_i (x_i - s\, \xi_i), \quad \xi_i \sim N(0, 1)",
        title="Noisy quadratic",
        tags=("convex", "quadratic", "noise"),
        stable_lr=2 / max(curvatures),
        curvature=(min(curvatures), max(curvatures)),
        sample=sample,
        draws=dim,
        note="The cloud around the minimum has variance lr·h·s²/(2 - lr·h) per direction.",
    )
