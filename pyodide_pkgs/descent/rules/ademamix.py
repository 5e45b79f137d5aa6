"""AdEMAMix: Adam with a second, very slow momentum. Pagliardini, Ablin & Grangier 2024, arXiv:2409.03137.

    m₁ ← β₁ m₁ + (1 - β₁) g      m₂ ← β₃(t) m₂ + (1 - β₃(t)) g      v ← β₂ v + (1 - β₂) g²
    p  ← p - lr (m̂₁ + α(t) m₂) / (√v̂ + ε)

`p`, `g`, `m_fast`, `m_slow` and `v` are `(runs, *shape)`; m̂₁ and v̂ are corrected, m₂ never is. α grows linearly
from 0 over `alpha_warmup` steps, β₃ from β₁ over `beta3_warmup` steps so that its half-life grows linearly; 1 is no
warm-up.
"""

from descent.arrays import choose, ema, log, smaller
from descent.spec import Choice, Hyper, Rule


def linear_warmup(t, end, steps, xp, start=0.0):
    """The value at step t on the line from `start` to `end`, `end` from `steps` on."""
    return start + (end - start) * smaller(t / steps, 1.0, xp)


def half_life(beta, xp, offset=1e-8):
    """The number of steps after which an average with decay `beta` has forgotten half, less one."""
    return log(0.5, xp) / log(beta + offset, xp) - 1


def decay_of_half_life(steps):
    """The decay with that half-life: the inverse of `half_life`."""
    return 0.5 ** (1 / (steps + 1))


def half_life_warmup(t, end, start, steps, xp, offset=1e-8):
    """The decay at step t whose half-life lies on the line from that of `start` to that of `end`."""
    share = smaller(t / steps, 1.0, xp)
    life = (1 - share) * half_life(start, xp, offset) + share * half_life(end, xp, offset)
    return choose(share < 1, decay_of_half_life(life), end, xp)


def init(p, xp):
    return {"m_fast": xp.zeros_like(p), "m_slow": xp.zeros_like(p), "v": xp.zeros_like(p)}


def update(
    p, g, s, t, xp, *, lr, beta1, beta2, beta3, alpha, eps, alpha_warmup, beta3_warmup, correct_bias, beta3_schedule
):
    offset = 0.0 if beta3_schedule == "paper" else 1e-8
    beta3_t = half_life_warmup(t, beta3, beta1, beta3_warmup, xp, offset)
    alpha_t = linear_warmup(t, alpha, alpha_warmup, xp)
    c1, c2 = (1 - beta1**t, 1 - beta2**t) if correct_bias else (1.0, 1.0)
    m_fast = ema(s["m_fast"], g, beta1)
    m_slow = ema(s["m_slow"], g, beta3_t)
    v = ema(s["v"], g * g, beta2)
    step = -lr * (m_fast / c1 + alpha_t * m_slow) / (xp.sqrt(v / c2) + eps)
    return step, {"m_fast": m_fast, "m_slow": m_slow, "v": v}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the fast momentum"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("beta3", 0.9999, 0.0, 0.99999, doc="decay of the slow momentum"),
        Hyper("alpha", 2.0, 0.0, 20.0, doc="weight of the slow momentum"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("alpha_warmup", 1.0, 1.0, 1e5, scale="log", doc="steps until alpha is reached"),
        Hyper("beta3_warmup", 1.0, 1.0, 1e5, scale="log", doc="steps until beta3 is reached"),
    ),
    choices=(
        Choice("correct_bias", True, {True: "divide m₁ and v by 1 - βᵗ", False: "use the moments as they are"}),
        Choice(
            "beta3_schedule",
            "half_life",
            {"half_life": "1e-8 inside the logarithm (Apple, NVIDIA)", "paper": "the paper's closed form"},
        ),
    ),
    title="AdEMAMix",
    family="adam",
    order=130,
    formula=(
        r"m^{(1)}_t = \beta_1 m^{(1)}_{t-1} + (1-\beta_1) g_t, \quad"
        r" m^{(2)}_t = \beta_3(t)\, m^{(2)}_{t-1} + (1-\beta_3(t)) g_t \\"
        r"v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"p_t = p_{t-1} - \eta\, \frac{m^{(1)}_t/(1-\beta_1^t) + \alpha(t)\, m^{(2)}_t}"
        r"{\sqrt{v_t/(1-\beta_2^t)} + \epsilon}"
    ),
    paper="Pagliardini, Ablin & Grangier 2024, arXiv:2409.03137",
    state_doc={"m_fast": "fast momentum", "m_slow": "slow momentum", "v": "second moment of the gradient"},
    traffic="36",
    related=("adam", "sim_ademamix"),
)
