"""The namespace `xp.linalg` while a rule is traced."""

from typing import Any, NamedTuple

from descent.graph.symbol import Symbol, apply
from descent.graph.tape import Tape


class Eigen(NamedTuple):
    """What `eigh` gives."""

    eigenvalues: Any
    eigenvectors: Any


class Svd(NamedTuple):
    """What `svd` gives."""

    U: Any
    S: Any
    Vh: Any


class QR(NamedTuple):
    """What `qr` gives."""

    Q: Any
    R: Any


class TracedLinalg:
    """Functions on the last two axes, and norms."""

    def __init__(self, space: Any, tape: Tape):
        self._space, self._tape = space, tape

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        there = ", ".join(one for one in dir(type(self)) if not one.startswith("_"))
        raise self._tape.refusal(f"xp.linalg.{name} cannot be traced; there are: {there}")

    def norm(self, x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
        """The norm: Euclidean, of a matrix Frobenius; ord 1 and inf of vectors."""
        x = self._space._symbol(x)
        if x.kind.is_number:
            return abs(x)
        if axis is None and ord is None and x.kind.has_runs and not keepdims:
            self._tape.take_alone()
            return apply(self._tape, "run_norm", x)
        axes, alone = self._space._axes(x, axis)
        if ord in (None, "fro") or (ord == 2 and len(axes) == 1):
            total = apply(self._tape, "sum", x * x, axis=axes, keepdims=bool(keepdims))
            return apply(self._tape, "sqrt", self._space._of_run(total, alone), math=False)
        if len(axes) == 1 and ord in (1, float("inf")):
            found = apply(self._tape, "sum" if ord == 1 else "max", abs(x), axis=axes, keepdims=bool(keepdims))
            return self._space._of_run(found, alone)
        raise self._tape.refusal(
            f"xp.linalg.norm with ord={ord!r} cannot be traced; write it with xp.sum or xp.linalg.svd"
        )

    def vector_norm(self, x: Any, *, axis: Any = None, keepdims: bool = False, ord: Any = 2) -> Any:
        """The Euclidean norm along axes."""
        if axis is None or ord not in (1, 2, float("inf")):
            return self.norm(x, None if ord == 2 else ord, axis, keepdims)
        x = self._space._symbol(x)
        axes, _ = self._space._axes(x, axis)
        order = int(ord) if ord in (1, 2) else "inf"
        return apply(self._tape, "vector_norm", x, axis=axes, keepdims=bool(keepdims), ord=order)

    def matrix_norm(self, x: Any, *, keepdims: bool = False, ord: Any = "fro") -> Any:
        """The Frobenius norm of each matrix."""
        return self.norm(x, ord, (-2, -1), keepdims)

    def eigh(self, A: Any) -> Eigen:
        """Eigenvalues and eigenvectors of symmetric matrices."""
        return Eigen(apply(self._tape, "eigh", A, part=0), apply(self._tape, "eigh", A, part=1))

    def svd(self, A: Any, full_matrices: bool = True) -> Svd:
        """The singular value decomposition, without what lies beyond the shorter side."""
        A = self._space._symbol(A)
        if full_matrices and A.kind.sides[-1] != A.kind.sides[-2]:
            raise self._tape.refusal("xp.linalg.svd is traced with full_matrices=False")
        return Svd(*(apply(self._tape, "svd", A, part=part) for part in range(3)))

    def qr(self, A: Any, **_: Any) -> QR:
        """The orthonormal and the triangular factor."""
        return QR(apply(self._tape, "qr", A, part=0), apply(self._tape, "qr", A, part=1))

    def solve(self, A: Any, B: Any) -> Symbol:
        """X of A X = B."""
        return apply(self._tape, "solve", A, B)

    def inv(self, A: Any) -> Symbol:
        """The inverse."""
        return apply(self._tape, "inv", A)

    def matmul(self, A: Any, B: Any) -> Symbol:
        """The product."""
        return apply(self._tape, "matmul", A, B)

    def matrix_transpose(self, A: Any) -> Symbol:
        """Rows and columns exchanged."""
        return apply(self._tape, "matrix_transpose", A)

    def diagonal(self, A: Any) -> Symbol:
        """The diagonal of each matrix."""
        return apply(self._tape, "diagonal", A)

    def trace(self, A: Any) -> Symbol:
        """The sum of the diagonal of each matrix."""
        return apply(self._tape, "trace", A)
