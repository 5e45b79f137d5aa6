"""NorMuon: Muon whose rows are brought to the same size. Li et al. 2025, arXiv:2510.05491.

    m ← μ m + (1 - μ) g        U = m, or (1 - μ) g + μ m with Nesterov's look-ahead
    O = NS(U)                  v ← β₂ v + (1 - β₂) mean_j O²
    Ô = O / (√v + ε)           p ← p - lr · scale · c · Ô

NS is the Newton–Schulz iteration. `p`, `g` and `m` are `(runs, rows, columns)`, `v` is `(runs, rows, 1)`: one number
for each neuron, which Muon lets take steps of very different sizes. c makes Ô as long as `length` says.
"""

from descent.arrays import ema, norm
from descent.matrices.newton_schulz import COEFFICIENTS_DOC, CUSTOM, STEPS_DOC, newton_schulz, triples
from descent.matrices.shapes import SCALES, matrix_shape, muon_scale
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    matrix_shape(p, "normuon")
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p[..., :1])}


def update(p, g, s, t, xp, *, lr, momentum, beta2, eps, nesterov, length, scale, coefficients, ns_a, ns_b, ns_c, steps):
    coefficients = triples(coefficients, ns_a, ns_b, ns_c)
    m = ema(s["m"], g, momentum)
    U = ema(m, g, momentum) if nesterov else m
    O = newton_schulz(U, xp, coefficients=coefficients, steps=steps, eps=1e-7)
    v = ema(s["v"], xp.mean(O * O, axis=-1, keepdims=True), beta2)
    even = O / (xp.sqrt(v) + eps)
    rows, columns = matrix_shape(p, "normuon")
    size = norm(O, xp) * muon_scale(p.shape, scale) if length == "kept" else 0.2 * (rows * columns) ** 0.5
    return -lr * (size / (norm(even, xp) + eps)) * even, {"m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-4, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.95, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper("beta2", 0.95, 0.0, 0.9999, doc="decay of the rows' mean squares"),
        Hyper("eps", 1e-10, 1e-15, 1e-3, scale="log", doc="added to the rows' roots, and to the norm"),
        *CUSTOM,
    ),
    choices=(
        Choice("nesterov", True, {True: "orthogonalise the look-ahead", False: "orthogonalise the average"}),
        Choice(
            "length",
            "adamw",
            {
                "adamw": "root mean square 0.2, as of an AdamW step (the paper); no further scale",
                "kept": "the length that O had, times the scale",
            },
        ),
        Choice("scale", "shape_scaling", SCALES, doc="the length of a step for a shape, where the length is kept"),
        Choice("coefficients", "simple", COEFFICIENTS_DOC, doc="the polynomials of Newton–Schulz"),
        Choice("steps", 5, STEPS_DOC, doc="iterations of Newton–Schulz"),
    ),
    title="NorMuon",
    family="orthogonal",
    order=24,
    formula=(
        r"M_t = \mu M_{t-1} + (1-\mu) G_t, \quad O_t = \mathrm{NS}(U_t) \\"
        r"v_t = \beta_2 v_{t-1} + (1-\beta_2)\, \mathrm{mean}_j\, O_t^2, \quad"
        r" \hat O_t = \frac{O_t}{\sqrt{v_t} + \epsilon} \\"
        r"W_t = W_{t-1} - 0.2\, \eta\, \frac{\sqrt{mn}}{\lVert \hat O_t \rVert}\, \hat O_t"
    ),
    paper="Li et al. 2025, arXiv:2510.05491",
    state_doc={"m": "average gradient", "v": "mean square of each row of the orthogonal factor"},
    traffic="20 + Newton–Schulz",
    related=("muon", "adaptive_muon", "muown"),
)
