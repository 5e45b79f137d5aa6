"""The numbers are right, but they are in new arrays that were put into the lists: whoever held the old ones sees no
change. Write into the arrays, as in p[...] = ...
"""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for i, g in enumerate(grads):
        m[i] = beta * m[i] + (1 - beta) * g
        params[i] = params[i] - lr * m[i]
