"""Your step is that of plain momentum: it moves by buf, or, which is the same, by g + momentum * buf with the buf of
before. Nesterov's uses the new buf there.
"""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + g
        p[...] = p - lr * b
