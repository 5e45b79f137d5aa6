"""In-place ufuncs: every product is written into an array that is there already."""

import numpy as np


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for i in range(len(params)):
        g = grads[i]
        np.multiply(m[i], beta1, out=m[i])
        np.add(m[i], (1 - beta1) * g, out=m[i])
        np.multiply(v[i], beta2, out=v[i])
        np.add(v[i], (1 - beta2) * np.square(g), out=v[i])
        denominator = np.sqrt(v[i] / (1 - beta2**t))
        denominator = np.add(denominator, eps)
        step = np.divide(m[i], 1 - beta1**t)
        step = np.multiply(step, lr)
        np.subtract(params[i], np.divide(step, denominator), out=params[i])
