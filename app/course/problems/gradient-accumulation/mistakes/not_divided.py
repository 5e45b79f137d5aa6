"""Your gradient is a sum: it grows with the number of examples. Divide by the number of all examples."""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = sum(count * grads[i] for count, grads in zip(counts, micro_grads))
        v[...] = momentum * v + g
        p[...] = p - lr * v
