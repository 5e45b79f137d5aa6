"""Styblinski-Tang in n dimensions: ½ Σ xᵢ⁴ - 16 xᵢ² + 5 xᵢ, with 2ⁿ minima."""

from dataclasses import replace

from descent.landscapes.styblinski_tang import LANDSCAPE
from descent.spec import Landscape


def landscape(dim: int = 10) -> Landscape:
    """The landscape of `dim` coordinates; value and gradient are those of the plane."""
    return replace(
        LANDSCAPE,
        window=LANDSCAPE.window[:1] * dim,
        start=(0.5, 1.0) * (dim // 2) + (0.5,) * (dim % 2),
        minima=(LANDSCAPE.minima[0][:1] * dim,),
        least=-39.16616570377142 * dim,
        formula=r"f(x) = \tfrac12 \sum_i x_i^4 - 16 x_i^2 + 5 x_i",
        title=f"Styblinski-Tang, n = {dim}",
        tags=(*LANDSCAPE.tags, "n-dimensional"),
    )
