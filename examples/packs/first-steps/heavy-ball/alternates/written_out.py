def heavy_ball_step(params, grads, velocities, lr=0.1, momentum=0.9):
    for place in range(len(params)):
        velocities[place][...] = momentum * velocities[place] - lr * grads[place]
        params[place][...] = params[place] + velocities[place]
