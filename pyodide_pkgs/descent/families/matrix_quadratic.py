"""Matrix quadratic: ½ ‖A W B - C‖², whose Hessian AᵀA ⊗ BBᵀ has condition κ(A)² κ(B)².

One step W - (AᵀA)⁻¹ G (BBᵀ)⁻¹ is exact: what rules that scale both sides of a matrix (Shampoo, SOAP) aim at.
"""

from math import cos

from descent.arrays import constant
from descent.families.quadratic import spectrum
from descent.spec import Landscape

Matrix = tuple[tuple[float, ...], ...]


def reflection(size: int) -> Matrix:
    """An orthogonal matrix without zeros: the reflection I - 2 v vᵀ / |v|² for v = (1, 2, ..., size)."""
    norm = sum(i * i for i in range(1, size + 1))
    return tuple(
        tuple((1.0 if i == j else 0.0) - 2 * i * j / norm for j in range(1, size + 1)) for i in range(1, size + 1)
    )


def with_spectrum(values: tuple[float, ...]) -> Matrix:
    """The symmetric matrix with those eigenvalues in the basis of `reflection`."""
    q = reflection(len(values))
    return tuple(tuple(sum(a * h * b for a, h, b in zip(row, values, other, strict=True)) for other in q) for row in q)


def landscape(rows: int = 4, columns: int = 3, kappa_left: float = 10.0, kappa_right: float = 3.0) -> Landscape:
    """The landscape of one `(rows, columns)` matrix W; κ(A) = `kappa_left`, κ(B) = `kappa_right`.

    The start has orthonormal columns, or rows if there are fewer: rules that keep a norm or the singular values of
    their parameter can move from there, as they could not from zero.
    """
    A, B = with_spectrum(spectrum(rows, kappa_left)), with_spectrum(spectrum(columns, kappa_right))
    upright = reflection(max(rows, columns))
    best = tuple(tuple(cos(i * columns + j) for j in range(columns)) for i in range(rows))

    def residual(x, xp):
        W = xp.reshape(x, (x.shape[0], rows, columns))
        return constant(A, x, xp) @ (W - constant(best, x, xp)) @ constant(B, x, xp)

    def value(x, xp):
        R = residual(x, xp)
        return 0.5 * xp.sum(xp.reshape(R * R, (x.shape[0], rows * columns)), axis=-1)

    def gradient(x, xp):
        # A and B are symmetric, so Aᵀ R Bᵀ is A R B.
        G = constant(A, x, xp) @ residual(x, xp) @ constant(B, x, xp)
        return xp.reshape(G, (x.shape[0], rows * columns))

    return Landscape(
        value,
        gradient,
        window=((-3.0, 3.0),) * (rows * columns),
        start=tuple(number for row in upright[:rows] for number in row[:columns]),
        minima=(tuple(number for row in best for number in row),),
        least=0.0,
        formula=r"f(W) = \tfrac12 \left\| A W B - C \right\|_F^2",
        title=f"Matrix quadratic, {rows} × {columns}",
        tags=("convex", "quadratic", "matrix", "ill-conditioned"),
        stable_lr=2 / (kappa_left * kappa_right) ** 2,
        curvature=(1.0, (kappa_left * kappa_right) ** 2),
        log_scale=True,
        shapes=((rows, columns),),
    )
