"""What every method is given besides its arguments, and how the common ones are read."""

from dataclasses import dataclass
from typing import Any

from descent.analysis.starts import random_starts
from descent.errors import BadMessage
from descent.playground import landscape as grounds
from descent.playground import racer as racers
from descent.playground.racer import Racer
from descent.playground.reading import Given
from descent.sandbox.typed_rule import Author
from descent.spec import Array, Landscape, Namespace, Stop

MOST_STEPS = 20_000
MOST_RACERS = 24
LARGEST_SEED = 2**31


@dataclass(frozen=True)
class Bench:
    """The array namespace, and in the sandbox the author of typed rules."""

    xp: Namespace
    author: Author | None = None

    def landscape(self, given: Given) -> Landscape:
        """The landscape under `ground`, started where `start` says."""
        ground = given.raw("ground")
        if "start" in given and isinstance(ground, dict):
            ground = {**ground, "start": given.raw("start")}
        return grounds.landscape(ground, self.xp)

    def racer(self, given: Given) -> Racer:
        """The one racer."""
        return racers.racer(given.raw("racer"), self.author)

    def racers(self, given: Given) -> list[Racer]:
        """The racers, in order."""
        listed = given.raw("racers")
        if not isinstance(listed, list) or not 0 < len(listed) <= MOST_RACERS:
            raise BadMessage(f"'racers' is a list of 1 to {MOST_RACERS}")
        return [racers.racer(one, self.author) for one in listed]


def steps_of(given: Given, most: int = MOST_STEPS) -> int:
    """The number of steps."""
    return given.whole("steps", low=1, high=most)


def seed_of(given: Given) -> int:
    """The seed, 0 unless given."""
    return given.whole("seed", 0, low=0, high=LARGEST_SEED)


def starts_from(landscape: Landscape, count: int, seed: int, xp: Namespace) -> Array:
    """The landscape's own start and after it random ones, `(count, dim)`."""
    own = xp.asarray([landscape.start], dtype=xp.float64)
    return xp.concat((own, random_starts(landscape, count, xp, seed)))[:count, :]


def ended(stop: Stop, step: int) -> dict[str, Any]:
    """Why and when a run ended, as data."""
    return {"kind": stop.value, "sentence": stop.sentence, "step": step}


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
