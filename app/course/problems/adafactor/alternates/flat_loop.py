"""Plain Python over single numbers."""

import math


def size(values):
    values = list(values)
    return math.sqrt(sum(x * x for x in values) / len(values))


def adafactor_step(params, grads, rows, columns, t, lr=1e-2, beta2_decay=-0.8, eps1=1e-30, eps2=1e-3, clip=1.0):
    new = t**beta2_decay
    for p, g, r, c in zip(params, grads, rows, columns):
        table = [list(map(float, line)) for line in (g if g.ndim == 2 else g[:, None])]
        for i, line in enumerate(table):
            r[i] = (1 - new) * r[i] + new * sum(x * x for x in line) / len(line)
        if c is not None:
            for j in range(len(c)):
                c[j] = (1 - new) * c[j] + new * sum(line[j] ** 2 for line in table) / len(table)
        mean = max(sum(r) / len(r), eps1)
        u = [
            x / math.sqrt(max(r[i] * c[j] / mean if c is not None else r[i], eps1**2))
            for i, line in enumerate(table)
            for j, x in enumerate(line)
        ]
        rate = max(eps2, size(p.flat)) * min(lr, 1 / math.sqrt(t)) / max(1.0, size(u) / clip)
        for k, x in enumerate(u):
            p.flat[k] -= rate * x
