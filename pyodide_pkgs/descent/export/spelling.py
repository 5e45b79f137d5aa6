"""How an array library writes each operation: the base is what NumPy and jax.numpy share; torch differs in its module.

A value is *plain* where it is a Python number: constants, hyperparameters, and in NumPy the step.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from descent.export.digits import written
from descent.export.precedence import (
    ATOM,
    BITS,
    NOT,
    OPERATORS,
    PRODUCT,
    SUM,
    TERNARY,
    UNARY,
    WORDS,
    Text,
    call,
    joined,
    negative,
    power,
)
from descent.export.uniting import Counted
from descent.export.value import Value

MATH = {"sqrt", "exp", "expm1", "log", "log1p", "log2", "log10", "sin", "cos", "tan", "sinh", "cosh", "tanh"} | {
    *("asin", "acos", "atan", "atan2", "hypot", "copysign", "floor", "ceil", "trunc", "isfinite", "isinf", "isnan"),
}


class Cannot(Exception):
    """An operation that this library has no spelling for; the text names it."""


class Spelling:
    """Writes one operation on texts that are written already."""

    module = "np"
    axis, keepdims = "axis", "keepdims"
    renamed: ClassVar[dict[str, str]] = {}
    fixed: frozenset[str] = frozenset()
    """Names that are never taken again: what is changed in place."""

    def called(self, name: str) -> str:
        """How a name stands in an expression."""
        return name

    def is_plain(self, value: Value, known: dict[int, bool]) -> bool:
        """Whether the value is a Python number; `known` remembers."""
        if id(value) not in known:
            if value.op == "input":
                known[id(value)] = self.is_plain_input(value.attrs["name"])
            else:
                known[id(value)] = not value.shape and all(self.is_plain(arg, known) for arg in value.args)
                if value.op in ("array", "eye"):
                    known[id(value)] = False
        return known[id(value)]

    def is_plain_input(self, name: str) -> bool:
        """Whether an input is given as a Python number."""
        return name == "t" or name.startswith("hyper.")

    def write(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The text of one operation."""
        op = value.op
        if op == "constant":
            found = value.attrs["value"]
            if isinstance(found, Text):
                return found
            text = written(found)
            return Text(text, UNARY if text.startswith("-") else ATOM if "/" not in text else PRODUCT)
        if op in OPERATORS:
            return joined(*OPERATORS[op], *args)
        if op in ("power", "pow"):
            return power(*args)
        if op == "square":
            return power(args[0], Text("2"))
        if op == "negative":
            return negative(args[0])
        if op == "finfo":
            return call("float", f"{self.finfo}.{value.attrs['of']}")
        if all(plain) and args and not value.shape:
            return self.on_numbers(op, args, value)
        if op in BITS:
            return joined(*BITS[op], *args)
        if op == "logical_not":
            return Text(f"~{args[0].within(UNARY)}", UNARY)
        special: Callable[..., Text] | None = getattr(self, f"write_{op}", None)
        if special is not None:
            return special(value, args, plain)
        return call(f"{self.module}.{self.renamed.get(op, op)}", *args, **self.along(value))

    @property
    def finfo(self) -> str:
        """The limits of the parameter's dtype."""
        return f"{self.module}.finfo(p.dtype)"

    def on_numbers(self, op: str, args: list[Text], value: Value) -> Text:
        """An operation on Python numbers."""
        if op in ("maximum", "minimum"):
            return call(op[:3], *args)
        if op == "clip":
            return call("min", call("max", args[0], args[1]), args[2])
        if op == "where":
            return Text(f"{args[1].within(1)} if {args[0].within(1)} else {args[2].within(0)}", TERNARY)
        if op in WORDS:
            return joined(*WORDS[op], *args)
        if op == "logical_not":
            return Text(f"not {args[0].within(NOT)}", NOT)
        if op in ("abs", "round"):
            return call(op, *args)
        if op == "astype":
            return call({"float": "float", "bool": "bool", "int": "int"}[value.dtype], *args)
        if op == "sign":
            return Text(f"({args[0]} > 0) - ({args[0]} < 0)", SUM)
        if op in MATH:
            return call(f"math.{op}", *args)
        raise Cannot(f"{op} of a number")

    def along(self, value: Value) -> dict[str, str | None]:
        """The keywords for axes."""
        found: dict[str, str | None] = {}
        axis = value.attrs.get("axis")
        if axis is not None:
            found[self.axis] = str(axis[0] if isinstance(axis, tuple) and len(axis) == 1 else axis)
        if value.attrs.get("keepdims"):
            found[self.keepdims] = "True"
        if value.attrs.get("k"):
            found["k"] = str(value.attrs["k"])
        return found

    def shape_text(self, sides: Any) -> str:
        """A shape as a tuple."""
        if isinstance(sides, Text):
            return sides.text
        return f"({', '.join(map(str, sides))}{',' if len(sides) == 1 else ''})"

    # What is written unlike its name. Each takes the value, the texts of its arguments, and which are plain.

    def write_where(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """A choice by entry; by a plain condition it is Python's."""
        if plain[0]:
            return self.on_numbers("where", args, value)
        chosen = call(f"{self.module}.where", *args)
        if plain[1] and plain[2] and value.dtype == "float":
            return self.cast(chosen, "p.dtype")
        return chosen

    def write_astype(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """Another dtype."""
        dtype = {"float": "p.dtype", "bool": "bool", "int": "int"}[value.dtype]
        return self.cast(args[0], dtype)

    def cast(self, x: Text, dtype: str) -> Text:
        """Of another dtype."""
        return Text(f"{x.within(ATOM)}.astype({dtype})")

    def write_norm(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """A norm."""
        order = value.attrs.get("ord", 2)
        return call(
            f"{self.module}.linalg.norm", args[0], ord=None if order == 2 else self._order(order), **self.along(value)
        )

    def _order(self, order: Any) -> str:
        return f"{self.module}.inf" if order == "inf" else str(order)

    def write_rms(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The root mean square."""
        squared = power(args[0], Text("2"))
        return call(f"{self.module}.sqrt", call(f"{self.module}.mean", squared, **self.along(value)))

    def write_full(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """An array of one number."""
        shape = self.shape_text(value.attrs["shape"])
        if shape.endswith(".shape") and value.dtype == "float" and args[0].text in ("0", "1"):
            return call(
                f"{self.module}.{'zeros' if args[0].text == '0' else 'ones'}_like", shape.removesuffix(".shape")
            )
        return call(f"{self.module}.full", shape, args[0], self.dtype_of(value))

    write_full_like = write_full

    def write_broadcast_to(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """A larger shape."""
        if plain[0]:
            return self.write_full(value, args, plain)
        return call(f"{self.module}.broadcast_to", args[0], self.shape_text(value.attrs["shape"]))

    def dtype_of(self, value: Value) -> str:
        """The dtype of a new array."""
        return "bool" if value.dtype == "bool" else "p.dtype"

    def write_eye(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The identity."""
        rows, columns = value.attrs["rows"], value.attrs["columns"]
        if rows == columns:
            return call(f"{self.module}.eye", str(rows), dtype="p.dtype")
        return call(f"{self.module}.eye", str(rows), str(columns), dtype="p.dtype")

    def write_array(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """Numbers written out."""
        values = value.attrs["values"]
        if isinstance(values, Counted):
            return call(
                f"{self.module}.arange", "1", joined("+", SUM, Text(str(values[0])), Text("1")), dtype="p.dtype"
            )
        numbers = f"[{', '.join(written(one) for one in values)}]"
        made = call(f"{self.module}.array", numbers, self.dtype_of(value))
        shape = value.attrs["shape"]
        return made if len(shape) == 1 else Text(f"{made}.reshape{self.shape_text(tuple(shape))}")

    def write_reshape(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """Another shape."""
        return call(f"{self.module}.reshape", args[0], self.shape_text(value.attrs["shape"]))

    def write_permute_dims(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """Axes in another order."""
        return call(f"{self.module}.transpose", args[0], str(value.attrs["axes"]))

    def write_index(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """A part."""
        index = [_entry(one) for one in value.attrs["index"]]
        while len(index) > 1 and index[-1] == ":":
            index.pop()
        return Text(f"{args[0].within(ATOM)}[{', '.join(index)}]")

    def write_concat(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """One after another."""
        return call(f"{self.module}.{value.op}", f"[{', '.join(map(str, args))}]", **self.along(value))

    write_stack = write_concat

    def write_roll(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """An axis turned."""
        return call(f"{self.module}.roll", args[0], str(value.attrs["shift"]), **self.along(value))

    def write_matrix_transpose(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """Rows and columns exchanged."""
        return Text(f"{args[0].within(ATOM)}.mT")

    def write_diagonal(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The diagonal."""
        return call(f"{self.module}.diagonal", args[0])

    def write_argsort(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The order, equal ones as they stand."""
        return call(f"{self.module}.argsort", args[0], **self.along(value), stable="True")

    def write_cumulative_sum(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The sums so far."""
        return call(f"{self.module}.cumsum", args[0], **self.along(value))

    def write_var(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The variance, or its root."""
        correction = value.attrs["correction"] or None
        return call(f"{self.module}.{value.op}", args[0], **self.along(value), ddof=correction and str(correction))

    write_std = write_var

    def write_eigh(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """Eigenvalues and eigenvectors."""
        return Text(f"{self.module}.linalg.eigh({args[0]})")

    def write_svd(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The singular value decomposition."""
        return Text(f"{self.module}.linalg.svd({args[0]}, full_matrices=False)")

    def write_qr(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The orthonormal and the triangular factor."""
        return Text(f"{self.module}.linalg.qr({args[0]})")

    def write_solve(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The solution of A X = B."""
        return call(f"{self.module}.linalg.solve", *args)

    def write_inv(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The inverse."""
        return call(f"{self.module}.linalg.inv", *args)

    def write_sign(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """-1, 0 or 1."""
        return call(f"{self.module}.sign", *args)


def _entry(one: Any) -> str:
    if one == "new":
        return "None"
    if one == "all":
        return ":"
    if isinstance(one, int | str):
        return str(one)
    start, stop, step = one
    first = "" if start == 0 and (not isinstance(step, int) or step > 0) else str(start)
    last = "" if isinstance(stop, int) and stop < 0 else str(stop)
    return f"{first}:{last}" + ("" if step == 1 else f":{step}")
