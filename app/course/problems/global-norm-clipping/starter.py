def clip_global_norm(grads, max_norm, eps=0.0):
    """The norm of all gradients together, which are scaled in place so that it is at most max_norm.

    grads     arrays of any shape, or None where a tensor has no gradient
    max_norm  the largest norm that is left as it is
    eps       added to the norm in the denominator
    """
    raise NotImplementedError("measure the gradients here, and shorten them where they are too long")
