"""Functions of the traced namespace for matrices, and what NumPy has beside them."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from descent.graph.namespace.core import Core
from descent.graph.symbol import apply


class Matrices(Core):
    """Triangles and diagonals; products that would take runs together are refused."""

    def triu(self, x: Any, k: int = 0) -> Any:
        """The upper triangle."""
        return apply(self._tape, "triu", x, k=int(k))

    def tril(self, x: Any, k: int = 0) -> Any:
        """The lower triangle."""
        return apply(self._tape, "tril", x, k=int(k))

    def dot(self, *_: Any, **__: Any) -> Any:
        """Not of arrays with runs: refused with the way out."""
        raise self._tape.refusal("xp.dot takes runs together; write xp.sum(x * y, axis=..., keepdims=True), or x @ y")

    vdot = inner = outer = tensordot = einsum = dot

    def trace(self, x: Any) -> Any:
        """The sum of the diagonal."""
        return self.linalg.trace(x)

    def diagonal(self, x: Any, **_: Any) -> Any:
        """The diagonal."""
        return self.linalg.diagonal(x)

    def _norm(self, x: Any, *args: Any, **more: Any) -> Any:
        return self.linalg.norm(x, *args, **more)

    def errstate(self, **_: Any) -> AbstractContextManager[None]:
        """A block without warnings, which a graph has none of."""
        return nullcontext()

    def isdtype(self, dtype: Any, kind: Any) -> bool:
        """Whether a dtype is a real floating one."""
        return self._dtype(dtype) == "float"
