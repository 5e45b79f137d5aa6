"""Your average gives every step the same weight, 1 / t, also during the warm-up. A step counts with the square of
its learning rate.
"""


def weight(t, warmup):
    return min(1, t / warmup) ** 2


def schedule_free_sgd_step(params, grads, z, t, lr=1.0, beta1=0.9, weight_decay=0.0, warmup=1):
    c = 1 / t
    rate = lr * min(1, t / warmup)
    for y, g, z_i in zip(params, grads, z):
        u = g + weight_decay * y
        y[...] = y + c * (z_i - y) + rate * (beta1 * (1 - c) - 1) * u
        z_i[...] = z_i - rate * u
