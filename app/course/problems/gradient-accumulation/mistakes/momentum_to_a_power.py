"""Your velocity is multiplied by momentum once for every micro-batch, and the gradient is added at the end. It
forgets once a step.
"""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = sum(count * grads[i] for count, grads in zip(counts, micro_grads)) / total
        v[...] = momentum ** len(counts) * v + g
        p[...] = p - lr * v
