"""Nothing changes: the parameters are as they were after every step. Does step write into param, with param[...] =
or -=, or only into a variable of its own?
"""


class Lamb:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.01, bias_correction=True):
        self.lr = lr

    def step(self, name, shape, param, grad):
        return None

    def end_iteration(self):
        return None
