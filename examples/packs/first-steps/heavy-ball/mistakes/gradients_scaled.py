"""The gradients are multiplied by `lr` in place, so whoever reads them next finds other numbers. Work on a copy."""


def heavy_ball_step(params, grads, velocities, lr=0.1, momentum=0.9):
    for p, g, v in zip(params, grads, velocities):
        g *= lr
        v *= momentum
        v -= g
        p += v
