def schedule_free_step(params, grads, z, v, t, lr=0.0025, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    """One step on lists of arrays: params hold y, z the fast iterate, v the second moment. In place, returns None."""
    raise NotImplementedError("write the update of v, z and params here")


def averages(params, z, beta1=0.9):
    """A list of new arrays: the average x of every tensor."""
    raise NotImplementedError("get x back from y and z here")
