"""Nothing changes. Write the new numbers into params, m and v."""


def qhadamw_step(
    params, grads, m, v, t, lr=1e-3, beta1=0.995, beta2=0.999, nu1=0.7, nu2=1.0, eps=1e-8, weight_decay=0.01
):
    return None
