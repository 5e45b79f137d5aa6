def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    """A list of at most 10 gradients, arrays with `size` entries, on which the Adam with this fault goes astray."""
    raise NotImplementedError("choose gradients that bring out the fault")
