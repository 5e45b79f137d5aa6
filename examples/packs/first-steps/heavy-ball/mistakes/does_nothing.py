"""Nothing changes. Change the numbers in the arrays themselves, as `v *= momentum` and `p += v` do."""


def heavy_ball_step(params, grads, velocities, lr=0.1, momentum=0.9):
    return None
