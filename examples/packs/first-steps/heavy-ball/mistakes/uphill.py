"""The ball climbs: the velocity takes the gradient with a plus. It falls against the gradient."""


def heavy_ball_step(params, grads, velocities, lr=0.1, momentum=0.9):
    for p, g, v in zip(params, grads, velocities):
        v *= momentum
        v += lr * g
        p += v
