"""You return new lists and leave params and velocity as they were. The function works in place: write into the
arrays that it is given, and return None.
"""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    new_params, new_velocity = [], []
    total = sum(counts)
    for i, (p, v) in enumerate(zip(params, velocity)):
        g = sum(count * grads[i] for count, grads in zip(counts, micro_grads)) / total
        new_velocity.append(momentum * v + g)
        new_params.append(p - lr * new_velocity[-1])
    return new_params, new_velocity
