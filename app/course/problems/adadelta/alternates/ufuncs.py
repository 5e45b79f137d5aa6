"""In-place ufuncs: every product is written into an array that is there already."""

import numpy as np


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    for p, g, v_i, d in zip(params, grads, v, acc_delta):
        np.multiply(v_i, rho, out=v_i)
        np.add(v_i, (1 - rho) * np.square(g), out=v_i)
        u = np.multiply(g, np.sqrt(np.divide(d + eps, v_i + eps)))
        np.multiply(d, rho, out=d)
        np.add(d, (1 - rho) * np.square(u), out=d)
        np.subtract(p, lr * u, out=p)
