"""SOAP: Adam in the eigenbasis of Shampoo's preconditioner. Vyas et al. 2024, arXiv:2409.11321.

    L ← β L + (1 - β) G Gᵀ        R ← β R + (1 - β) GᵀG        Q_L, Q_R their eigenbases, renewed now and then
    G' = Q_Lᵀ G Q_R        U' = Adam(G')        p ← p - lr · Q_L U' Q_Rᵀ

Three forms are in use. The order matters: a gradient seen in its own basis is diagonal, and Adam then divides the
rounding noise beside the diagonal by itself. `vyas` avoids it: a gradient is seen in the basis of those before it,
and the first only makes the bases. `p` is `(runs, rows, columns)`; for vectors `rlx` is Adam and `vyas` Adam
without its first step.

The decay λ belongs to the formula here, since the forms apply it at different places.
"""

from descent.arrays import ema
from descent.matrices.bounds import rms_bounded
from descent.matrices.eigenbases import STATE_DOC, back, eigenbasis, first_state, into, refined, renewed
from descent.matrices.jacobi import jacobi_eigenbasis
from descent.matrices.shapes import matrix_shape, per_run
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, form):
    if form != "nvidia" and p.ndim == 2:
        return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}
    matrix_shape(p, f"soap (form {form})")
    return first_state(p, xp)


def update(p, g, s, t, xp, *, form, **settings):
    if form == "nvidia":
        return update_nvidia(p, g, s, t, xp, **settings)
    if form == "rlx":
        return update_rlx(p, g, s, t, xp, **settings)
    return update_vyas(p, g, s, t, xp, **settings)


def update_vyas(p, g, s, t, xp, *, lr, beta1, beta2, shampoo_beta, eps, weight_decay, frequency, correct_bias, **_):
    """Adam in the old basis, decay after the step, then the new basis; the first gradient moves nothing."""
    matrix = p.ndim == 3
    g_seen = into(g, s["Q_L"], s["Q_R"], xp) if matrix else g
    m = ema(s["m"], g_seen, beta1)
    v = ema(s["v"], g_seen * g_seen, beta2)
    k = abs(t - 1.5) + 0.5  # Adam's own count: t - 1, and 1 instead of 0 where nothing moves anyway
    correction = (1 - beta2**k) ** 0.5 / (1 - beta1**k) if correct_bias else 1
    u = m / (xp.sqrt(v) + eps)
    moved = -lr * correction * (back(u, s["Q_L"], s["Q_R"], xp) if matrix else u)
    step = moved - lr * weight_decay * (p + moved)

    first = per_run(t, p, xp) == 1
    still = xp.zeros_like(p)
    step, m, v = (xp.where(first, still, x) for x in (step, m, v))
    if not matrix:
        return step, {"m": m, "v": v}
    L = ema(s["L"], g @ xp.matrix_transpose(g), shampoo_beta)
    R = ema(s["R"], xp.matrix_transpose(g) @ g, shampoo_beta)
    # Branching on t is not allowed, so all decompositions are made at every step and most are thrown away.
    due = per_run((t - 1) % frequency, p, xp) == 0
    w_L, exact_L = eigenbasis(L, xp)
    w_R, exact_R = eigenbasis(R, xp)
    refined_L, order_L = refined(L, s["Q_L"], xp)
    refined_R, order_R = refined(R, s["Q_R"], xp)
    Q_L = xp.where(first, exact_L, xp.where(due, refined_L, s["Q_L"]))
    Q_R = xp.where(first, exact_R, xp.where(due, refined_R, s["Q_R"]))
    v_sorted = xp.take_along_axis(v, xp.matrix_transpose(order_L), axis=-2)
    v_sorted = xp.take_along_axis(v_sorted, order_R, axis=-1)
    v = xp.where(due & ~first, v_sorted, v)
    m = into(back(m, s["Q_L"], s["Q_R"], xp), Q_L, Q_R, xp)
    return step, {"m": m, "v": v, "L": L, "R": R, "Q_L": Q_L, "Q_R": Q_R, "w_L": w_L, "w_R": w_R}


def update_nvidia(
    p,
    g,
    s,
    t,
    xp,
    *,
    lr,
    beta1,
    beta2,
    shampoo_beta,
    eps,
    weight_decay,
    max_update_rms,
    nesterov,
    correct_bias,
    correct_factors,
    use_eigh,
    kl,
    iterations,
    decay,
    **_,
):
    """New basis, then Adam in it; decay before the step, or in the gradient that Adam sees."""
    s = renewed(
        s,
        g,
        t,
        xp,
        beta=shampoo_beta,
        eps=eps,
        kl=kl,
        use_eigh=use_eigh,
        iterations=iterations,
        correct_bias=correct_factors,
    )
    g = g + weight_decay * p if decay == "l2" else g
    g_seen = into(g, s["Q_L"], s["Q_R"], xp)
    m = ema(s["m"], g_seen, beta1)
    v = ema(s["v"], g_seen * g_seen, beta2)
    m_hat = m / (1 - beta1 ** (t + 1 if nesterov else t)) if correct_bias else m
    g_hat = g_seen / (1 - beta1**t) if correct_bias else g_seen
    v_hat = v / (1 - beta2**t) if correct_bias else v
    u = back((ema(m_hat, g_hat, beta1) if nesterov else m_hat) / (xp.sqrt(v_hat) + eps), s["Q_L"], s["Q_R"], xp)
    u = rms_bounded(u, max_update_rms, xp)
    shrink = 0 if decay == "l2" else -lr * weight_decay * p
    return shrink - lr * u, {**s, "m": m, "v": v}


def update_rlx(p, g, s, t, xp, *, lr, beta1, beta2, shampoo_beta, eps, weight_decay, frequency, **_):
    """New basis by Jacobi rotations every `frequency` steps, then Adam in it; the moments stay as they were."""
    matrix = p.ndim == 3
    if matrix:
        L = ema(s["L"], g @ xp.matrix_transpose(g), shampoo_beta)
        R = ema(s["R"], xp.matrix_transpose(g) @ g, shampoo_beta)
        due = per_run((t - 1) % frequency, p, xp) == 0
        Q_L = xp.where(due, jacobi_eigenbasis(L, xp), s["Q_L"])
        Q_R = xp.where(due, jacobi_eigenbasis(R, xp), s["Q_R"])
        s = {**s, "L": L, "R": R, "Q_L": Q_L, "Q_R": Q_R}
    g_seen = into(g, s["Q_L"], s["Q_R"], xp) if matrix else g
    m = ema(s["m"], g_seen, beta1)
    v = ema(s["v"], g_seen * g_seen, beta2)
    u = m / (1 - beta1**t) / (xp.sqrt(v / (1 - beta2**t)) + eps)
    u = back(u, s["Q_L"], s["Q_R"], xp) if matrix else u
    return -lr * (u + weight_decay * p), {**s, "m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.95, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.95, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("shampoo_beta", 0.95, 0.0, 0.9999, doc="decay of the covariances L and R"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="decay λ, times lr"),
        Hyper("frequency", 10, 1, 100, doc="steps between new bases; nvidia makes them at each step"),
        Hyper("max_update_rms", 0.0, 0.0, 10.0, doc="bound of the root mean square of a step, nvidia only; 0: none"),
    ),
    choices=(
        Choice(
            "form",
            "vyas",
            {
                "vyas": "the authors': the first step only makes the bases",
                "nvidia": "the bases are renewed before each step",
                "rlx": "Jacobi's eigenvectors, moments left behind when the bases turn",
            },
            defective=("rlx",),
        ),
        Choice("correct_bias", True, {True: "divide Adam's moments by 1 - βᵗ", False: "use them as they are"}),
        Choice("correct_factors", True, {True: "divide L and R by their weights too", False: "do not"}, doc="nvidia"),
        Choice("nesterov", False, {False: "the first moment", True: "its look-ahead"}, doc="nvidia"),
        Choice("use_eigh", False, {False: "QR after the first step", True: "eigenvalues each step"}, doc="nvidia"),
        Choice("kl", False, {False: "Shampoo's covariances", True: "KL-Shampoo's"}, doc="nvidia"),
        Choice("iterations", 1, {n: f"{n} by QR" for n in range(1, 5)}, doc="nvidia: orthogonal iterations per step"),
        Choice("decay", "step", {"step": "in the step", "l2": "in the gradient Adam sees"}, doc="nvidia"),
    ),
    vectors=True,
    title="SOAP",
    family="kronecker",
    order=10,
    rounding=("decomposition", "point"),
    formula=(
        r"L_t = \beta L_{t-1} + (1-\beta) G_t G_t^\top, \qquad R_t = \beta R_{t-1} + (1-\beta) G_t^\top G_t \\"
        r"G'_t = Q_L^\top G_t Q_R, \qquad U'_t = \mathrm{Adam}(G'_t) \\"
        r"W_t = W_{t-1} - \eta\, Q_L U'_t Q_R^\top"
    ),
    paper="Vyas et al. 2024, arXiv:2409.11321",
    state_doc=STATE_DOC,
    traffic="28 + bases",
    related=("adam", "rekls", "kl_soap", "moso", "kron_psgd"),
)
