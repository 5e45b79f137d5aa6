"""Your step is divided by the sum of squares itself. Take its square root first: only then does the scale of the
gradient cancel.
"""


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + (t - 1) * lr_decay)
    for p, g, s in zip(params, grads, sums):
        s[...] = s + g**2
        p[...] = p - rate * g / (s + eps)
