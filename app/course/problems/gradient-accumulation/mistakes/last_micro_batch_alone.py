"""Only the last micro-batch has an effect: each overwrites the one before. Add them up."""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = micro_grads[-1][i]
        v[...] = momentum * v + g
        p[...] = p - lr * v
