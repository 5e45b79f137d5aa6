"""A quadratic of any dimension and condition number: ½ Σ hᵢ xᵢ², the hᵢ spread evenly in their logarithm."""

from descent.arrays import constant
from descent.spec import Landscape


def spectrum(dim: int, kappa: float) -> tuple[float, ...]:
    """Curvatures from 1 to `kappa`, evenly spaced in their logarithm."""
    return tuple(kappa ** (i / (dim - 1)) for i in range(dim)) if dim > 1 else (kappa,)


def landscape(dim: int = 10, kappa: float = 100.0) -> Landscape:
    """The landscape of `dim` coordinates with curvatures from 1 to `kappa`."""
    h = spectrum(dim, kappa)

    def value(x, xp):
        return 0.5 * xp.sum(constant(h, x, xp) * x * x, axis=-1)

    def gradient(x, xp):
        return constant(h, x, xp) * x

    return Landscape(
        value,
        gradient,
        window=((-2.0, 2.0),) * dim,
        start=(1.0,) * dim,
        minima=((0.0,) * dim,),
        least=0.0,
        formula=r"f(x) = \tfrac12 \sum_i h_i x_i^2, \quad h_i = \kappa^{(i-1)/(n-1)}",
        title=f"Quadratic, n = {dim}, κ = {kappa:g}",
        tags=("convex", "quadratic", "ill-conditioned", "n-dimensional"),
        stable_lr=2 / max(h),
        curvature=(min(h), max(h)),
        log_scale=True,
    )
