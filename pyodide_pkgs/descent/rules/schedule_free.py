"""Schedule-free: gradients taken between a fast iterate and its average. Defazio et al. 2024, arXiv:2405.15682.

    wₜ = tʳ · lr_max²            cₜ = wₜ / Σ w                     lrₜ = lr · min(1, t / warm-up)
    m  ← μ m + g (SGD) or μ m + (1 - μ) g (AdamW), with the inner momentum μ, 0 for the authors
    G  = m (SGD) or m̂ / (√v̂ + ε) (AdamW), + λ y
    y  ← y + cₜ (z - y) + lrₜ (β₁ (1 - cₜ) - 1) G
    z  ← z - lrₜ G
    x  = y + (1 - 1/β₁) (z - y)

`p` is y, where gradients are taken; the view is x, the average to evaluate. All are `(runs, *shape)`; `weight_sum` and
`lr_max` are `(runs, 1, ..., 1)`. Base `radam` takes RAdam's rectification into lr, 0 while it is not trusted.
"""

from descent.arrays import choose, ema, larger, per_run, smaller
from descent.rules.radam import rectify
from descent.spec import Choice, Hyper, Rule
from descent.valid import INSIDE


def init(p, xp, *, base):
    state = {
        "z": xp.asarray(p, copy=True),
        "m": xp.zeros_like(p),
        "weight_sum": per_run(0.0, p, xp),
        "lr_max": per_run(0.0, p, xp),
    }
    return state if base == "sgd" else state | {"v": xp.zeros_like(p)}


def update(
    y, g, s, t, xp, *, lr, beta1, beta2, eps, weight_decay, warmup, r, weight_lr_power, inner_momentum, base,
):  # fmt: skip
    lr = lr * smaller(t / warmup, 1.0, xp)
    G = m = inner_momentum * s["m"] + (g if base == "sgd" else (1 - inner_momentum) * g)
    state = {"m": m}
    if base != "sgd":
        state["v"] = ema(s["v"], g * g, beta2)
        G = m / (1 - inner_momentum**t) / (xp.sqrt(state["v"] / (1 - beta2**t)) + eps)
    if base == "radam":
        rectification, trusted = rectify(t, beta2, 4, xp)
        lr = lr * choose(trusted, rectification, 0.0, xp)
        G = choose(trusted, G, g, xp)
    G = G + weight_decay * y
    state["lr_max"] = larger(s["lr_max"], lr, xp)
    w = t**r * state["lr_max"] ** weight_lr_power
    state["weight_sum"] = s["weight_sum"] + w
    c = xp.where(state["weight_sum"] == 0, 0.0, w / xp.where(state["weight_sum"] == 0, 1.0, state["weight_sum"]))
    step = c * (s["z"] - y) + lr * (beta1 * (1 - c) - 1) * G
    return step, {"z": s["z"] - lr * G} | state


def view(y, s, t, xp, *, beta1):
    return y + (1 - 1 / beta1) * (s["z"] - y)


RULE = Rule(
    init,
    update,
    scope="element",
    view=view,
    hypers=(
        Hyper("lr", 2.5e-3, 1e-6, 10.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.01, 0.999, doc="how close to the average gradients are taken", valid=INSIDE),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
        Hyper("warmup", 1.0, 1.0, 1e4, scale="log", doc="steps until lr is reached; 1 is no warm-up"),
        Hyper("r", 0.0, 0.0, 2.0, doc="power of t in the average's weights"),
        Hyper("weight_lr_power", 2.0, 0.0, 4.0, doc="power of the largest lr in the average's weights"),
        Hyper("inner_momentum", 0.0, 0.0, 0.999, doc="momentum of the fast iterate itself, beside β₁; 0: none"),
    ),
    choices=(
        Choice(
            "base",
            "adamw",
            {
                "sgd": "the gradient itself",
                "adamw": "divided by its root mean square",
                "radam": "as adamw, standing still while the root mean square cannot be trusted",
            },
        ),
    ),
    title="Schedule-free",
    family="tensor",
    order=50,
    formula=(
        r"y_t = (1-\beta_1) z_t + \beta_1 x_t \\"
        r"z_{t+1} = z_t - \eta\, G(y_t) \\"
        r"x_{t+1} = (1-c_{t+1}) x_t + c_{t+1} z_{t+1}, \quad c_{t+1} = \frac{w_{t+1}}{\sum_{i \le t+1} w_i}"
    ),
    paper="Defazio et al. 2024, arXiv:2405.15682",
    state_doc={
        "z": "fast iterate",
        "m": "inner momentum, the last gradient where there is none",
        "v": "second moment of the gradient",
        "weight_sum": "sum of the average's weights",
        "lr_max": "largest learning rate so far",
    },
    traffic="28 (sgd), 36 (adamw)",
    related=("asgd", "adamw", "prodigy"),
)
