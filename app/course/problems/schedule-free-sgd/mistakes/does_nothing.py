"""Nothing changes. Write the new numbers into params and z."""


def schedule_free_sgd_step(params, grads, z, t, lr=1.0, beta1=0.9, weight_decay=0.0, warmup=1):
    return None
