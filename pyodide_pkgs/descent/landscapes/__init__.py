r"""One file per landscape of two coordinates; its name is the public name.

    value(x, xp)       `(runs,)`
    gradient(x, xp)    `(runs, 2)`, exact
    LANDSCAPE = Landscape(value, gradient, ...)    what is known of it: `descent.spec.Landscape` lists the fields

`x` is `(runs, 2)`, of float64 or float32, and the answers are of its dtype; it is not changed. Row i depends on row i
alone. Both also take complex `x` where the landscape is `analytic`, which it is unless it says otherwise: no absolute
value, no comparison.

    '''A bowl, four times as steep in y.'''

    from descent.arrays import columns
    from descent.spec import Landscape


    def value(x, xp):
        a, b = x[:, 0], x[:, 1]
        return a * a + 4 * b * b


    def gradient(x, xp):
        a, b = x[:, 0], x[:, 1]
        return columns(2 * a, 8 * b, xp=xp)


    LANDSCAPE = Landscape(
        value,
        gradient,
        window=((-3, 3), (-3, 3)),
        start=(-2, 2),
        minima=((0, 0),),
        least=0,
        formula="f(x, y) = x^2 + 4 y^2",
        title="Steep bowl",
        tags=("convex",),
        stable_lr=0.25,
        curvature=(2, 8),
    )

`curvature` and `stable_lr`, 2 over the larger eigenvalue, are those of the Hessian at the first minimum; without
minima, or where it has no Hessian, they are left out. Then `optimizer-playground refresh NAME` stores the range.
"""
