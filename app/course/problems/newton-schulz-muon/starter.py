def newton_schulz(matrix, steps=5, eps=1e-7):
    """A matrix with the singular vectors of `matrix` and singular values near 1."""
    raise NotImplementedError("write the iteration here")


def muon_step(params, grads, momenta, lr=0.02, momentum=0.95, nesterov=True, steps=5, eps=1e-7):
    """One step of Muon on lists of matrices. Changes params and momenta in place and returns None."""
    raise NotImplementedError("write the update of momenta and params here")
