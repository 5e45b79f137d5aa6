"""What was found of one thing."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "less", "wrong"]
"""`less`: the site works, and could do more. `wrong`: something that it needs is missing."""


@dataclass(frozen=True)
class Finding:
    """One thing that a site needs, how it is, and what would make it better."""

    what: str
    state: State
    said: str
    do: str | None = None

    def lines(self, width: int) -> list[str]:
        """The finding for a terminal; names are padded to `width`."""
        first = f"{self.state:<6} {self.what:<{width}}  {self.said}"
        return [first, *([f"{'':<6} {'':<{width}}  → {self.do}"] if self.do else [])]
