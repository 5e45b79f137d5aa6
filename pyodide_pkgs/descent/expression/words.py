"""The names that may be typed: constants and functions, each with what it is on one number."""

import math
from collections.abc import Callable

CONSTANTS = {"pi": math.pi, "tau": math.tau, "e": math.e}
# Name typed: name in `functions`, the same on one number.
SMOOTH: dict[str, tuple[str, Callable[[float], float]]] = {
    "sin": ("sin", math.sin),
    "cos": ("cos", math.cos),
    "tan": ("tan", math.tan),
    "exp": ("exp", math.exp),
    "log": ("log", math.log),
    "ln": ("log", math.log),
    "sinh": ("sinh", math.sinh),
    "cosh": ("cosh", math.cosh),
    "tanh": ("tanh", math.tanh),
    "atan": ("atan", math.atan),
    "arctan": ("atan", math.atan),
}
KINKED: dict[str, tuple[str, Callable[[float], float]]] = {"sqrt": ("sqrt", math.sqrt), "abs": ("absolute", abs)}
STEPPED: dict[str, tuple[str, Callable[[float], float]]] = {
    "floor": ("floor", math.floor),
    "ceil": ("ceil", math.ceil),
    "sign": ("sign", lambda a: float((a > 0) - (a < 0))),
}
OF_ONE = {**SMOOTH, **KINKED, **STEPPED}
FUNCTIONS = (*OF_ONE, "min", "max", "where")
