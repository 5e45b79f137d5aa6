"""Two-layer linear network: one weight after another; a valley of minima x y = 1 and the edge of stability.

At a minimum the Hessian has the eigenvalues 0 and x² + y², so gradient descent can only settle where
x² + y² < 2/lr: a larger learning rate is pushed along the valley towards its flattest points, (1, 1) and (-1, -1).
"""

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    return 0.5 * (x[:, 0] * x[:, 1] - 1) ** 2


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    error = a * b - 1
    return columns(b * error, a * error, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-3, 3), (-3, 3)),
    start=(2.6, 0.1),
    minima=((1, 1), (-1, -1), (2, 0.5)),
    least=0,
    formula=r"f(x, y) = \tfrac12 (xy - 1)^2",
    title="Two-layer linear network",
    tags=("valley", "edge of stability", "sharpness"),
    stable_lr=1,
    curvature=(0, 2),
    log_scale=True,
    note="Every point of xy = 1 is a minimum, three are listed; curvature and stable lr are those at (1, 1).",
)
