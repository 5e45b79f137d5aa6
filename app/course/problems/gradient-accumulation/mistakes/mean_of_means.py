"""Your gradient is the mean of the micro-batches' means, each with the same weight. A micro-batch counts with the
number of its examples.
"""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = sum(grads[i] for count, grads in zip(counts, micro_grads)) / len(counts)
        v[...] = momentum * v + g
        p[...] = p - lr * v
