r"""One file per update rule; its name is the public name. What every file here has, said once.

    init(p, xp, *, ...)               the state before the first step, a dict of arrays
    update(p, g, s, t, xp, *, ...)    the step, which the caller adds to `p`, and the new state
    view(p, s, t, xp, *, ...)         the point to evaluate, for the few rules where it is not `p`
    RULE = Rule(init, update, ...)    what the rule says of itself: `descent.spec.Rule` lists the fields

The positional arguments come in this order and have these names:

    p    the parameter, `(runs, *shape)`; `(runs, rows, columns)` for scope `matrix`
    g    its gradient, of the same shape
    s    the state that `init` or the last `update` gave
    t    the step, 1 at the first: a number, or an array that broadcasts against `p`
    xp   the array namespace: NumPy, torch, or any that follows the array API standard

After the star stand, by name, the hyperparameters, choices and further inputs that the function takes, without
defaults. A hyperparameter is a number or an array that broadcasts against `p`, one value per run on axis 0.

The step has the shape and dtype of `p`. The new state has the names, shapes and dtypes of the old one, each array with
the run axis first, of length `runs` or 1. Nothing that goes in is changed in place, the arrays of `s` included. Row i
of every result depends on row i alone, and nothing branches on the numbers in an array: `descent.arrays.choose` takes
the place of `if`. For scope `model`, `p`, `g` and the entries of `s` are lists, one array per tensor, and an entry that
is an array, `(runs,)`, is shared by all.

A rule to begin with, the smallest that has everything the tests ask for:

    '''Slow momentum: a decaying average of the gradients. A. Author 2025, arXiv:0000.00000.

        m ← β m + (1 - β) g        p ← p - lr · m

    `p`, `g` and `m` are `(runs, *shape)`.
    '''

    from descent.arrays import ema
    from descent.spec import Hyper, Rule


    def init(p, xp):
        return {"m": xp.zeros_like(p)}


    def update(p, g, s, t, xp, *, lr, beta):
        m = ema(s["m"], g, beta)
        return -lr * m, {"m": m}


    RULE = Rule(
        init,
        update,
        scope="element",
        hypers=(
            Hyper("lr", 1e-2, 1e-6, 10.0, scale="log", doc="learning rate"),
            Hyper("beta", 0.9, 0.0, 0.999, doc="decay of the average"),
        ),
        title="Slow momentum",
        family="momentum",
        symbols={r"\beta": "beta"},
        formula=r"m_t = \beta m_{t-1} + (1-\beta) g_t \\ p_t = p_{t-1} - \eta\, m_t",
        paper="Author 2025, arXiv:0000.00000",
        state_doc={"m": "average gradient"},
        traffic="20",
        related=("momentum",),
    )
"""
