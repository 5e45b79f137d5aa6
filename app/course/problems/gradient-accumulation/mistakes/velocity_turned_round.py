"""Your velocity holds the negative: the gradient is subtracted from it, and velocity is added to the parameters. They
come out right, but velocity is to take in the gradient with a plus, and the step subtracts it.
"""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = sum(count * grads[i] for count, grads in zip(counts, micro_grads)) / total
        v[...] = momentum * v - g
        p[...] = p + lr * v
