"""A strongly convex function on which the heavy ball cycles for ever. Lessard, Recht & Packard 2016, section 4.6.

With α = 1/9, β = 4/9, the best choice for quadratics of curvature 1 to 25, the start 3.3 ends in the 3-cycle
-1.802449, 0.646531, 2.115918; plain gradient descent converges.
"""

from descent.spec import Landscape


def value(x, xp):
    """The value, `(runs,)`."""
    a = x[:, 0]
    return xp.where(a < 1, 12.5 * a * a, xp.where(a < 2, 0.5 * a * a + 24 * a - 12, 12.5 * a * a - 24 * a + 36))


def gradient(x, xp):
    """The gradient, `(runs, 1)`."""
    return xp.where(x < 1, 25 * x, xp.where(x < 2, x + 24, 25 * x - 24))


def landscape() -> Landscape:
    """The landscape of one coordinate."""
    return Landscape(
        value,
        gradient,
        window=((-4.0, 4.0),),
        start=(3.3,),
        minima=((0.0,),),
        least=0.0,
        formula=(r"f'(x) = \begin{cases} 25x & x < 1 \\ x + 24 & 1 \le x < 2 \\ 25x - 24 & x \ge 2 \end{cases}"),
        title="Heavy-ball cycle",
        tags=("convex", "counter-example"),
        stable_lr=0.08,
        curvature=(25.0, 25.0),
        analytic=False,
        note="Momentum 4/9 with lr 1/9 cycles for ever between -1.802, 0.647 and 2.116.",
    )
