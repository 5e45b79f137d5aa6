"""Rastrigin's lattice of dents in n dimensions: 10 n + Σ xᵢ² - 10 cos 2π xᵢ."""

from dataclasses import replace

from descent.landscapes.rastrigin import LANDSCAPE
from descent.spec import Landscape


def landscape(dim: int = 10) -> Landscape:
    """The landscape of `dim` coordinates; value and gradient are those of the plane."""
    return replace(
        LANDSCAPE,
        window=LANDSCAPE.window[:1] * dim,
        start=(-2.0, 3.5) * (dim // 2) + (-2.0,) * (dim % 2),
        minima=((0.0,) * dim,),
        formula=r"f(x) = 10 n + \sum_i x_i^2 - 10 \cos 2\pi x_i",
        title=f"Rastrigin, n = {dim}",
        tags=(*LANDSCAPE.tags, "n-dimensional"),
    )
