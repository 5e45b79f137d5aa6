"""Your params are right for one step, but buf is after the call as it was before. Write the new value into the array,
for the next step needs it.
"""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        velocity = momentum * b + g
        p[...] = p - lr * (g + momentum * velocity)
