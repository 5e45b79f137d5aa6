"""Retractions: from a point and a direction back to the matrices with orthonormal columns (the Stiefel manifold).

Absil, Mahony & Sepulchre 2008, *Optimization Algorithms on Matrix Manifolds*, section 4.1; Wen & Yin 2013 for Cayley.
"""

from descent.matrices.decompositions import qr
from descent.matrices.polar import polar
from descent.matrices.shapes import identity
from descent.spec import Array, Namespace, Options

RETRACTIONS: Options = {
    "qr": "the orthonormal factor of a QR decomposition",
    "polar": "the nearest orthonormal matrix, by singular values",
    "cayley": "a rotation, the Cayley transform of a skew matrix",
}


def retract(x: Array, direction: Array, retraction: str, xp: Namespace) -> Array:
    """The point reached from `x` along `direction`, both `(runs, n, k)` with n ≥ k, with orthonormal columns again.

    To first order it is x + D; for the Cayley transform, which takes any D, it is x + D - x Dᵀx.
    """
    if retraction == "cayley":
        return _cayley(x, direction, xp)
    return polar(x + direction, xp)[0] if retraction == "polar" else qr(x + direction, xp)


def _cayley(x, direction, xp):
    """(1 - W/2)⁻¹ (1 + W/2) x with the skew matrix W = D xᵀ - x Dᵀ."""
    W = direction @ xp.matrix_transpose(x) - x @ xp.matrix_transpose(direction)
    one = identity(x, 1, xp)
    return xp.linalg.solve(one - W / 2, x + W @ x / 2)
