"""Your velocity is an average, with 1 - momentum before the gradient. In this rule it is a sum: momentum * v + g."""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = sum(count * grads[i] for count, grads in zip(counts, micro_grads)) / total
        v[...] = momentum * v + (1 - momentum) * g
        p[...] = p - lr * v
