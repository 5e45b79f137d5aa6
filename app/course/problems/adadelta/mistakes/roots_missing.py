"""Your ratio is that of the mean squares themselves. Take the root of each first, so that the unit of the gradient
cancels.
"""


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    for p, g, v_i, d in zip(params, grads, v, acc_delta):
        v_i[...] = rho * v_i + (1 - rho) * g**2
        u = (d + eps) / (v_i + eps) * g
        d[...] = rho * d + (1 - rho) * u**2
        p[...] = p - lr * u
