"""Two-layer linear network: ½ ‖W₂ W₁ - C‖², two matrices whose product is all that counts.

Not convex though the network is linear: a saddle at zero, minima that fill a whole surface, and singular values of C
that are learnt one after another, the largest first (Saxe et al. 2014).
"""

from math import sqrt

from descent.arrays import constant
from descent.families.matrix_quadratic import reflection
from descent.spec import Landscape


def landscape(size: int = 3, singular_values: tuple[float, ...] = (3.0, 1.0, 0.3), scale: float = 0.1) -> Landscape:
    """The landscape of W₁ and W₂, both `(size, size)`, started at `scale` times two different orthogonal matrices."""
    U, V = reflection(size), tuple(tuple(reversed(row)) for row in reflection(size))
    s = (*singular_values, *(0.0,) * size)[:size]
    C = tuple(tuple(sum(u * h * v for u, h, v in zip(row, s, other, strict=True)) for other in V) for row in U)
    # The balanced minimum: both factors take the root of each singular value.
    first = tuple(tuple(sqrt(h) * row[k] for row in V) for k, h in enumerate(s))
    second = tuple(tuple(u * sqrt(h) for u, h in zip(row, s, strict=True)) for row in U)
    shapes = ((size, size), (size, size))

    def factors(x, xp):
        W1 = xp.reshape(x[:, : size * size], (x.shape[0], size, size))
        W2 = xp.reshape(x[:, size * size :], (x.shape[0], size, size))
        return W1, W2, W2 @ W1 - constant(C, x, xp)

    def value(x, xp):
        _, _, R = factors(x, xp)
        return 0.5 * xp.sum(xp.reshape(R * R, (x.shape[0], size * size)), axis=-1)

    def gradient(x, xp):
        W1, W2, R = factors(x, xp)
        G1, G2 = xp.matrix_transpose(W2) @ R, R @ xp.matrix_transpose(W1)
        return xp.concat(tuple(xp.reshape(G, (x.shape[0], size * size)) for G in (G1, G2)), axis=-1)

    def flat(*matrices):
        return tuple(number for matrix in matrices for row in matrix for number in row)

    identity = tuple(tuple(float(i == j) for j in range(size)) for i in range(size))
    return Landscape(
        value,
        gradient,
        window=((-3.0, 3.0),) * (2 * size * size),
        start=tuple(scale * number for number in flat(identity, reflection(size))),
        minima=(flat(first, second),),
        least=0.0,
        formula=r"f(W_1, W_2) = \tfrac12 \left\| W_2 W_1 - C \right\|_F^2",
        title="Two-layer linear network, matrices",
        tags=("saddle", "valley", "matrix", "edge of stability"),
        # At the balanced minimum the largest eigenvalue is s₁ + s₁.
        stable_lr=1 / max(s),
        curvature=(0.0, 2 * max(s)),
        log_scale=True,
        shapes=shapes,
    )
