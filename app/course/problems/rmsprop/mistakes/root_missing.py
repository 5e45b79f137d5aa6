"""Your step is divided by v itself. Take the square root first: only then does the scale of the gradient cancel."""


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i[...] = alpha * v_i + (1 - alpha) * g**2
        b[...] = momentum * b + g / (v_i + eps)
        p[...] = p - lr * b
