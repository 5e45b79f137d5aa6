"""Nothing changed: the arrays in params are as they were. Write the new numbers into them."""


def square_step(params, lr=0.1):
    pass
