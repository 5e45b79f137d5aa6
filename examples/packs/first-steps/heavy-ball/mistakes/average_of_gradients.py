"""The gradient is weighted by 1 - momentum, as in an average. A heavy ball takes all of `lr * g` at every step."""


def heavy_ball_step(params, grads, velocities, lr=0.1, momentum=0.9):
    for p, g, v in zip(params, grads, velocities):
        v *= momentum
        v -= (1 - momentum) * lr * g
        p += v
