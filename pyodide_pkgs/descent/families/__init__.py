"""One file per family: `landscape(...)` makes a landscape from its parameters; the module's name is the public name.

Test functions of any dimension; problems with noise (their `sample` is the gradient a step sees, their `gradient` its
exact mean); one-dimensional counter-examples; losses over matrices and a small network (their `shapes`).
"""
