"""Only the first micro-batch has an effect. Every micro-batch belongs to the step."""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = micro_grads[0][i]
        v[...] = momentum * v + g
        p[...] = p - lr * v
