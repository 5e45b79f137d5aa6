"""Plain Python over single numbers."""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        p_flat, b_flat = p.flat, b.flat
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            b_flat[k] = momentum * b_flat[k] + gradient
            p_flat[k] -= lr * b_flat[k]
