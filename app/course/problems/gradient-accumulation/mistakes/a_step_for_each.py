"""You take a step for every micro-batch. They are added up first; then there is one step."""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        for grads in micro_grads:
            v[...] = momentum * v + grads[i]
            p[...] = p - lr * v
        continue
        g = v
        v[...] = momentum * v + g
        p[...] = p - lr * v
