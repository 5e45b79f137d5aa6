def sophia_step(
    params, grads, m, h, probes=None, products=None, lr=1e-4, beta1=0.965, beta2=0.99, gamma=0.01, rho=0.04, eps=1e-12
):
    """One step of Sophia on lists of arrays. Changes params, m and h in place and returns None.

    probes, products  u and H u, one array per tensor, or None at a step without a new estimate
    gamma, eps        the denominator is max(gamma * h, eps)
    rho               the longest step, in units of lr
    """
    raise NotImplementedError("write the update of m, h and params here")
