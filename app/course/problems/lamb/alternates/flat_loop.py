"""Plain Python over single numbers, with math."""

import math


class Lamb:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.01, bias_correction=True):
        self.settings = lr, beta1, beta2, eps, weight_decay
        self.corrects = bias_correction
        self.iterations = 0
        self.moments = {}

    def step(self, name, shape, param, grad):
        lr, beta1, beta2, eps, decay = self.settings
        t = self.iterations + 1
        c1, c2 = (1 - beta1**t, 1 - beta2**t) if self.corrects else (1.0, 1.0)
        pairs = self.moments.setdefault(name, [(0.0, 0.0)] * len(param))
        direction = []
        for k, g in enumerate(grad.tolist()):
            m, v = pairs[k]
            pairs[k] = m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
            direction.append(m / c1 / (math.sqrt(v / c2) + eps) + decay * float(param[k]))
        size_p, size_u = math.hypot(*param.tolist()), math.hypot(*direction)
        rate = lr * size_p / size_u if size_p and size_u else lr
        for k, u in enumerate(direction):
            param[k] -= rate * u

    def end_iteration(self):
        self.iterations += 1
