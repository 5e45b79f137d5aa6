def adafactor_step(params, grads, rows, columns, t, lr=1e-2, beta2_decay=-0.8, eps1=1e-30, eps2=1e-3, clip=1.0):
    """One step of Adafactor. Changes params, rows and columns in place and returns None.

    rows, columns  of a matrix: the averages of g^2 along each row and each column, flat; of a vector: V and None
    t              the step, 1 at the first
    """
    raise NotImplementedError("write the update of rows, columns and params here")
