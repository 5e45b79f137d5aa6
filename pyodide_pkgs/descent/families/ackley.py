"""Ackley's funnel in n dimensions; the mean in place of the plane's half sum."""

from dataclasses import replace

from descent.landscapes.ackley import LANDSCAPE
from descent.spec import Landscape


def landscape(dim: int = 10) -> Landscape:
    """The landscape of `dim` coordinates; value and gradient are those of the plane."""
    return replace(
        LANDSCAPE,
        window=LANDSCAPE.window[:1] * dim,
        start=(-3.5, 3.0) * (dim // 2) + (-3.5,) * (dim % 2),
        minima=((0.0,) * dim,),
        formula=(
            r"f(x) = 20 + e - 20 \exp\!\left(-0.2 \sqrt{\tfrac1n \textstyle\sum_i x_i^2}\right) "
            r"- \exp\!\left(\tfrac1n \textstyle\sum_i \cos 2\pi x_i\right)"
        ),
        title=f"Ackley, n = {dim}",
        tags=(*LANDSCAPE.tags, "n-dimensional"),
    )
