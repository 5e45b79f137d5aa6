"""One function for the root mean square, one for the average."""

import numpy as np


def average(old, new, rho):
    return rho * old + (1 - rho) * new**2


def rms(mean_square, eps):
    return np.sqrt(mean_square + eps)


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    for p, g, v_i, d in zip(params, grads, v, acc_delta):
        np.copyto(v_i, average(v_i, g, rho))
        u = g * rms(d, eps) / rms(v_i, eps)
        np.copyto(d, average(d, u, rho))
        np.copyto(p, p - lr * u)
