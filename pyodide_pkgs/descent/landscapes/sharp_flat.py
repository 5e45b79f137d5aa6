"""Sharp and flat: a narrow hole, a little deeper, beside a wide one.

The sharp minimum has curvature 73 (2/λ = 0.027), the flat one at (0.98580, 0), of height -0.98028, has 2.82
(2/λ = 0.71): gradient descent with a learning rate between the two cannot stay in the sharp one.
"""

from descent.arrays import columns
from descent.spec import Landscape

SHARP, FLAT = 0.12**2, 0.6**2


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return (
        0.02 * (a * a + b * b)
        - 1.05 * xp.exp(-((a + 1) ** 2 + b * b) / (2 * SHARP))
        - xp.exp(-((a - 1) ** 2 + b * b) / (2 * FLAT))
    )


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    sharp = 1.05 / SHARP * xp.exp(-((a + 1) ** 2 + b * b) / (2 * SHARP))
    flat = xp.exp(-((a - 1) ** 2 + b * b) / (2 * FLAT)) / FLAT
    return columns(0.04 * a + (a + 1) * sharp + (a - 1) * flat, b * (0.04 + sharp + flat), xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-3, 3), (-2, 2)),
    start=(0.2, 1.2),
    minima=((-0.9991560652984167, 0),),
    least=-1.033891861221932,
    formula=(
        r"f(x, y) = 0.02 \left(x^2 + y^2\right) "
        r"- 1.05 \exp\!\left(-\tfrac{(x+1)^2 + y^2}{2 \cdot 0.12^2}\right) "
        r"- \exp\!\left(-\tfrac{(x-1)^2 + y^2}{2 \cdot 0.6^2}\right)"
    ),
    title="Sharp and flat",
    tags=("sharpness", "many minima"),
    stable_lr=0.027410157098929185,
    curvature=(72.84226820332199, 72.96565257840615),
    note="The flat minimum at (0.9858, 0), of height -0.98028, is stable up to lr = 0.71, the sharp one up to 0.027.",
)
