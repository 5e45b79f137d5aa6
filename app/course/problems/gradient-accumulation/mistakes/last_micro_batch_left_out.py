"""Your gradient has all micro-batches in it but the last. Every one belongs to the sum."""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = sum(count * grads[i] for count, grads in list(zip(counts, micro_grads))[:-1]) / total
        v[...] = momentum * v + g
        p[...] = p - lr * v
