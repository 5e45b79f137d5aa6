"""The velocity is made anew from this gradient alone, so nothing rolls on. Keep `momentum` times the old one."""


def heavy_ball_step(params, grads, velocities, lr=0.1, momentum=0.9):
    for p, g, v in zip(params, grads, velocities):
        v[...] = -lr * g
        p += v
