"""Your bias correction counts all gradients of all parameters together. Each parameter has a count of its own."""

import numpy as np


class SparseAdam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        self.defaults = {"lr": lr, "betas": betas, "eps": eps}
        groups = list(params)
        if not groups or not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        self.param_groups = [{**self.defaults, **group, "params": list(group["params"])} for group in groups]
        self.state, self.count = {}, 0

    def zero_grad(self):
        for group in self.param_groups:
            for p in group["params"]:
                p.grad = None

    def step(self, closure=None):
        loss = closure() if closure is not None else None
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self.update(p, **group)
        return loss

    def update(self, p, params, lr, betas, eps):
        beta1, beta2 = betas
        state = self.state.setdefault(id(p), {"step": 0, "m": np.zeros_like(p.data), "v": np.zeros_like(p.data)})
        self.count += 1
        state["step"] = self.count
        step, m, v = state["step"], state["m"], state["v"]
        m[...] = beta1 * m + (1 - beta1) * p.grad
        v[...] = beta2 * v + (1 - beta2) * p.grad**2
        rate = lr * np.sqrt(1 - beta2**step) / (1 - beta1**step)
        p.data[...] = p.data - rate * m / (np.sqrt(v) + eps)
