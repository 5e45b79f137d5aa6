def init(p, xp):
    return {"step": 0, "exp_avg": xp.zeros_like(p), "exp_avg_sq": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, amsgrad=False):
    beta1, beta2 = betas
    s["step"] += 1
    step = s["step"]
    if weight_decay != 0:
        g = g + weight_decay * p
    s["exp_avg"] = s["exp_avg"] * beta1 + g * (1 - beta1)
    s["exp_avg_sq"] = s["exp_avg_sq"] * beta2 + g * g * (1 - beta2)
    bias1 = 1 - beta1**step
    bias2 = 1 - beta2**step
    denom = xp.sqrt(s["exp_avg_sq"]) / bias2**0.5 + eps
    return -(lr / bias1) * s["exp_avg"] / denom, s
