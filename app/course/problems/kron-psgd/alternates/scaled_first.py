"""The bound on a matrix that is scaled first, as libraries do, and triangles by index."""

import numpy as np


def bound(S):
    scale = np.abs(S).max()
    S = S / scale
    x = S[(S * S).sum(axis=1).argmax()] @ S
    return scale * np.linalg.norm((x / np.linalg.norm(x)) @ S)


def kron_psgd_step(params, grads, noise, Q_left, Q_right, lr=3e-3, precond_lr=0.1):
    for p, G, V, Q_L, Q_R in zip(params, grads, noise, Q_left, Q_right):
        A, B = Q_L @ G @ Q_R.T, np.linalg.inv(Q_L).T @ V @ np.linalg.inv(Q_R)
        for Q, a, b in ((Q_L, A, B), (Q_R, A.T, B.T)):
            d = a @ a.T - b @ b.T
            d[np.tril_indices(len(Q), -1)] = 0
            Q -= precond_lr / bound(a @ a.T + b @ b.T) * (d @ Q)
        p -= lr * (Q_L.T @ Q_L) @ G @ (Q_R.T @ Q_R)
