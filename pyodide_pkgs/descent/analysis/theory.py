"""Where gradient descent and the heavy ball are stable on a quadratic, and how fast. Polyak 1964.

On ½ h x² the heavy ball x ← x - lr·buf, buf ← β·buf + h·x has the characteristic polynomial z² - (1 + β - lr·h) z + β.
"""

from math import sqrt


def stable_rate(curvature: float, beta: float = 0.0, averaged: bool = False) -> float:
    """The learning rate at which the heavy ball stops being stable: 2 (1 + β)/h, gradient descent for β = 0.

    `averaged` is for buf ← β·buf + (1 - β)·g, whose steps are 1 - β times as long.
    """
    return 2 * (1 + beta) / curvature / ((1 - beta) if averaged else 1)


def contraction(rate: float, curvature: float, beta: float = 0.0) -> float:
    """The factor by which the error shrinks per step in the long run: the largest root of the polynomial."""
    middle = (1 + beta - rate * curvature) / 2
    inside = middle * middle - beta
    return sqrt(beta) if inside < 0 else abs(middle) + sqrt(inside)


def best_gradient_descent(low: float, high: float) -> tuple[float, float]:
    """The best learning rate for curvatures from `low` to `high`, and its contraction (κ - 1)/(κ + 1)."""
    return 2 / (low + high), (high - low) / (high + low)


def best_heavy_ball(low: float, high: float) -> tuple[float, float, float]:
    """The best learning rate and β for curvatures from `low` to `high`, and their contraction (√κ - 1)/(√κ + 1)."""
    radius = (sqrt(high) - sqrt(low)) / (sqrt(high) + sqrt(low))
    return (2 / (sqrt(low) + sqrt(high))) ** 2, radius**2, radius
