def soap_step(
    params, grads, m, v, left, right, Q_left, Q_right, t, lr=3e-3, beta1=0.95, beta2=0.95, shampoo_beta=0.95, eps=1e-8
):
    """One step of SOAP with given bases. Changes params, m, v, left and right in place and returns None.

    m, v             moments of the gradient as seen in the bases
    left, right      averages of G G^T and G^T G
    Q_left, Q_right  the bases, vectors as columns, read only
    """
    raise NotImplementedError("write the update of m, v, params, left and right here")
