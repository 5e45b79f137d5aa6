"""Nothing is returned. The function returns a list of gradients, arrays with `size` entries each."""


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    return None
