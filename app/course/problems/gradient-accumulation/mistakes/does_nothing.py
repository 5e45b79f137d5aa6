"""Nothing changes. Write the new numbers into params and velocity."""


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    return None
