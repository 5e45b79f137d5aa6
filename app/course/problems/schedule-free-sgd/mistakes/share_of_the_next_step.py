"""Your share of the average is that of step t + 1. At step 1 the average is z itself, a share of 1."""


def weight(t, warmup):
    return min(1, t / warmup) ** 2


def schedule_free_sgd_step(params, grads, z, t, lr=1.0, beta1=0.9, weight_decay=0.0, warmup=1):
    c = weight(t + 1, warmup) / sum(weight(k, warmup) for k in range(1, t + 2))
    rate = lr * min(1, t / warmup)
    for y, g, z_i in zip(params, grads, z):
        u = g + weight_decay * y
        y[...] = y + c * (z_i - y) + rate * (beta1 * (1 - c) - 1) * u
        z_i[...] = z_i - rate * u
