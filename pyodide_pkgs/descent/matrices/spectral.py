"""Singular values clipped without computing them, by Newton–Schulz. leloykun.github.io/ponder/spectral-clipping.

A number is clipped to [α, β] by ½ [α + β + (α - x) sign(α - x) - (β - x) sign(β - x)]. The same identity holds for the
singular values of a matrix, with sign the polar factor and 1 the polar factor of the matrix itself.
"""

from descent.matrices.newton_schulz import newton_schulz
from descent.matrices.shapes import identity
from descent.spec import Array, Namespace


def _sign(x, xp):
    """The polar factor by eight steps of polar express."""
    return newton_schulz(x, xp, coefficients="polar_express", steps=8)


def spectral_clip(x: Array, xp: Namespace, *, low: Array | float = -1.0, high: Array | float = 1.0) -> Array:
    """`x`, `(runs, rows, columns)`, with its singular values clipped to [`low`, `high`]."""
    if x.shape[-2] > x.shape[-1]:
        return xp.matrix_transpose(spectral_clip(xp.matrix_transpose(x), xp, low=low, high=high))
    O = _sign(x, xp)
    one = identity(x, 1, xp)

    def distance(bound):
        """|bound - S| in the singular basis: (bound - S) sign(bound - S)."""
        return _sign(bound * one - O @ xp.matrix_transpose(x), xp) @ (bound * O - x)

    return ((low + high) * O + distance(low) - distance(high)) / 2


def spectral_hardcap(x: Array, xp: Namespace, *, high: Array | float = 1.0) -> Array:
    """`x`, `(runs, rows, columns)`, with its singular values clipped from above at `high`."""
    if x.shape[-2] > x.shape[-1]:
        return xp.matrix_transpose(spectral_hardcap(xp.matrix_transpose(x), xp, high=high))
    O = _sign(x, xp)
    excess = high * O - x
    return (high * O + x - excess @ xp.matrix_transpose(_sign(excess, xp)) @ O) / 2


def spectral_clipped_weight_decay(
    x: Array, xp: Namespace, *, high: Array | float = 1.0, rate: Array | float = 0.5
) -> Array:
    """`x` moved by the fraction `rate` towards its hard cap: only singular values above `high` decay."""
    return (1 - rate) * x + rate * spectral_hardcap(x, xp, high=high)
