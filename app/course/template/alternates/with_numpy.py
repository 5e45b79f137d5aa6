import numpy as np


def square_step(params, lr=0.1):
    for p in params:
        np.subtract(p, lr * np.square(p), out=p)
