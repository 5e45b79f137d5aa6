"""NumPy's functions with their arguments, as an editor offers them after `np.`; read from NumPy itself."""

import inspect
from functools import cache
from types import ModuleType
from typing import Any

import numpy

OF_EVERY_UFUNC = ("out", "where", "casting", "order", "dtype", "subok", "signature", "axes", "axis", "keepdims")


@cache
def numpy_names() -> dict[str, str]:
    """The arguments of each public function of `numpy` and `numpy.linalg` by its name, such as `linalg.norm`."""
    found: dict[str, str] = {}
    for module, before in ((numpy, ""), (numpy.linalg, "linalg.")):
        for name in sorted(set(module.__all__)):
            value = getattr(module, name)
            if callable(value) and not isinstance(value, type | ModuleType):
                found[before + name] = arguments(value)
    return found


def arguments(function: Any) -> str:
    """The signature, without what every universal function takes besides; empty where Python knows none."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return ""
    kept = list(signature.parameters.values())
    if isinstance(function, numpy.ufunc):
        kept = [one for one in kept if one.name not in OF_EVERY_UFUNC]
    return str(signature.replace(parameters=kept))
