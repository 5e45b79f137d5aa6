"""Your params are pulled towards the z that has moved already, and moved by the gradient as well: it counts twice.
Use the old z there, or mix new z and new average without the gradient.
"""


def weight(t, warmup):
    return min(1, t / warmup) ** 2


def schedule_free_sgd_step(params, grads, z, t, lr=1.0, beta1=0.9, weight_decay=0.0, warmup=1):
    c = weight(t, warmup) / sum(weight(k, warmup) for k in range(1, t + 1))
    rate = lr * min(1, t / warmup)
    for y, g, z_i in zip(params, grads, z):
        u = g + weight_decay * y
        z_i[...] = z_i - rate * u
        y[...] = y + c * (z_i - y) + rate * (beta1 * (1 - c) - 1) * u
