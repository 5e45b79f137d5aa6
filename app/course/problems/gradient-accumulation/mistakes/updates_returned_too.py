"""Your numbers are right, but params and velocity are returned as well. A function that works in place returns
None, so that nobody takes the result for a copy.
"""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = sum(count * grads[i] for count, grads in zip(counts, micro_grads)) / total
        v[...] = momentum * v + g
        p[...] = p - lr * v
    return params, velocity
