"""The state is kept on the parameters themselves, by ufuncs that write in place."""

import numpy as np


class SparseAdam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        self.defaults = {"lr": lr, "betas": betas, "eps": eps}
        given = list(params)
        grouped = all(isinstance(item, dict) for item in given)
        self.param_groups = [{**self.defaults, **group} for group in (given if grouped else [{"params": given}])]

    def zero_grad(self):
        for group in self.param_groups:
            for p in group["params"]:
                p.grad = None

    def step(self, closure=None):
        loss = closure() if callable(closure) else None
        for group in self.param_groups:
            (beta1, beta2), lr, eps = group["betas"], group["lr"], group["eps"]
            for p in filter(lambda p: p.grad is not None, group["params"]):
                if not hasattr(p, "m"):
                    p.m, p.v, p.t = np.zeros_like(p.data), np.zeros_like(p.data), 0
                p.t += 1
                np.multiply(p.m, beta1, out=p.m)
                np.add(p.m, (1 - beta1) * p.grad, out=p.m)
                np.multiply(p.v, beta2, out=p.v)
                np.add(p.v, (1 - beta2) * p.grad**2, out=p.v)
                root = np.sqrt(1 - beta2**p.t)
                np.subtract(p.data, lr / (1 - beta1**p.t) * root * p.m / (np.sqrt(p.v) + eps), out=p.data)
        return loss
