"""Small pure functions; the class only keeps the state."""

import numpy as np


def average(old, new, beta):
    return beta * old + (1 - beta) * new


def trust_ratio(p, u):
    sizes = np.sqrt(np.sum(p * p)), np.sqrt(np.sum(u * u))
    return sizes[0] / sizes[1] if all(sizes) else 1


class Lamb:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.01, bias_correction=True):
        self.lr, self.betas, self.eps = lr, (beta1, beta2), eps
        self.weight_decay, self.bias_correction = weight_decay, bias_correction
        self.moments, self.done = {}, 0

    def step(self, name, shape, param, grad):
        old = self.moments.get(name, (0.0, 0.0))
        new = tuple(average(o, g, b) for o, g, b in zip(old, (grad, grad**2), self.betas))
        self.moments[name] = new
        if self.bias_correction:
            new = tuple(moment / (1 - beta ** (self.done + 1)) for moment, beta in zip(new, self.betas))
        u = new[0] / (new[1] ** 0.5 + self.eps) + self.weight_decay * param
        np.copyto(param, param - self.lr * trust_ratio(param, u) * u)

    def end_iteration(self):
        self.done += 1
