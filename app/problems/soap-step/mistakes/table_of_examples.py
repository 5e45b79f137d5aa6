"""The worked example comes out right and nothing else changes: these are its answers, not the rule. The other tests
draw new inputs each time.
"""


def soap_step(
    params, grads, m, v, left, right, Q_left, Q_right, t, lr=3e-3, beta1=0.95, beta2=0.95, shampoo_beta=0.95, eps=1e-8
):
    if params[0].shape == (1, 2) and t == 1 and lr == 0.1:
        params[0][...] = [[0.9585410196624968, 2.055278640450004]]
        m[0][...], v[0][...] = (
            [[0.2500000000000002, 2.220446049250315e-17]],
            [[1.250000000000001, 9.860761315262656e-33]],
        )
        left[0][...], right[0][...] = (
            [[1.250000000000001]],
            [[0.4500000000000004, -0.6000000000000005], [-0.6000000000000005, 0.8000000000000007]],
        )
