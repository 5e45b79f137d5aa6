"""Only the first tensor is updated. Does the function return inside the loop, or take the first entry of each list
alone? The update belongs to every tensor.
"""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = sum(count * grads[i] for count, grads in zip(counts, micro_grads)) / total
        v[...] = momentum * v + g
        p[...] = p - lr * v
        return None
