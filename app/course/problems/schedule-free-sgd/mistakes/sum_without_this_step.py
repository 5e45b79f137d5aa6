"""Your sum of weights ends before this step. The weight of this step belongs to it, or the first share is no
number.
"""


def weight(t, warmup):
    return min(1, t / warmup) ** 2


def schedule_free_sgd_step(params, grads, z, t, lr=1.0, beta1=0.9, weight_decay=0.0, warmup=1):
    c = weight(t, warmup) / sum(weight(k, warmup) for k in range(1, max(t, 2)))
    rate = lr * min(1, t / warmup)
    for y, g, z_i in zip(params, grads, z):
        u = g + weight_decay * y
        y[...] = y + c * (z_i - y) + rate * (beta1 * (1 - c) - 1) * u
        z_i[...] = z_i - rate * u
