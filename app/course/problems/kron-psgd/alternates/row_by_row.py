"""The triangle row by row, and products by np.matmul."""

import numpy as np


def bound(S):
    x = S[np.argmax([np.linalg.norm(row) for row in S])] @ S
    return np.linalg.norm(x @ S) / np.linalg.norm(x)


def fit(Q, a, b, rate):
    plus, minus = np.matmul(a, a.T) + np.matmul(b, b.T), np.matmul(a, a.T) - np.matmul(b, b.T)
    scale = rate / bound(plus)
    old = Q.copy()
    for k in range(len(Q)):
        Q[k] = old[k] - scale * minus[k, k:] @ old[k:]


def kron_psgd_step(params, grads, noise, Q_left, Q_right, lr=3e-3, precond_lr=0.1):
    for i in range(len(params)):
        left, right = Q_left[i], Q_right[i]
        a = np.matmul(np.matmul(left, grads[i]), right.T)
        b = np.linalg.solve(left.T, noise[i]) @ np.linalg.inv(right)
        fit(left, a, b, precond_lr)
        fit(right, a.T, b.T, precond_lr)
        params[i] -= lr * np.linalg.multi_dot([left.T, left, grads[i], right.T, right])
