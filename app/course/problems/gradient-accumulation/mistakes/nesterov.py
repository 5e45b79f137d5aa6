"""Your step is that of Nesterov momentum, g + momentum * velocity. Here the parameters move by the velocity itself."""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = sum(count * grads[i] for count, grads in zip(counts, micro_grads)) / total
        v[...] = momentum * v + g
        p[...] = p - lr * (g + momentum * v)
