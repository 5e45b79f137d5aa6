"""Where every setting is given your numbers are right; where one is left out you take Adam's defaults. Those of this
rule stand in the signature.
"""

import numpy as np


def sophia_step(
    params, grads, m, h, probes=None, products=None, lr=1e-3, beta1=0.9, beta2=0.999, gamma=0.01, rho=0.04, eps=1e-8
):
    for i, (p, g, m_i, h_i) in enumerate(zip(params, grads, m, h)):
        m_i[...] = beta1 * m_i + (1 - beta1) * g
        if probes is not None:
            h_i[...] = beta2 * h_i + (1 - beta2) * probes[i] * products[i]
        ratio = m_i / np.maximum(gamma * h_i, eps)
        p[...] = p - lr * np.clip(ratio, -rho, rho)
