"""A heavy ball (Polyak 1964): the source of all expected values."""


def heavy_ball_step(params, grads, velocities, lr=0.1, momentum=0.9):
    for p, g, v in zip(params, grads, velocities):
        v *= momentum
        v -= lr * g
        p += v
