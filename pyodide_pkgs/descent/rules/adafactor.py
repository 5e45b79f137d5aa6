"""Adafactor: a second moment kept as one row and one column. Shazeer & Stern 2018, arXiv:1804.04235.

    o = t^κ                      R ← (1 - o) R + o mean_j g²        C ← (1 - o) C + o mean_i g²
    V = R C / mean R             u = g / √V                        u ← u / max(1, rms(u) / d)
    p ← p - max(ε₂, rms p) · ρ · u       ρ = min(lr, 1 / √t)

`p` and `g` are `(runs, *shape)`. With two axes or more the last two are factored, `r` is `(..., rows, 1)`, `c` is
`(..., 1, columns)`; else `v` is kept whole. The forms differ in where ε₁ stands and in what the step size is.
"""

from descent.arrays import choose, ema, larger, lerp, rms, smaller, widened
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, first_moment):
    state = {"m": xp.zeros_like(p)} if first_moment else {}
    if p.ndim < 3:
        return state | {"v": xp.zeros_like(p)}
    return state | {"r": xp.zeros_like(widened(p[..., :1], xp)), "c": xp.zeros_like(widened(p[..., :1, :], xp))}


def second_moment(g2, s, o, eps1, form, xp):
    """The estimate V, and the new row and column or the whole."""
    if g2.ndim < 3:
        v = lerp(g2, s["v"], 1 - o)
        return v, {"v": v}
    r = lerp(xp.mean(g2, axis=-1, keepdims=True), s["r"], 1 - o)
    c = lerp(xp.mean(g2, axis=-2, keepdims=True), s["c"], 1 - o)
    scale = (xp.sum if form == "rlx" else xp.mean)(r, axis=-2, keepdims=True)
    return r * c / larger(scale, eps1, xp), {"r": r, "c": c}


def at_least(x, floor, form, xp):
    """The larger of the two; for a NaN torch's form takes the floor, so that it stays in its coordinate."""
    return xp.where(x > floor, x, floor) if form == "torch" else larger(x, floor, xp)


def update(
    p, g, s, t, xp, *, lr, beta2_decay, eps1, eps2, clip, beta1, weight_decay, form, relative_step, scale_parameter,
    first_moment,
):  # fmt: skip
    o = t**beta2_decay
    eps1 = choose(eps1 == 0, xp.finfo(p.dtype).eps if form == "torch" else 1e-30, eps1, xp)
    if form == "torch":
        V, state = second_moment(g * g, s, o, eps1, form, xp)
        V = larger(V, eps1 * eps1, xp)
    else:
        V, state = second_moment(g * g + eps1, s, o, 0.0, form, xp)
    u = g / xp.sqrt(V)
    u = u / at_least(rms(u, xp) * clip if form == "rlx" else rms(u, xp) / clip, 1.0, form, xp)
    scale = at_least(rms(p, xp), eps2, form, xp) if scale_parameter else 1.0
    if form == "torch":
        rho, shrink = scale * smaller(lr, 1 / t**0.5, xp), lr
    else:
        rho = scale * (smaller(1e-2, 1 / t**0.5, xp) if relative_step else lr)
        shrink = lr if form == "optax" else rho
    u = rho * u
    if first_moment:
        u = state["m"] = ema(s["m"], u, beta1)
    return -u - shrink * weight_decay * p, state


RULE = Rule(
    init,
    update,
    scope="tensor",
    hypers=(
        Hyper("lr", 1e-2, 1e-6, 1.0, scale="log", doc="learning rate; torch's form takes the smaller of it and 1/√t"),
        Hyper("beta2_decay", -0.8, -1.0, -0.1, doc="power κ with which the newest gradient's weight falls"),
        Hyper(
            "eps1",
            0.0,
            0.0,
            1e-3,
            doc="keeps V above 0; 0 stands for the machine epsilon, 1e-30 where it is added to g²",
        ),
        Hyper("eps2", 1e-3, 1e-6, 1.0, scale="log", doc="smallest root mean square of p that counts"),
        Hyper("clip", 1.0, 0.1, 10.0, scale="log", doc="largest root mean square of u, d"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment, where it is kept"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
    ),
    choices=(
        Choice(
            "form",
            "torch",
            {
                "torch": "ε₁ is a floor, ρ = min(lr, 1/√t)",
                "hf": "ε₁ is added to g², ρ = min(1e-2, 1/√t) or lr (the paper)",
                "optax": "as hf, the decay not scaled by p",
                "rlx": "as hf, but V too small by the number of rows, and rms(u) · d in place of rms(u) / d",
            },
            defective=("rlx",),
        ),
        Choice("relative_step", True, {True: "ρ falls as 1/√t (all forms but torch's)", False: "ρ is lr"}),
        Choice("scale_parameter", True, {True: "the step is relative to rms p", False: "the step is absolute"}),
        Choice("first_moment", False, {False: "no momentum", True: "an average of the steps"}),
    ),
    title="Adafactor",
    family="tensor",
    order=20,
    formula=(
        r"R_t = (1-o_t) R_{t-1} + o_t \textstyle\mathrm{mean}_j g_t^2, \quad"
        r" C_t = (1-o_t) C_{t-1} + o_t \mathrm{mean}_i g_t^2, \quad o_t = t^{-0.8} \\"
        r"V_t = \frac{R_t C_t}{\mathrm{mean}\, R_t}, \quad u_t = \frac{g_t}{\sqrt{V_t}}, \quad"
        r" \hat u_t = \frac{u_t}{\max(1, \mathrm{rms}(u_t)/d)} \\"
        r"p_t = p_{t-1} - \max(\epsilon_2, \mathrm{rms}(p_{t-1}))\, \min(\eta, 1/\sqrt{t})\, \hat u_t"
    ),
    unnumbered=("u_t",),  # in the code u is bounded later, and keeps its name
    paper="Shazeer & Stern 2018, arXiv:1804.04235",
    state_doc={"r": "mean square of each row", "c": "mean square of each column", "v": "mean square, for vectors"},
    traffic="24",
    related=("adam", "lamb"),
)
