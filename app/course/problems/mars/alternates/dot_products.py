"""The length by a dot product, the step by np.divide and out=."""

import numpy as np


def mars_step(params, grads, m, v, last, t, lr=3e-3, beta1=0.95, beta2=0.99, gamma=0.025, eps=1e-8, weight_decay=0.0):
    for k in range(len(params)):
        g = np.array(grads[k])
        c = np.add(g, np.multiply(gamma * beta1 / (1 - beta1), g - last[k]))
        length = np.sqrt(np.vdot(c, c))
        c = c * (1 / length if length > 1 else 1.0)
        m[k][...], v[k][...] = m[k] * beta1 + c * (1 - beta1), v[k] * beta2 + c * c * (1 - beta2)
        last[k][...] = g
        direction = np.divide(m[k] / (1 - beta1**t), (v[k] / (1 - beta2**t)) ** 0.5 + eps)
        params[k][...] = params[k] - lr * direction - lr * weight_decay * params[k]
