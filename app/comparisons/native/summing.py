"""Sums in NumPy's order, so that float64 has NumPy's bits: pairwise along the last axis, one after the other elsewhere.

NumPy adds up to eight entries in order, more in eight columns, and above 128 halves the row (`pairwise_sum` in
numpy/_core/src/umath/loops_utils.h.src).
"""

from collections.abc import Callable, Sequence

Add = Callable[[int, int], int]
BLOCK = 128


def pairwise(entries: Sequence[int], add: Add) -> int:
    """The place of the sum of a contiguous row with at least one entry."""
    count = len(entries)
    if count < 8:
        return in_order(entries, add)
    if count <= BLOCK:
        columns = [in_order(entries[at : count - count % 8 : 8], add) for at in range(8)]
        four = [add(columns[at], columns[at + 1]) for at in range(0, 8, 2)]
        total = add(add(four[0], four[1]), add(four[2], four[3]))
        return in_order([total, *entries[count - count % 8 :]], add)
    half = count // 2
    half -= half % 8
    return add(pairwise(entries[:half], add), pairwise(entries[half:], add))


def in_order(entries: Sequence[int], add: Add) -> int:
    """The place of the sum of these, from the first to the last."""
    total = entries[0]
    for entry in entries[1:]:
        total = add(total, entry)
    return total
