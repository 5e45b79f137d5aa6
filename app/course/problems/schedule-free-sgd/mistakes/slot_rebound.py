"""Your numbers are right, but the list slots hold new arrays: params[i] = ... rebinds the slot and leaves the
caller's array as it was. Write into it, with params[i][...] = or -=.
"""


def weight(t, warmup):
    return min(1, t / warmup) ** 2


def schedule_free_sgd_step(params, grads, z, t, lr=1.0, beta1=0.9, weight_decay=0.0, warmup=1):
    c = weight(t, warmup) / sum(weight(k, warmup) for k in range(1, t + 1))
    rate = lr * min(1, t / warmup)
    for i, (y, g, z_i) in enumerate(zip(params, grads, z)):
        u = g + weight_decay * y
        params[i] = y + c * (z_i - y) + rate * (beta1 * (1 - c) - 1) * u
        z[i] = z_i - rate * u
