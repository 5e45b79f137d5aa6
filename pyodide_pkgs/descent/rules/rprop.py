"""Rprop: each coordinate has a step size of its own; only the gradient's sign counts. Riedmiller & Braun 1993, ICNN.

    s    = sign(g · prev)
    step ← clip(step · (η⁺ if s > 0, η⁻ if s < 0, else 1), smallest, largest)
    g    ← 0 where s < 0                 the sign has changed: stand still once
    p    ← p - sign(g) · step            prev ← g

`p`, `g`, `prev` and `step_size` are `(runs, *shape)`; step sizes start at lr. The form `optax` remembers its last step
instead of the gradient and applies it one step late: its first step is zero.
"""

from descent.arrays import larger, sign, smaller
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, lr):
    return {"prev": xp.zeros_like(p), "step_size": xp.zeros_like(p) + lr}


def update(p, g, s, t, xp, *, eta_minus, eta_plus, min_step, max_step, form):
    agree = sign(g * s["prev"], xp)
    up, down = xp.astype(agree > 0, p.dtype), xp.astype(agree < 0, p.dtype)
    factor = 1 + up * (eta_plus - 1) + down * (eta_minus - 1)
    step_size = smaller(larger(s["step_size"] * factor, min_step, xp), max_step, xp)
    if form == "optax":
        step_size = xp.where(agree == 0, s["step_size"], step_size)
        late = xp.where(agree < 0, 0.0, s["prev"])
        return -late, {"prev": xp.where(agree < 0, 0.0, sign(g, xp) * step_size), "step_size": step_size}
    g = xp.where(agree < 0, 0.0, g)
    return -sign(g, xp) * step_size, {"prev": g, "step_size": step_size}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-2, 1e-6, 1.0, scale="log", doc="step size at the start"),
        Hyper("eta_minus", 0.5, 0.01, 0.99, doc="factor where the gradient changed its sign"),
        Hyper("eta_plus", 1.2, 1.0, 2.0, doc="factor where it kept its sign"),
        Hyper("min_step", 1e-6, 1e-12, 1.0, scale="log", doc="smallest step size"),
        Hyper("max_step", 50.0, 1e-3, 1e3, scale="log", doc="largest step size"),
    ),
    choices=(
        Choice(
            "form",
            "textbook",
            {
                "textbook": "step at once (torch)",
                "optax": "the step stored at the step before is applied, so the first one is zero",
            },
            defective=("optax",),
        ),
    ),
    title="Rprop",
    family="momentum",
    order=50,
    formula=(
        r"\Delta_t = \mathrm{clip}(\Delta_{t-1}\, \eta^{\pm}, \Delta_{\min}, \Delta_{\max}) \\"
        r"p_t = p_{t-1} - \mathrm{sign}(g_t)\, \Delta_t \quad (\text{0 where } g_t g_{t-1} < 0)"
    ),
    paper="Riedmiller & Braun 1993, IEEE International Conference on Neural Networks",
    state_doc={"prev": "last gradient, 0 where its sign had changed", "step_size": "step size of each coordinate"},
    traffic="28",
    related=("rmsprop", "signum", "adagrad"),
)
