"""Your step is the gradient divided by lr. The learning rate is a factor: a smaller one gives a smaller step."""


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        p[...] = p - g / lr
