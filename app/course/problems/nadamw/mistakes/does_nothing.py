"""Nothing changes. Write the new numbers into params, m and v."""


def nadamw_step(params, grads, m, v, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return None
