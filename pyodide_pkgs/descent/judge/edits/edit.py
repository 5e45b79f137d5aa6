"""One change of a correct program."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """A program that differs from a correct one in one thing.

    `name` says which, the same as long as the program is the same. `say` gives the sentence for a learner whose outputs
    are those of `source`. It speaks of what the code does, never of how it is written, so that it is true of all code
    with these outputs.
    """

    name: str
    source: str
    say: Callable[[], str]
    mutant: bool = True
    """Whether tests must catch it. Of the many numbers that an argument might be by mistake only some are asked for."""
    of_code: bool = True
    """Whether it changes a statement or an expression, and not what an argument is on the way in."""
