"""Plain Python over single numbers."""


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        flat = p.flat
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            flat[k] -= lr * gradient
