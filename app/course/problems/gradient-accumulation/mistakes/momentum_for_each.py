"""Your velocity forgets once for every micro-batch. It forgets once a step."""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        for count, grads in zip(counts, micro_grads):
            v[...] = momentum * v + count * grads[i] / total
        p[...] = p - lr * v
