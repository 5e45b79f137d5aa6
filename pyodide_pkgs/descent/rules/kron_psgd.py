"""Kron-PSGD: a Kronecker preconditioner fitted so that what it makes of gradients is white. Li, arXiv:2402.11858.

    m ← μ m + (1 - μ) G        P = Q_LᵀQ_L ⊗ Q_RᵀQ_R        p ← p - lr (P m + λ p)

The factors follow their own descent. In `psgd_pro`, with d = m + (σ + 10⁻⁷|m|) · noise and C = (P d)(P d)ᵀ:

    ℓ ← max(β ℓ + (1 - β) b, b)    with b = ‖C‖ + columns        Q_L ← Q_L - η/ℓ · (C Q_L - columns · Q_L)

and Q_L is rotated towards a symmetric matrix; likewise Q_R with transposes. `triangular` keeps the factors upper
triangular and weighs A = Q_L m̂ Q_Rᵀ against noise V seen the other way round, B = Q_L⁻ᵀ V Q_R⁻¹:

    Q_L ← Q_L - η · triu(A Aᵀ - B Bᵀ) Q_L / ‖A Aᵀ + B Bᵀ‖

`rlx` takes the gradient for the noise too, and heavy-ball momentum after the preconditioner. From the usual start, the
identity, A and B are then equal and its factors never move.

`noise`: standard normal numbers of the shape of p, anew at each step. `probes`: normal numbers `(runs, 4, k, longer
side)` for the norm bounds of psgd_pro (left bound, left rotation, right bound, right rotation); fixed ones serve
where none are given.
"""

from descent.arrays import ema, norm, widened
from descent.errors import BadShape
from descent.matrices.bounds import largest, norm_bound_by_row, rms_bounded
from descent.matrices.kronecker import (
    balanced,
    covariance_bound,
    dual_halfway,
    halfway,
    preconditioned,
    turned_upright,
)
from descent.matrices.shapes import identity, matrix_shape, per_run
from descent.spec import Choice, Hyper, Rule

PROBES = 32


def init(p, xp, *, form, init_scale):
    if form == "triangular" and p.ndim == 2:
        return {"m": xp.zeros_like(p), "Q_L": xp.ones_like(widened(p, xp)) * init_scale}
    if form == "rlx" and p.ndim == 2:
        return {"m": xp.zeros_like(p)}
    matrix_shape(p, f"kron_psgd (form {form})")
    # The scale is that of the product; triangular factors share it.
    scale = init_scale**0.5 if form == "triangular" else init_scale
    one = per_run(1.0, p, xp)
    factors = {"Q_L": identity(p, 1, xp) * scale, "Q_R": identity(p, 2, xp) * scale}
    return {"m": xp.zeros_like(p), **factors, "ell_L": one, "ell_R": one}


def update(p, g, s, t, xp, *, form, noise=None, probes=None, **settings):
    if form == "rlx":
        return update_rlx(p, g, s, xp, **settings)
    if noise is None or noise.shape != p.shape:
        given = "none" if noise is None else f"one of shape {tuple(noise.shape)}"
        raise BadShape(f"kron_psgd (form {form}) needs the input noise of shape {tuple(p.shape)}; given: {given}")
    if form == "triangular":
        return update_triangular(p, g, s, t, xp, noise, **settings)
    return update_psgd_pro(p, g, s, t, xp, noise, probes, **settings)


def update_psgd_pro(
    p,
    g,
    s,
    t,
    xp,
    noise,
    probes,
    *,
    lr,
    momentum,
    weight_decay,
    precond_lr,
    min_precond_lr,
    warmup_steps,
    beta_lip,
    damping,
    max_update_rms,
    **_,
):
    """General factors, kept upright by a rotation; their rate falls with the root of the step."""
    rows, columns = p.shape[1:]
    left_bound, left_turn, right_bound, right_turn = four_probes(p, probes, xp)
    m = ema(s["m"], g, momentum)
    rate = per_run(precond_lr / (1 + (t - 1) / warmup_steps) ** 0.5, p, xp)
    rate = xp.maximum(rate, per_run(min_precond_lr, p, xp))

    d = m + (damping + 1e-7 * xp.abs(m)) * noise
    Pd = preconditioned(s["Q_L"], s["Q_R"], d, xp)
    PdT = xp.matrix_transpose(Pd)
    Q_L, ell_L = fitted(s["Q_L"], s["ell_L"], Pd @ PdT, columns, rate, beta_lip, left_bound, xp)
    Q_R, ell_R = fitted(s["Q_R"], s["ell_R"], PdT @ Pd, rows, rate, beta_lip, right_bound, xp)
    Q_L, Q_R = balanced(turned_upright(Q_L, left_turn, xp), turned_upright(Q_R, right_turn, xp), xp)

    u = rms_bounded(preconditioned(Q_L, Q_R, m, xp), max_update_rms, xp)
    return -lr * (u + weight_decay * p), {"m": m, "Q_L": Q_L, "Q_R": Q_R, "ell_L": ell_L, "ell_R": ell_R}


def fitted(Q, ell, C, expected, rate, beta_lip, probes, xp):
    """The factor and its smoothness ℓ one step later; `expected` is the eigenvalue that C has once all is white."""
    b = covariance_bound(C, probes, xp) + expected
    ell = xp.maximum(ema(ell, b, beta_lip), b)
    return Q - rate / ell * (C @ Q - expected * Q), ell


def four_probes(p, probes, xp):
    """The probes cut to their sides; cosines of incommensurable frequencies where none are given."""
    rows, columns = p.shape[1:]
    if probes is None:
        numbers = xp.arange(1, 4 * PROBES * max(rows, columns) + 1, dtype=p.dtype, device=p.device)
        probes = xp.reshape(xp.cos(1.618 * numbers * xp.sqrt(numbers)), (1, 4, PROBES, max(rows, columns)))
    if probes.ndim != 4 or probes.shape[1] != 4 or probes.shape[3] != max(rows, columns):
        raise BadShape(f"probes are (runs, 4, k, {max(rows, columns)}); given {tuple(probes.shape)}")
    left, right = probes[..., :rows], probes[..., :columns]
    return left[:, 0, ...], left[:, 1, ...], right[:, 2, ...], right[:, 3, ...]


def update_triangular(p, g, s, t, xp, noise, *, lr, momentum, weight_decay, precond_lr, max_update_rms, **_):
    """Upper triangular factors, fitted to whiten the momentum and colour the noise alike."""
    m = ema(s["m"], g, momentum)
    m_hat = m / (1 - momentum**t)
    tiny = xp.finfo(xp.float32).smallest_normal
    if p.ndim == 2:
        Q = s["Q_L"]
        a, b = (Q * m_hat) ** 2, (noise / Q) ** 2
        Q = Q - precond_lr * (a - b) * Q / (largest(a + b, xp) + tiny)
        return -lr * rms_bounded(Q * Q * m_hat, max_update_rms, xp, eps=1e-6), {"m": m, "Q_L": Q}
    A = halfway(s["Q_L"], s["Q_R"], m_hat, xp)
    B = dual_halfway(s["Q_L"], s["Q_R"], noise, xp)
    AT, BT = xp.matrix_transpose(A), xp.matrix_transpose(B)

    def moved(Q, a, b):
        """The factor after one step along the upper triangle of a - b."""
        return Q - precond_lr / (norm_bound_by_row(a + b, xp) + tiny) * (xp.triu(a - b) @ Q)

    Q_L, Q_R = moved(s["Q_L"], A @ AT, B @ BT), moved(s["Q_R"], AT @ A, BT @ B)
    u = rms_bounded(preconditioned(Q_L, Q_R, m_hat, xp), max_update_rms, xp, eps=1e-6)
    return -lr * (u + weight_decay * p), {**s, "m": m, "Q_L": Q_L, "Q_R": Q_R}


def update_rlx(p, g, s, xp, *, lr, momentum, weight_decay, precond_lr, eps, clip, **_):
    """Upper triangular factors moved from the right, the gradient its own probe; Q_R stands transposed in P."""
    if p.ndim == 2:
        m = momentum * s["m"] + g + weight_decay * p
        return -lr * m, {"m": m}
    A = halfway(s["Q_L"], s["Q_R"], g, xp)
    B = dual_halfway(s["Q_L"], s["Q_R"], g, xp)
    AT, BT = xp.matrix_transpose(A), xp.matrix_transpose(B)

    def moved(Q, d):
        """The factor after one step along the upper triangle of d."""
        return Q - precond_lr / (norm(d, xp) + eps) * (Q @ xp.triu(d))

    Q_L, Q_R = moved(s["Q_L"], A @ AT - B @ BT), moved(s["Q_R"], AT @ A - BT @ B)
    u = preconditioned(Q_L, xp.matrix_transpose(Q_R), g, xp)
    top = largest(u, xp)
    u = u * xp.where(top > clip, clip / xp.where(top > 0, top, xp.ones_like(top)), xp.ones_like(top))
    m = momentum * s["m"] + u + weight_decay * p
    return -lr * m, {**s, "m": m, "Q_L": Q_L, "Q_R": Q_R}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.9, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="decay λ; not for vectors"),
        Hyper("precond_lr", 0.1, 1e-3, 1.0, scale="log", doc="rate η of the factors"),
        Hyper("min_precond_lr", 0.01, 1e-4, 1.0, scale="log", doc="where that rate stops falling, psgd_pro only"),
        Hyper("warmup_steps", 10000, 1, 1e6, scale="log", doc="steps over which it falls by √2, psgd_pro only"),
        Hyper("beta_lip", 0.9, 0.0, 0.999, doc="decay of the smoothness ℓ, psgd_pro only"),
        Hyper("damping", 0.1, 0.0, 1.0, doc="size σ of the noise added to the momentum, psgd_pro only"),
        Hyper("init_scale", 1.0, 0.01, 100.0, scale="log", doc="size of the factors at the start"),
        Hyper("max_update_rms", 0.0, 0.0, 10.0, doc="bound of the root mean square of a step; 0: none"),
        Hyper("clip", 1.0, 0.01, 10.0, scale="log", doc="bound of the largest entry of a step, rlx only"),
        Hyper("eps", 1e-8, 1e-12, 1e-3, scale="log", doc="guards the norm of the factors' step, rlx only"),
    ),
    choices=(
        Choice(
            "form",
            "psgd_pro",
            {
                "psgd_pro": "general factors with a Procrustes rotation",
                "triangular": "upper triangular factors against noise",
                "rlx": "the gradient its own probe: factors that start as the identity never move",
            },
            defective=("rlx",),
        ),
    ),
    inputs=("noise", "probes"),
    vectors=("triangular", "rlx"),
    title="Kron-PSGD",
    family="kronecker",
    order=60,
    formula=(
        r"P = Q_L^\top Q_L \otimes Q_R^\top Q_R, \qquad C_t = (P D_t)(P D_t)^\top \\"
        r"Q_L \leftarrow Q_L - \tfrac{\eta_P}{\ell_t}\,(C_t - n I)\, Q_L \\"
        r"W_t = W_{t-1} - \eta\, Q_L^\top Q_L\, M_t\, Q_R^\top Q_R"
    ),
    paper="Li 2015, arXiv:1512.04202; Li 2024, arXiv:2402.11858",
    state_doc={
        "m": "average gradient",
        "Q_L": "left factor",
        "Q_R": "right factor",
        "ell_L": "smoothness of the left factor's descent",
        "ell_R": "smoothness of the right factor's descent",
    },
    traffic="20 + factors",
    related=("soap", "kl_soap"),
)
