"""Turning quadratic: each step sees a ravine of κ turned by its own random angle.

H = R(θ) diag(1, κ) R(θ)ᵀ with θ ~ N(θ₀, s²). The mean is E[H]xx = (1+κ)/2 + (1-κ)/2 · e^(-2s²) cos 2θ₀ and
E[H]xy = (1-κ)/2 · e^(-2s²) sin 2θ₀: a large spread makes it round although every sample has condition κ, which
misleads memories kept per coordinate.
"""

from math import cos, exp, pi, sin

from descent.arrays import columns
from descent.spec import Landscape


def landscape(kappa: float = 100.0, angle: float = pi / 6, spread: float = 0.3) -> Landscape:
    """The landscape of ravines of condition `kappa`, turned by `angle` in the mean, `spread` its standard deviation."""
    middle, half = (1 + kappa) / 2, (1 - kappa) / 2
    shrink = exp(-2 * spread**2)
    xx, yy = middle + half * shrink * cos(2 * angle), middle - half * shrink * cos(2 * angle)
    xy = half * shrink * sin(2 * angle)
    low, high = middle + half * shrink, middle - half * shrink

    def value(x, xp):
        a, b = x[:, 0], x[:, 1]
        return 0.5 * (xx * a * a + 2 * xy * a * b + yy * b * b)

    def gradient(x, xp):
        a, b = x[:, 0], x[:, 1]
        return columns(xx * a + xy * b, xy * a + yy * b, xp=xp)

    def sample(x, draws, t, xp):
        a, b = x[:, 0], x[:, 1]
        twice = 2 * (angle + spread * draws[:, 0])
        c, s = half * xp.cos(twice), half * xp.sin(twice)
        return columns((middle + c) * a + s * b, s * a + (middle - c) * b, xp=xp)

    return Landscape(
        value,
        gradient,
        window=((-5.0, 5.0), (-5.0, 5.0)),
        start=(-4.0, 1.0),
        minima=((0.0, 0.0),),
        least=0.0,
        formula=(
            r"g = H x, \quad H = R(\theta) \operatorname{diag}(1, \kappa) R(\theta)^\top, "
            r"\quad \theta \sim N(\theta_0, s^2)"
        ),
        title="Turning quadratic",
        tags=("convex", "quadratic", "noise", "rotated"),
        stable_lr=2 / high,
        curvature=(low, high),
        sample=sample,
        draws=1,
        note="Value and gradient are the exact means; the stable lr is that of the mean.",
    )
