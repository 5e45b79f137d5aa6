"""Newton–Schulz: the nearest semi-orthogonal matrix by matrix products alone.

    X ← G / max(‖G‖, ε)        X ← a X + (b A + c A²) X   with A = X Xᵀ

An odd polynomial acts on the singular values and leaves the singular vectors: after the iteration all singular values
are near 1, so X ≈ U Vᵀ for G = U S Vᵀ. The coefficients decide how fast small values grow and how near to 1 all end.
A set with more than one triple uses them one after another. Jordan 2024 (kellerjordan.github.io/posts/muon),
Bernstein & Newhouse 2024, arXiv:2409.20325.
"""

from descent.arrays import norm
from descent.matrices.shapes import per_run
from descent.spec import Array, Hyper, Namespace, Options

Triples = tuple[tuple[Array | float, Array | float, Array | float], ...]

COEFFICIENTS: dict[str, Triples] = {
    "simple": ((3.4445, -4.775, 2.0315),),
    "quintic": (
        (4.0848, -6.8946, 2.9270),
        (3.9505, -6.3029, 2.6377),
        (3.7418, -5.5913, 2.3037),
        (2.8769, -3.1427, 1.2046),
        (2.8366, -3.0525, 1.2012),
    ),
    "polar_express": (
        (8.2051, -22.9019, 16.4607),
        (4.0664, -2.8612, 0.5184),
        (3.9096, -2.8234, 0.5250),
        (3.2856, -2.4153, 0.4853),
        (2.2779, -1.6198, 0.3985),
        (1.8726, -1.2307, 0.3585),
        (1.8564, -1.2132, 0.3568),
        (1.8750, -1.2500, 0.3750),
    ),
    "cans": (
        (8.4703, -25.1081, 18.6293),
        (4.1828, -3.1087, 0.5806),
        (3.9619, -2.9541, 0.5630),
        (3.2866, -2.4647, 0.5074),
        (2.2737, -1.6447, 0.4162),
    ),
    "aol": (
        (4.0098, -7.0585, 2.4635),
        (3.4585, -5.5479, 2.5959),
        (2.7573, -3.2939, 1.4254),
        (2.7215, -3.0494, 1.3169),
    ),
    "deepseekv4": ((3.4445, -4.775, 2.0315),) * 8 + ((2.0, -1.5, 0.5),) * 2,
    "cubic5": (
        (3.3656576, -3.3420992, 0.0),
        (2.5744352, -1.4957376, 0.0),
        (2.5368962, -1.431257, 0.0),
        (2.4418906, -1.276404, 0.0),
        (2.2230472, -0.963065, 0.0),
    ),
}

# These end in a triple that keeps a matrix orthogonal once it is; the others start over.
REPEAT_LAST = frozenset({"polar_express", "cans", "deepseekv4"})

COEFFICIENTS_DOC: Options = {
    "simple": "one triple, Jordan 2024: fast, singular values end between 0.7 and 1.2",
    "quintic": "five triples of degree 5 found by optimisation (the default elsewhere too)",
    "polar_express": "eight triples, each optimal for what the last left, arXiv:2505.16932",
    "cans": "five triples from Chebyshev's alternation, arXiv:2506.10935",
    "aol": "four triples for almost-orthogonal layers",
    "deepseekv4": "eight fast steps and two that settle exactly at 1",
    "cubic5": "five triples of degree 3, one product fewer per step, arXiv:2606.00371",
    "custom": "the one triple ns_a, ns_b, ns_c",
}

CUSTOM = (
    Hyper("ns_a", 3.4445, 0.0, 10.0, doc="a of the custom triple: how fast small singular values grow"),
    Hyper("ns_b", -4.775, -30.0, 0.0, doc="b of the custom triple"),
    Hyper("ns_c", 2.0315, 0.0, 20.0, doc="c of the custom triple"),
)
"""The hyperparameters of a rule whose coefficients may be `custom`; the defaults are those of `simple`."""

STEPS_DOC: Options = {n: f"{n} iteration{'' if n == 1 else 's'}" for n in range(13)}


def triples(coefficients: str, a: Array | float, b: Array | float, c: Array | float) -> str | Triples:
    """The named set, or the one triple (a, b, c) where the name is `custom`; each a number or one per run."""
    return ((a, b, c),) if coefficients == "custom" else coefficients


def coefficient_at(coefficients: str | Triples, step: int) -> tuple[Array | float, Array | float, Array | float]:
    """The triple (a, b, c) that a set, named or given, uses at `step`, counted from 0."""
    if not isinstance(coefficients, str):
        return coefficients[step % len(coefficients)]
    triples = COEFFICIENTS[coefficients]
    last = len(triples) - 1
    return triples[min(step, last)] if coefficients in REPEAT_LAST else triples[step % len(triples)]


def newton_schulz(
    x: Array,
    xp: Namespace,
    *,
    coefficients: str | Triples = "quintic",
    steps: int = 5,
    eps: Array | float = 1e-15,
    floor: str = "maximum",
    precision: str = "full",
) -> Array:
    """The semi-orthogonal factor of each matrix of `x`, `(runs, rows, columns)`, approximately; zero gives zero.

    `eps` guards the norm: `floor="maximum"` divides by max(‖x‖, ε), `"sum"` by ‖x‖ + ε. In float32 the squares of
    entries below about 1e-19 underflow, the norm is then 0 and the result far from orthogonal. `precision="bfloat16"`
    rounds each product to eight bits, as fast hardware does.
    """
    rounded = _rounding(precision, xp)
    wide = x.shape[-2] <= x.shape[-1]
    X = x if wide else xp.matrix_transpose(x)
    X = rounded(X)
    length = rounded(norm(X, xp))
    X = rounded(X / (xp.maximum(length, per_run(eps, X, xp)) if floor == "maximum" else length + eps))
    for step in range(steps):
        a, b, c = coefficient_at(coefficients, step)
        A = rounded(X @ xp.matrix_transpose(X))
        B = rounded(b * A + c * (A @ A))
        X = rounded(a * X + B @ X)
    return X if wide else xp.matrix_transpose(X)


def _rounding(precision, xp):
    """The function applied after each product: nothing, or rounding to the eight bits of bfloat16."""
    return (lambda x: to_bfloat16(x, xp)) if precision == "bfloat16" else lambda x: x


def to_bfloat16(x: Array, xp: Namespace) -> Array:
    """Each entry rounded to the nearest number with the eight significant bits of bfloat16, in the dtype of `x`.

    Veltkamp's splitting (Dekker 1971) needs no bfloat16 type, which NumPy lacks: multiplied by 2ᵏ + 1 and subtracted
    again, a number of 8 + k bits keeps its leading eight.
    """
    shifted = x * (2.0**-7 / xp.finfo(x.dtype).eps + 1)
    return shifted - (shifted - x)
