def schedule_free_sgd_step(params, grads, z, t, lr=1.0, beta1=0.9, weight_decay=0.0, warmup=1):
    """One step of schedule-free SGD on lists of arrays. Changes params and z in place and returns None.

    params  the points y, where the gradients   t             the step, 1 at the first
            were taken                          lr            the learning rate after the warm-up
    grads   the gradients, read only            beta1         the share of the average in y
    z       the fast iterates                   weight_decay  added to the gradient, times y
                                                warmup        steps until lr is reached, 1 for none
    """
    raise NotImplementedError("find the share c and the learning rate of this step, then move params and z")
