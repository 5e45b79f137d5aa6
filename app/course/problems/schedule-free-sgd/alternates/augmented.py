"""Augmented assignment, and the sum of weights in closed form."""


def total(t, warmup):
    ramp = min(t, warmup)
    return ramp * (ramp + 1) * (2 * ramp + 1) / (6 * warmup * warmup) + max(0, t - warmup)


def schedule_free_sgd_step(params, grads, z, t, lr=1.0, beta1=0.9, weight_decay=0.0, warmup=1):
    grown = min(t, warmup) / warmup
    c = grown * grown / total(t, warmup)
    for i, g in enumerate(grads):
        u = g + weight_decay * params[i]
        params[i] *= 1 - c
        params[i] += c * z[i]
        params[i] -= lr * grown * (1 - beta1 * (1 - c)) * u
        z[i] -= lr * grown * u
