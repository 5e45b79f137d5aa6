"""How torch writes operations, where it differs from NumPy; the learning rate and the step are tensors there."""

from typing import ClassVar

from descent.export.precedence import SUM, Text, call, joined
from descent.export.spelling import Cannot, Spelling
from descent.export.uniting import Counted
from descent.export.value import Value

_PLACED = {"dtype": "p.dtype", "device": "p.device"}


class TorchSpelling(Spelling):
    """As torch writes operations; what it has no word for raises `Cannot`."""

    module = "torch"
    axis, keepdims = "dim", "keepdim"
    renamed: ClassVar[dict[str, str]] = {"max": "amax", "min": "amin", "take_along_axis": "take_along_dim"}

    def is_plain_input(self, name: str) -> bool:
        """Whether an input is given as a Python number: `lr` and the step are tensors."""
        return name.startswith("hyper.") and name != "hyper.lr"

    def write_maximum(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The larger of a tensor and a tensor or number."""
        return self._bounded("maximum", "min", args, plain)

    def write_minimum(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The smaller of a tensor and a tensor or number."""
        return self._bounded("minimum", "max", args, plain)

    def _bounded(self, name: str, bound: str, args: list[Text], plain: list[bool]) -> Text:
        if not any(plain):
            return call(f"torch.{name}", *args)
        x, limit = (args[1], args[0]) if plain[0] else args
        return call("torch.clamp", x, **{bound: str(limit)})

    def write_clip(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """Between two bounds."""
        lower = self._bounded("maximum", "min", args[:2], plain[:2])
        return self._bounded("minimum", "max", [lower, args[2]], [False, plain[2]])

    def cast(self, x: Text, dtype: str) -> Text:
        """Of another dtype."""
        name = {"bool": "torch.bool", "int": "torch.int64"}.get(dtype, dtype)
        return Text(f"{x.within(15)}.to({name})")

    def write_norm(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """A norm."""
        order = value.attrs.get("ord", 2)
        given = None if order == 2 else self._order(order)
        return call("torch.linalg.vector_norm", args[0], ord=given, **self.along(value))

    def write_full(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """A tensor of one number."""
        shape = self.shape_text(value.attrs["shape"])
        if shape.endswith(".shape") and value.dtype == "float" and args[0].text in ("0", "1"):
            return call(f"torch.{'zeros' if args[0].text == '0' else 'ones'}_like", shape.removesuffix(".shape"))
        if not plain[0]:
            return call("torch.broadcast_to", args[0], shape)
        dtype = "torch.bool" if value.dtype == "bool" else "p.dtype"
        return call("torch.full", shape, args[0], dtype=dtype, device="p.device")

    write_full_like = write_full

    def write_eye(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The identity."""
        rows, columns = value.attrs["rows"], value.attrs["columns"]
        sides = [str(rows)] if rows == columns else [str(rows), str(columns)]
        return call("torch.eye", *sides, **_PLACED)

    def write_array(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """Numbers written out."""
        values = value.attrs["values"]
        if isinstance(values, Counted):
            return call("torch.arange", "1", joined("+", SUM, Text(str(values[0])), Text("1")), **_PLACED)
        made = super().write_array(value, args, plain).text
        return Text(
            made.replace("torch.array(", "torch.tensor(").replace(", p.dtype)", ", dtype=p.dtype, device=p.device)")
        )

    def write_permute_dims(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """Axes in another order."""
        return call("torch.permute", args[0], str(value.attrs["axes"]))

    def write_index(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """A part; torch has no steps backwards."""
        if any(
            isinstance(one, list | tuple) and isinstance(one[2], int) and one[2] < 0 for one in value.attrs["index"]
        ):
            raise Cannot("a slice with a negative step")
        return super().write_index(value, args, plain)

    def write_concat(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """One after another, or stacked."""
        name = "torch.cat" if value.op == "concat" else "torch.stack"
        return call(name, f"[{', '.join(map(str, args))}]", **self.along(value))

    write_stack = write_concat

    def write_flip(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """An axis backwards."""
        return call("torch.flip", args[0], f"({value.attrs['axis']},)")

    def write_roll(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """An axis turned."""
        return call("torch.roll", args[0], str(value.attrs["shift"]), str(value.attrs["axis"]))

    def write_sort(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """Sorted."""
        return Text(f"{call('torch.sort', args[0], **self.along(value))}.values")

    def write_var(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The variance, or its root."""
        return call(f"torch.{value.op}", args[0], **self.along(value), correction=str(value.attrs["correction"]))

    write_std = write_var
