"""Linear systems instead of inverses, and one function for a pair of factors."""

import numpy as np


def largest(S):
    lengths = np.linalg.norm(S, axis=1)
    x = S[int(lengths.argmax())]
    x = x / np.linalg.norm(x) @ S
    x /= np.linalg.norm(x)
    return np.linalg.norm(x @ S)


def kron_psgd_step(params, grads, noise, Q_left, Q_right, lr=3e-3, precond_lr=0.1):
    for i, (G, V) in enumerate(zip(grads, noise)):
        left, right = Q_left[i], Q_right[i]
        A = left @ G @ right.T
        B = np.linalg.solve(left.T, np.linalg.solve(right.T, V.T).T)
        steps = []
        for Q, a, b in ((left, A @ A.T, B @ B.T), (right, A.T @ A, B.T @ B)):
            steps.append(precond_lr * np.triu(a - b) @ Q / largest(a + b))
        left -= steps[0]
        right -= steps[1]
        params[i] -= lr * (left.T @ (left @ G @ right.T) @ right)
