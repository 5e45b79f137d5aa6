"""Everything from the old values first, written back at the end."""

import numpy as np


def bound(S):
    row = max(S, key=lambda row: float(np.dot(row, row)))
    x = np.dot(row, S)
    x = x * (1 / np.sqrt(np.dot(x, x)))
    y = np.dot(x, S)
    return np.sqrt(np.dot(y, y))


def moved(Q, first, second, rate):
    plus = np.dot(first, first.T) + np.dot(second, second.T)
    minus = np.dot(first, first.T) - np.dot(second, second.T)
    upper = np.where(np.tri(len(Q), k=-1, dtype=bool), 0.0, minus)
    return np.dot(np.eye(len(Q)) - rate * upper / bound(plus), Q)


def kron_psgd_step(params, grads, noise, Q_left, Q_right, lr=3e-3, precond_lr=0.1):
    for p, G, V, Q_L, Q_R in zip(params, grads, noise, Q_left, Q_right):
        A = np.einsum("ij,jk,lk->il", Q_L, G, Q_R)
        B = np.linalg.inv(Q_L.T) @ V @ np.linalg.inv(Q_R)
        new_L, new_R = moved(Q_L, A, B, precond_lr), moved(Q_R, A.T, B.T, precond_lr)
        np.copyto(Q_L, new_L)
        np.copyto(Q_R, new_R)
        np.copyto(p, p - lr * (new_L.T @ new_L) @ G @ (new_R.T @ new_R))
