"""Augmented assignment on stored arrays, norms by dot products."""

import numpy as np


class Lamb:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.01, bias_correction=True):
        self.__dict__.update(locals())
        self.state = {}
        self.power1, self.power2 = beta1, beta2

    def step(self, name, shape, param, grad):
        m, v = self.state.setdefault(name, (np.zeros(param.shape), np.zeros(param.shape)))
        m *= self.beta1
        m += (1 - self.beta1) * grad
        v *= self.beta2
        v += (1 - self.beta2) * np.square(grad)
        c1, c2 = (1 - self.power1, 1 - self.power2) if self.bias_correction else (1, 1)
        u = m / c1
        u /= np.sqrt(v / c2) + self.eps
        u += self.weight_decay * param
        p2, u2 = param @ param, u @ u
        u *= np.sqrt(p2 / u2) if p2 > 0 and u2 > 0 else 1
        param -= self.lr * u

    def end_iteration(self):
        self.power1 *= self.beta1
        self.power2 *= self.beta2
