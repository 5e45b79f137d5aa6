"""What of the registry does not trace, and why: at most two."""

from typing import Any, NamedTuple


class Untraced(NamedTuple):
    """The choices with which a rule does not trace, the sentence that refuses it, and the reason."""

    choices: dict[str, Any]
    sentence: str
    reason: str


UNTRACED = {
    "soap": Untraced(
        {"form": "rlx"},
        "4000",
        "its Jacobi rotations come one after another, twelve sweeps over every pair of columns",
    ),
}
