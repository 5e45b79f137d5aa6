"""Your params and velocity are right, but the gradients have changed: somewhere they are added up or scaled in
place (+=, *=). Start the sum from a new array.
"""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = micro_grads[0][i]
        g *= counts[0]
        for count, grads in zip(counts[1:], micro_grads[1:]):
            g += count * grads[i]
        g = g / total
        v[...] = momentum * v + g
        p[...] = p - lr * v
