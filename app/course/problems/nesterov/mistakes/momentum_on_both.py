"""Your step is momentum * (g + buf). The gradient enters whole: g + momentum * buf."""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + g
        p[...] = p - lr * momentum * (g + b)
