"""Three sequences, as in the paper: x is carried along times beta1, so that nothing is divided."""


def share(t, warmup):
    weights = [min(1.0, k / warmup) ** 2 for k in range(1, t + 1)]
    return weights[-1] / sum(weights)


def schedule_free_sgd_step(params, grads, z, t, lr=1.0, beta1=0.9, weight_decay=0.0, warmup=1):
    c, rate = share(t, warmup), lr * min(1.0, t / warmup)
    for y, g, z_i in zip(params, grads, z):
        u = g + weight_decay * y
        beta_x = y - (1 - beta1) * z_i
        z_i[...] = z_i - rate * u
        beta_x = (1 - c) * beta_x + c * beta1 * z_i
        y[...] = (1 - beta1) * z_i + beta_x
