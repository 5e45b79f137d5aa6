"""The state in lists, by the position of the parameter among all groups."""

import math

import numpy as np


class SparseAdam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        self.defaults = dict(lr=lr, betas=betas, eps=eps)
        self.param_groups = []
        given = list(params)
        if given and isinstance(given[0], dict):
            for group in given:
                self.add(dict(group))
        else:
            self.add({"params": given})
        count = sum(len(group["params"]) for group in self.param_groups)
        self._step, self._first, self._second = [0] * count, [None] * count, [None] * count

    def add(self, group):
        for name, value in self.defaults.items():
            group.setdefault(name, value)
        self.param_groups.append(group)

    def zero_grad(self):
        for p in (p for group in self.param_groups for p in group["params"]):
            p.grad = None

    def step(self, closure=None):
        loss = closure() if closure else None
        place = -1
        for group in self.param_groups:
            b1, b2 = group["betas"]
            for p in group["params"]:
                place += 1
                if p.grad is None:
                    continue
                if self._first[place] is None:
                    self._first[place], self._second[place] = np.zeros(p.data.shape), np.zeros(p.data.shape)
                self._step[place] += 1
                t = self._step[place]
                self._first[place] = b1 * self._first[place] + (1.0 - b1) * p.grad
                self._second[place] = b2 * self._second[place] + (1.0 - b2) * (p.grad * p.grad)
                size = group["lr"] * math.sqrt(1.0 - b2**t) / (1.0 - b1**t)
                p.data = p.data - size * (self._first[place] / (np.sqrt(self._second[place]) + group["eps"]))
        return loss
