"""Your step is that of Nesterov momentum, g + momentum * buf. Plain momentum moves by buf itself; Nesterov's is the
next problem.
"""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + g
        p[...] = p - lr * (g + momentum * b)
