"""Your weight decay acts beside the step, lr * weight_decay * param, as in AdamW. In LAMB it is part of u, so that it
counts in the norm of u and is multiplied by the trust ratio.
"""

import numpy as np


class Lamb:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.01, bias_correction=True):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.weight_decay, self.bias_correction = weight_decay, bias_correction
        self.t = 1
        self.m, self.v = {}, {}

    def step(self, name, shape, param, grad):
        if name not in self.m:
            self.m[name], self.v[name] = np.zeros_like(param), np.zeros_like(param)
        m, v = self.m[name], self.v[name]
        m[...] = self.beta1 * m + (1 - self.beta1) * grad
        v[...] = self.beta2 * v + (1 - self.beta2) * grad**2
        m_hat, v_hat = m, v
        if self.bias_correction:
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
        u = m_hat / (np.sqrt(v_hat) + self.eps)
        size_p, size_u = np.linalg.norm(param), np.linalg.norm(u)
        ratio = size_p / size_u if size_p > 0 and size_u > 0 else 1.0
        param[...] = param - self.lr * ratio * u - self.lr * self.weight_decay * param

    def end_iteration(self):
        self.t += 1
