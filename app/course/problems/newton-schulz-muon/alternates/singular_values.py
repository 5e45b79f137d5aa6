"""The polynomial on the singular values themselves, by a decomposition."""

import numpy as np


def quintic(s):
    return 3.4445 * s - 4.7750 * s**3 + 2.0315 * s**5


def newton_schulz(matrix, steps=5, eps=1e-7):
    u, s, vt = np.linalg.svd(matrix, full_matrices=False)
    s = s / max(np.sqrt(s @ s), eps)
    for _ in range(steps):
        s = quintic(s)
    return (u * s) @ vt


def muon_step(params, grads, momenta, lr=0.02, momentum=0.95, nesterov=True, steps=5, eps=1e-7):
    for i in range(len(params)):
        np.copyto(momenta[i], momentum * momenta[i] + (1 - momentum) * grads[i])
        update = momenta[i]
        if nesterov:
            update = momentum * update + (1 - momentum) * grads[i]
        rows, columns = params[i].shape
        scale = np.sqrt(rows / columns) if rows > columns else 1.0
        np.subtract(params[i], lr * scale * newton_schulz(update, steps, eps), out=params[i])
