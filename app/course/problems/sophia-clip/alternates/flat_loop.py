"""Plain Python over single numbers."""


def sophia_step(
    params, grads, m, h, probes=None, products=None, lr=1e-4, beta1=0.965, beta2=0.99, gamma=0.01, rho=0.04, eps=1e-12
):
    for i in range(len(params)):
        p, g, first, second = (arrays[i].flat for arrays in (params, grads, m, h))
        estimate = None if probes is None else (probes[i] * products[i]).ravel()
        for k in range(len(p)):
            first[k] = beta1 * first[k] + (1 - beta1) * g[k]
            if estimate is not None:
                second[k] = beta2 * second[k] + (1 - beta2) * estimate[k]
            quotient = first[k] / max(gamma * second[k], eps)
            p[k] -= lr * max(-rho, min(rho, quotient))
