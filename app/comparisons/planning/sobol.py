"""Sobol' points: so many points of the unit cube that fill it more evenly than drawn ones, in any number.

Direction numbers of Joe & Kuo 2008 (SIAM J. Sci. Comput. 30), shifted digit by digit by numbers drawn from a seed (a
random digital shift: L'Ecuyer & Lemieux 2002), which keeps them even and keeps the first point out of the corner. Not
SciPy's, because the web process makes plans and has no SciPy; a test holds the unshifted points against it.
"""

import hashlib

BITS = 30
DIRECTIONS = (
    (1, 0, (1,)),
    (2, 1, (1, 3)),
    (3, 1, (1, 3, 1)),
    (3, 2, (1, 1, 1)),
    (4, 1, (1, 1, 3, 3)),
    (4, 4, (1, 3, 5, 13)),
    (5, 2, (1, 1, 5, 5, 17)),
    (5, 4, (1, 1, 5, 5, 5)),
)
"""From the second dimension on: the degree of a primitive polynomial, its inner coefficients, the first numbers."""
MOST_DIMENSIONS = len(DIRECTIONS) + 1


def points(count: int, dimensions: int, seed: int) -> list[list[float]]:
    """So many points `[count][dimensions]`, each coordinate inside 0 to 1; the same for the same seed everywhere."""
    shifts = [_shift(seed, dimension) for dimension in range(dimensions)]
    return [
        [((whole ^ shift) + 0.5) / 2**BITS for whole, shift in zip(point, shifts, strict=True)]
        for point in plain_points(count, dimensions)
    ]


def plain_points(count: int, dimensions: int) -> list[list[int]]:
    """The same without a shift, in whole numbers of 2⁻³⁰."""
    columns = [_directions(dimension) for dimension in range(dimensions)]
    found, now = [], [0] * dimensions
    for place in range(count):
        found.append(now)
        # Gray code: the next point differs by the direction of the lowest bit that is not set.
        lowest = ((~place) & (place + 1)).bit_length() - 1
        now = [each ^ column[lowest] for each, column in zip(now, columns, strict=True)]
    return found


def _directions(dimension: int) -> list[int]:
    if dimension == 0:
        return [1 << (BITS - 1 - bit) for bit in range(BITS)]
    degree, inner, first = DIRECTIONS[dimension - 1]
    found = [number << (BITS - 1 - bit) for bit, number in enumerate(first)]
    for bit in range(degree, BITS):
        value = found[bit - degree] ^ (found[bit - degree] >> degree)
        for step in range(1, degree):
            if (inner >> (degree - 1 - step)) & 1:
                value ^= found[bit - step]
        found.append(value)
    return found


def _shift(seed: int, dimension: int) -> int:
    digest = hashlib.sha256(f"sobol {seed} {dimension}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS)
