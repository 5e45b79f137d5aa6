"""Your velocity contains the learning rate. While lr stays the same, params come out right, but velocity takes in the
gradient alone; lr belongs to the step.
"""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = sum(count * grads[i] for count, grads in zip(counts, micro_grads)) / total
        v[...] = momentum * v + lr * g
        p[...] = p - v
