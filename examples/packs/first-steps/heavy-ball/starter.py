def heavy_ball_step(params, grads, velocities, lr=0.1, momentum=0.9):
    """One step of a heavy ball. Changes params and velocities in place and returns None."""
    raise NotImplementedError("change the velocities first, then the parameters")
