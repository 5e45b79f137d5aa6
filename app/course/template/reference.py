def square_step(params, lr=0.1):
    for p in params:
        p -= lr * p**2
