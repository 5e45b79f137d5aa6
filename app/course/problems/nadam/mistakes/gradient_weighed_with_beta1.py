"""Your gradient has the weight 1 - beta1 in the step. It has 1 - mu_t, with the momentum of this step."""

import math

import numpy as np


def nadam_step(params, grads, m, v, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, psi=0.004):
    mu = [beta1 * (1 - 0.5 * 0.96 ** (k * psi)) for k in range(1, t + 2)]
    product = math.prod(mu[:-1])
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i[...] = beta1 * m_i + (1 - beta1) * g
        v_i[...] = beta2 * v_i + (1 - beta2) * g**2
        ahead = (1 - beta1) / (1 - product) * g + mu[-1] / (1 - product * mu[-1]) * m_i
        p[...] = p - lr * ahead / (np.sqrt(v_i / (1 - beta2**t)) + eps)
