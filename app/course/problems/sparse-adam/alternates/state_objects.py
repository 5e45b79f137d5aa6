"""A small class for the state of one parameter; augmented assignment."""

import numpy as np


class Moments:
    def __init__(self, like):
        self.count = 0
        self.first = np.zeros_like(like)
        self.second = np.zeros_like(like)

    def take(self, gradient, betas):
        self.count += 1
        self.first += (1 - betas[0]) * (gradient - self.first)
        self.second += (1 - betas[1]) * (gradient**2 - self.second)

    def direction(self, betas, eps):
        corrections = [1 - beta**self.count for beta in betas]
        root = np.sqrt(self.second / corrections[1])
        return self.first / corrections[0] / (root + eps / np.sqrt(corrections[1]))


class SparseAdam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        self.defaults = {"lr": lr, "betas": betas, "eps": eps}
        params = list(params)
        if not any(isinstance(p, dict) for p in params):
            params = [{"params": params}]
        self.param_groups = [self.defaults | group for group in params]
        self.moments = {}

    def parameters(self):
        for group in self.param_groups:
            for p in group["params"]:
                yield group, p

    def zero_grad(self):
        for _, p in self.parameters():
            p.grad = None

    def step(self, closure=None):
        loss = None
        if closure is not None:
            loss = closure()
        for group, p in self.parameters():
            if p.grad is None:
                continue
            if p not in self.moments:
                self.moments[p] = Moments(p.data)
            self.moments[p].take(p.grad, group["betas"])
            p.data -= group["lr"] * self.moments[p].direction(group["betas"], group["eps"])
        return loss
