"""Your buf contains the learning rate: it sums lr * g. While lr stays the same, params come out right, but buf holds
the gradients alone; lr belongs to the step.
"""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + lr * g
        p[...] = p - (lr * g + momentum * b)
