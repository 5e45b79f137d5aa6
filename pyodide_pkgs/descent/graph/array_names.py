"""What NumPy and torch call the operations of an array, beside the functions of the namespace."""

OPERATORS = {
    "add": "add",
    "subtract": "subtract",
    "multiply": "multiply",
    "divide": "divide",
    "true_divide": "divide",
    "floor_divide": "floor_divide",
    "remainder": "remainder",
    "power": "power",
    "matmul": "matmul",
    "less": "less",
    "less_equal": "less_equal",
    "greater": "greater",
    "greater_equal": "greater_equal",
    "equal": "equal",
    "not_equal": "not_equal",
    "logical_and": "logical_and",
    "logical_or": "logical_or",
    "logical_xor": "logical_xor",
    "bitwise_and": "logical_and",
    "bitwise_or": "logical_or",
    "bitwise_xor": "logical_xor",
}
"""Functions of two values that are operators, by the name that NumPy has for them."""

METHODS = {
    name: name
    for name in ("sum", "mean", "max", "min", "prod", "all", "any", "var", "std", "reshape", "astype", "clip", "argmax")
} | {
    "argmin": "argmin",
    "argsort": "argsort",
    "copy": "_same",
    "item": "_item",
    "tolist": "_item",
    "squeeze": "squeeze",
    "transpose": "permute_dims",
    "swapaxes": "swapaxes",
    "cumsum": "cumsum",
    "flatten": "_flat",
    "ravel": "_flat",
    "dot": "dot",
    "trace": "trace",
    "diagonal": "diagonal",
    "round": "round",
    "conj": "_same",
    "to": "_same",
    "square": "square",
    "sqrt": "sqrt",
    "abs": "abs",
    "pow": "pow",
    "exp": "exp",
    "norm": "_norm",
}
"""Methods that arrays of NumPy or torch have, and the functions that they are."""
