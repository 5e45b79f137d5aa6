"""Pure functions over tuples; the state is replaced at every step."""

import numpy as np


def adam(gradient, state, beta1, beta2):
    t, m, v = state
    return t + 1, beta1 * m + (1 - beta1) * gradient, beta2 * v + (1 - beta2) * np.square(gradient)


def move(state, lr, beta1, beta2, eps):
    t, m, v = state
    return -lr / (1 - beta1**t) * m * (np.sqrt(1 - beta2**t) / (np.sqrt(v) + eps))


class SparseAdam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        self.defaults = dict(lr=lr, betas=betas, eps=eps)
        first, *rest = params
        groups = [first, *rest] if isinstance(first, dict) else [dict(params=[first, *rest])]
        self.param_groups = [dict(self.defaults, **group) for group in groups]
        self.states = {}

    def zero_grad(self):
        for group in self.param_groups:
            for p in group["params"]:
                setattr(p, "grad", None)

    def step(self, closure=None):
        loss = None if closure is None else closure()
        for number, group in enumerate(self.param_groups):
            for place, p in enumerate(group["params"]):
                if p.grad is None:
                    continue
                key = number, place
                old = self.states.get(key, (0, 0.0, 0.0))
                self.states[key] = adam(p.grad, old, *group["betas"])
                np.copyto(p.data, p.data + move(self.states[key], group["lr"], *group["betas"], group["eps"]))
        return loss
