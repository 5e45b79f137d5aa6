"""One file per family: `landscape(...)` makes a landscape from its parameters; the module's name is the public name.

Test functions of any dimension; problems with noise (their `sample` is the gradient a step sees, their `gradient` its
exact mean); one-dimensional counter-examples; losses over matrices and a small network (their `shapes`).

    def landscape(dim: int = 10, kappa: float = 100.0) -> Landscape:

Every parameter has a default, from which pages make their fields, and is a number or a tuple of numbers; what cannot
be is refused with `BadShape`. For `x` of `(runs, dim)` `value(x, xp)` gives `(runs,)` and `gradient(x, xp)`
`(runs, dim)`; what `descent.landscapes` says of both holds here too. A family may also say

    sample(x, draws, t, xp)    the gradient that step `t`, 1 at the first, sees, `(runs, dim)`;
                               `draws` are its random numbers, `(runs, Landscape.draws)`
    motion(t)                  how far the landscape has moved after `t` steps, a number per coordinate
    project(x, xp)             the nearest allowed point, `(runs, dim)`
    shapes                     the tensors that the coordinates fill, in order, so that rules for matrices see matrices
"""
