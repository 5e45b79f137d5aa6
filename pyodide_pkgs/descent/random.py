"""Random numbers from counters: the same in NumPy, Pyodide and torch, in any order, with no state.

The generator is Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as
1, 2, 3"): the key is (seed, run), the counter (step, index), so every number has an address of its own and a run's
noise does not depend on which other runs stand beside it. Words of 32 bits are held in int64 arrays, because torch
has no complete uint32 arithmetic.

Every number is made of +, -, * and / alone, with series and Newton steps in place of the library's log, cos and even
sqrt (torch's is not exactly rounded), so uniforms and normals have the same bits in every array library.
"""

from math import factorial, log, pi

from descent.spec import Array, Namespace

MASK = 0xFFFFFFFF
PARITY = 0x1BD11BDA
ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)


def threefry(key: tuple[Array, Array], counter: tuple[Array, Array]) -> tuple[Array, Array]:
    """Two words below 2³² per counter, as int64 arrays; key and counter are int64 arrays that broadcast."""
    words = (key[0], key[1], PARITY ^ key[0] ^ key[1])
    a, b = (counter[0] + key[0]) & MASK, (counter[1] + key[1]) & MASK
    for turn in range(20):
        by = ROTATIONS[turn % 8]
        a = (a + b) & MASK
        b = (((b << by) & MASK) | (b >> (32 - by))) ^ a
        if turn % 4 == 3:
            block = turn // 4 + 1
            a = (a + words[block % 3]) & MASK
            b = (b + words[(block + 1) % 3] + block) & MASK
    return a, b


def words(seed: int, runs: Array, steps: Array, count: int, xp: Namespace) -> tuple[Array, Array]:
    """`count` pairs of words for each step and run, two int64 arrays `(steps, runs, count)`.

    `runs` and `steps` are int64 arrays of one axis with entries from 0 to 2³² - 1; `seed` is any Python integer, of
    which the lowest 32 bits count.
    """
    index = xp.arange(count, dtype=xp.int64, device=runs.device)
    key = (xp.asarray(seed & MASK, dtype=xp.int64, device=runs.device), runs[None, :, None])
    zero = 0 * runs[None, :, None]
    return threefry(key, (steps[:, None, None] + zero, index[None, None, :] + zero))


def uniform(seed: int, runs: Array, steps: Array, count: int, xp: Namespace) -> Array:
    """Numbers of the open interval (0, 1), float64 `(steps, runs, count)`; all are odd multiples of 2⁻³³."""
    first, _ = words(seed, runs, steps, count, xp)
    return _unit(first, xp)


def normal(seed: int, runs: Array, steps: Array, count: int, xp: Namespace) -> Array:
    """Standard normal numbers, float64 `(steps, runs, count)`, by Box and Muller's transform."""
    pairs = (count + 1) // 2
    first, second = words(seed, runs, steps, pairs, xp)
    radius = _root(-2 * _log(_unit(first, xp), xp), xp)
    cosine, sine = _circle(second, xp)
    return xp.concat((radius * cosine, radius * sine), axis=-1)[:, :, :count]


def _unit(word: Array, xp: Namespace) -> Array:
    return (xp.astype(word, xp.float64) + 0.5) * 2.0**-32


def _log(x: Array, xp: Namespace) -> Array:
    """The natural logarithm for x in (2⁻³³, 1), within 1e-15 of its size: halve the exponent away, then a series."""
    exponent = 0 * x
    for shift in (32, 16, 8, 4, 2, 1):
        # Multiplying by a power of two is exact.
        small = xp.astype(x < 2.0**-shift, x.dtype)
        x = x * (1 + small * (2.0**shift - 1))
        exponent = exponent - small * shift
    # Now x is in [1/2, 1): log x = 2 artanh z - log √2 after centring on √½.
    centred = x * 2**0.5
    z = (centred - 1) / (centred + 1)
    square = z * z
    series = 0 * z + 1 / 23
    for power in range(21, 0, -2):
        series = series * square + 1 / power
    return (exponent - 0.5) * log(2) + 2 * z * series


def _root(x: Array, xp: Namespace) -> Array:
    """The square root for x in (2⁻³⁴, 64), to the last bit or two: powers of four away, then Newton from a chord."""
    x = x / 64
    scale = 0 * x + 8
    for shift in (16, 8, 4, 2, 1):
        small = xp.astype(x < 4.0**-shift, x.dtype)
        x = x * (1 + small * (4.0**shift - 1))
        scale = scale * (1 + small * (2.0**-shift - 1))
    # Now x is in [1/4, 1), where the chord is within 6 %; each step squares the error.
    y = (1 + 2 * x) / 3
    for _ in range(4):
        y = 0.5 * (y + x / y)
    return y * scale


def _circle(word: Array, xp: Namespace) -> tuple[Array, Array]:
    """Cosine and sine of the angle 2π word / 2³², by quarter turns and Taylor series on [-π/4, π/4)."""
    quarter = ((word + (1 << 29)) >> 30) & 3
    rest = xp.astype(((word + (1 << 29)) & ((1 << 30) - 1)) - (1 << 29), xp.float64)
    angle = rest * (2 * pi * 2.0**-32)
    square = angle * angle
    cosine, sine = 0 * angle + 1 / factorial(16), 0 * angle + 1 / factorial(17)
    for power in range(14, -1, -2):
        sign = 1 if power % 4 == 0 else -1
        cosine = cosine * square + sign / factorial(power)
        sine = sine * square + sign / factorial(power + 1)
    sine = sine * angle
    odd, negative = xp.astype(quarter & 1, angle.dtype), xp.astype(quarter >> 1, angle.dtype)
    x, y = (1 - odd) * cosine - odd * sine, (1 - odd) * sine + odd * cosine
    return (1 - 2 * negative) * x, (1 - 2 * negative) * y
