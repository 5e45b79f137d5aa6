"""The corrections folded into two constants, made once an iteration."""

from collections import defaultdict

import numpy as np


class Lamb:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.01, bias_correction=True):
        self.lr, self.beta1, self.beta2, self.eps, self.decay = lr, beta1, beta2, eps, weight_decay
        self.corrected = bias_correction
        self.moments = defaultdict(lambda: np.zeros((2, 1)))
        self.t = 0
        self.end_iteration()

    def end_iteration(self):
        self.t += 1
        self.root = np.sqrt(1 - self.beta2**self.t) if self.corrected else 1.0
        self.factor = self.root / (1 - self.beta1**self.t) if self.corrected else 1.0

    def step(self, name, shape, param, grad):
        new = np.stack([grad, grad * grad])
        beta = np.array([[self.beta1], [self.beta2]])
        self.moments[name] = m, v = new + beta * (self.moments[name] - new)
        u = self.factor * m / (np.sqrt(v) + self.eps * self.root) + self.decay * param
        length = np.linalg.norm(u)
        reach = np.linalg.norm(param) if length else 0.0
        param -= self.lr * (reach / length if reach else 1.0) * u
