"""Values to try: so many of them, evenly spaced over a range."""

from descent.errors import BadMessage


def spaced(low: float, high: float, count: int, log: bool = True) -> tuple[float, ...]:
    """`count` numbers from `low` to `high`, evenly spaced in their logarithm or as they are."""
    if count == 1:
        return (low,)
    if log and not 0 < low < high:
        raise BadMessage(f"a logarithmic range runs from above 0 upwards, given {low} to {high}")
    share = [k / (count - 1) for k in range(count)]
    if log:
        return tuple(low * (high / low) ** part for part in share)
    return tuple(low + (high - low) * part for part in share)
