def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    """One step of momentum over all micro-batches. Changes params and velocity in place and returns None.

    params       the tensors to be updated              lr        the learning rate
    micro_grads  a list of gradients per micro-batch,   momentum  how slowly the velocity forgets
                 each of a mean over its examples
    counts       examples per micro-batch
    velocity     one array per tensor
    """
    raise NotImplementedError("average the gradients over all examples, then take one step")
