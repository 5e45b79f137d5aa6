"""The operations on matrices, the last two axes: products, parts of them, decompositions."""

from collections.abc import Callable
from math import prod
from typing import Any

from descent.graph.kinds import Kind, Side, together
from descent.graph.operation import Attrs, Operation, Place, floats, is_int
from descent.graph.refusal import Refused


def _matrix(kind: Kind, name: str) -> tuple[Side, Side]:
    """Rows and columns; `Refused` for what is no matrix, the runs being no side of one."""
    sides = kind.sides
    if len(sides) < 2 + kind.has_runs:
        raise Refused(f"{name} takes matrices (runs, rows, columns), given {len(sides)} axes")
    return sides[-2], sides[-1]


def _square(kind: Kind, name: str) -> int:
    rows, columns = _matrix(kind, name)
    if rows != columns or rows == 0:
        raise Refused(f"{name} takes square matrices, given {rows} x {columns}")
    return int(rows)


def _batch(kind: Kind) -> tuple[Side, ...]:
    return kind.sides[:-2]


def _product_kind(given: list[Kind], attrs: Attrs) -> Kind:
    floats(given, "matmul")
    (rows, inner), (other, columns) = (_matrix(one, "matmul") for one in given)
    if inner != other:
        raise Refused(f"a product of {rows} x {inner} and {other} x {columns} matrices does not exist")
    batch = together([_batch(one) or () for one in given]) or ()
    return Kind((*batch, rows, columns))


def _product_cost(given: list[Kind], attrs: Attrs, out: Kind) -> int:
    return max(2 * out.entries * int(given[0].sides[-1]), 1)


def _cubed(factor: int) -> Callable[[list[Kind], Attrs, Kind], int]:
    def cost(given: list[Kind], attrs: Attrs, out: Kind) -> int:
        rows, columns = int(given[0].sides[-2]), int(given[0].sides[-1])
        others = prod(int(side) for side in _batch(given[0]) if side != "runs")
        return max(factor * rows * columns * min(rows, columns) * others, 1)

    return cost


def _turned(given: list[Kind], attrs: Attrs) -> Kind:
    rows, columns = _matrix(given[0], "matrix_transpose")
    return Kind((*_batch(given[0]), columns, rows), given[0].dtype)


def _triangle(name: str) -> Operation:
    def kind(given: list[Kind], attrs: Attrs) -> Kind:
        floats(given, name)
        _matrix(given[0], name)
        return Kind(given[0].shape)

    def run(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
        return getattr(place.xp, name)(args[0], k=attrs["k"])

    side = "above" if name == "triu" else "below"
    return Operation(name, (1, 1), kind, run, f"zeros but on diagonal k and {side} it", {"k": is_int})


def _diagonal_kind(given: list[Kind], attrs: Attrs) -> Kind:
    rows, columns = _matrix(given[0], "diagonal")
    return Kind((*_batch(given[0]), min(int(rows), int(columns))), given[0].dtype)


def _trace_kind(given: list[Kind], attrs: Attrs) -> Kind:
    floats(given, "trace")
    _matrix(given[0], "trace")
    return Kind(_batch(given[0]))


def _linalg(name: str) -> Callable[[Place, list[Any], Attrs, Kind], Any]:
    def run(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
        return getattr(place.xp.linalg, name)(*args)

    return run


def _part(value: Any, most: int) -> bool:
    return is_int(value, 0, most)


def _eigh_kind(given: list[Kind], attrs: Attrs) -> Kind:
    floats(given, "eigh")
    n = _square(given[0], "eigh")
    return Kind((*_batch(given[0]), n)) if attrs["part"] == 0 else given[0]


def _svd_kind(given: list[Kind], attrs: Attrs) -> Kind:
    floats(given, "svd")
    rows, columns = _matrix(given[0], "svd")
    k = min(int(rows), int(columns))
    batch = _batch(given[0])
    return Kind([(*batch, rows, k), (*batch, k), (*batch, k, columns)][attrs["part"]])


def _qr_kind(given: list[Kind], attrs: Attrs) -> Kind:
    floats(given, "qr")
    rows, columns = _matrix(given[0], "qr")
    k = min(int(rows), int(columns))
    return Kind((*_batch(given[0]), *((rows, k) if attrs["part"] == 0 else (k, columns))))


def _svd(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return place.xp.linalg.svd(args[0], full_matrices=False)[attrs["part"]]


def _eigh(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return place.xp.linalg.eigh(args[0])[attrs["part"]]


def _qr(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return place.xp.linalg.qr(args[0])[attrs["part"]]


def _solve_kind(given: list[Kind], attrs: Attrs) -> Kind:
    floats(given, "solve")
    n = _square(given[0], "solve")
    rows, columns = _matrix(given[1], "solve")
    if rows != n:
        raise Refused(f"solve: {n} x {n} matrices and right sides with {rows} rows do not go together")
    batch = together([_batch(one) or () for one in given]) or ()
    return Kind((*batch, rows, columns))


def _inverse_kind(given: list[Kind], attrs: Attrs) -> Kind:
    floats(given, "inv")
    _square(given[0], "inv")
    return given[0]


MATRICES: tuple[Operation, ...] = (
    Operation(
        "matmul",
        (2, 2),
        _product_kind,
        lambda place, args, attrs, out: args[0] @ args[1],
        "the product of matrices",
        {},
        _product_cost,
    ),
    Operation(
        "matrix_transpose",
        (1, 1),
        _turned,
        lambda place, args, attrs, out: place.xp.matrix_transpose(args[0]),
        "rows and columns exchanged",
    ),
    _triangle("triu"),
    _triangle("tril"),
    Operation("diagonal", (1, 1), _diagonal_kind, _linalg("diagonal"), "the diagonal of each matrix"),
    Operation("trace", (1, 1), _trace_kind, _linalg("trace"), "the sum of the diagonal"),
    Operation(
        "eigh",
        (1, 1),
        _eigh_kind,
        _eigh,
        "of symmetric matrices the eigenvalues, ascending (part 0), or the eigenvectors (1)",
        {"part": lambda part: _part(part, 1)},
        _cubed(10),
    ),
    Operation(
        "svd",
        (1, 1),
        _svd_kind,
        _svd,
        "U (part 0), the singular values (1) or Vᵀ (2)",
        {"part": lambda part: _part(part, 2)},
        _cubed(20),
    ),
    Operation("qr", (1, 1), _qr_kind, _qr, "Q (part 0) or R (1)", {"part": lambda part: _part(part, 1)}, _cubed(4)),
    Operation("solve", (2, 2), _solve_kind, _linalg("solve"), "the solution X of A X = B", {}, _cubed(3)),
    Operation("inv", (1, 1), _inverse_kind, _linalg("inv"), "the inverse matrix", {}, _cubed(3)),
)
