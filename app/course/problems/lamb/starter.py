class Lamb:
    """LAMB for tensors that are told apart by name. One counter, moved on by end_iteration, serves all of them."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.01, bias_correction=True):
        self.lr = lr

    def step(self, name, shape, param, grad):
        """One step of the tensor called `name`: changes the flat array `param` in place and returns None."""
        raise NotImplementedError("write the update of one tensor here")

    def end_iteration(self):
        """To be called once all tensors have made their step."""
