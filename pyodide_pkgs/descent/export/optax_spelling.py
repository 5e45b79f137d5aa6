"""How jax.numpy writes operations, where it differs from NumPy: settings and the step may be traced arrays there."""

from typing import ClassVar

from descent.export.precedence import Text, call
from descent.export.spelling import Spelling
from descent.export.value import Value


class OptaxSpelling(Spelling):
    """As jax.numpy writes operations; nothing but constants and sizes is a Python number."""

    module = "jnp"
    renamed: ClassVar[dict[str, str]] = {"atan2": "arctan2", "asin": "arcsin", "acos": "arccos", "atan": "arctan"}

    def is_plain_input(self, name: str) -> bool:
        """Whether an input is given as a Python number: none is, as `inject_hyperparams` makes arrays of settings."""
        return False

    def write(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The text of one operation; `not` is a function, as a comparison of settings may be a Python truth."""
        if value.op == "logical_not" and not all(plain):
            return call("jnp.logical_not", *args)
        return super().write(value, args, plain)

    def write_astype(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """Another dtype; a number has no method for it."""
        if value.shape:
            return super().write_astype(value, args, plain)
        return call("jnp.asarray", args[0], {"float": "p.dtype", "bool": "bool", "int": "int"}[value.dtype])
