"""Nothing changes. Write the new numbers into params, Q_left and Q_right."""


def kron_psgd_step(params, grads, noise, Q_left, Q_right, lr=3e-3, precond_lr=0.1):
    return None
