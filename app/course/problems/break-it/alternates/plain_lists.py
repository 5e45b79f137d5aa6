"""Lists of numbers instead of arrays, without NumPy."""


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    tiny = [eps * (k + 1) / size for k in range(size)]
    large = [(-1.0) ** k * (k + 1) for k in range(size)]
    return [tiny, large, *([0.0] * size for _ in range(8))]
