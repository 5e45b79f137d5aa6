"""Where gradient descent and the heavy ball are stable on a quadratic. Polyak 1964.

On ½ h x² the heavy ball x ← x - lr·buf, buf ← β·buf + h·x has the characteristic polynomial z² - (1 + β - lr·h) z + β.
"""


def stable_rate(curvature: float, beta: float = 0.0, averaged: bool = False) -> float:
    """The learning rate at which the heavy ball stops being stable: 2 (1 + β)/h, gradient descent for β = 0.

    `averaged` is for buf ← β·buf + (1 - β)·g, whose steps are 1 - β times as long.
    """
    return 2 * (1 + beta) / curvature / ((1 - beta) if averaged else 1)


def nesterov_rate(curvature: float, beta: float) -> float:
    """The learning rate at which x ← x - lr·(g + β·buf), buf ← β·buf + g stops being stable: 2 (1 + β) / ((1 + 2β) h).

    Its characteristic polynomial on ½ h x² is z² - ((1 + β)(1 - lr·h)) z + β (1 - lr·h), which has the root -1 there.
    """
    return 2 * (1 + beta) / (1 + 2 * beta) / curvature
