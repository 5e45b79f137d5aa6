"""Nothing changes: params and momenta are as they were, and newton_schulz returns its matrix. Does the loop write
into the arrays?
"""


def newton_schulz(matrix, steps=5, eps=1e-7):
    return matrix


def muon_step(params, grads, momenta, lr=0.02, momentum=0.95, nesterov=True, steps=5, eps=1e-7):
    return None
