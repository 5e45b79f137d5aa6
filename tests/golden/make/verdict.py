"""Says of a recorded case whether the numbers made now are the stored ones."""

import warnings
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tests.golden.compare import mismatch
from tests.golden.make.case import CannotMake, made_part, wanted
from tests.golden.make.sources import NotInstalled, make, source, version
from tests.golden.options import number

LIST_TOL = {"rtol": 1e-11, "atol": 1e-13}
"""The tolerance of a plain list's entries, which give none."""


class Outcome(StrEnum):
    """What came of making a case again."""

    EQUAL = "bit-equal"
    CLOSE = "within tolerance"
    DIFFERS = "DIFFERS"
    NEW = "new"
    MISSING = "not installed"
    IMPOSSIBLE = "cannot be made again"


@dataclass(frozen=True)
class Verdict:
    """The outcome of one case, the words to it, and what was made."""

    outcome: Outcome
    words: str = ""
    made: dict[str, Any] | None = None


def verdict(rule: str, case: dict[str, Any]) -> Verdict:
    """Makes the case again and compares; a case without numbers is new, whatever is made."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # deprecations inside the libraries are not ours to mend
            made = make(rule, case, wanted(case))
    except NotInstalled as error:
        return Verdict(Outcome.MISSING, str(error))
    except CannotMake as error:
        return Verdict(Outcome.IMPOSSIBLE, str(error))
    stored = made_part(case)
    if not any(stored.values()):
        return Verdict(Outcome.NEW, made=made)
    if stored == made:
        return Verdict(Outcome.EQUAL, made=made)
    found = differences("", stored, made, case.get("tol", LIST_TOL))
    if not found:
        return Verdict(Outcome.CLOSE, made=made)
    return Verdict(Outcome.DIFFERS, f"{found[0]} ({len(found)} in all){_versions(case)}", made)


def differences(name: str, stored: Any, made: Any, tol: dict[str, float]) -> list[str]:
    """One line for every array, or every thing that is there on one side only, that departs from the stored one."""
    if isinstance(stored, dict) and isinstance(made, dict):
        if set(stored) != set(made):
            return [f"{name} holds {sorted(made)}, stored {sorted(stored)}"]
        return [
            line for key in stored for line in differences(f"{name}.{key}".lstrip("."), stored[key], made[key], tol)
        ]
    if isinstance(stored, list) and isinstance(made, list) and (_holds_parts(stored) or _holds_parts(made)):
        if len(stored) != len(made):
            return [f"{name} has {len(made)} parts, stored {len(stored)}"]
        pairs = enumerate(zip(stored, made, strict=True))
        return [line for place, (a, b) in pairs for line in differences(f"{name}[{place}]", a, b, tol)]
    if stored is None or made is None or isinstance(stored, dict) or isinstance(made, dict):
        return [] if stored == made else [f"{name} is {made!r}, stored {stored!r}"]
    return mismatch(name, stored, number(made), tol)


def _holds_parts(value: list[Any]) -> bool:
    """Whether the list holds more than numbers."""
    return any(part is None or isinstance(part, list | dict) for part in value)


def _versions(case: dict[str, Any]) -> str:
    """The words on versions, where the recorded one is not the one here."""
    recorded, here = case["source"].get("version"), version(case)
    stands_in = ", which stands in for it" if source(case).stands_in else ""
    return "" if recorded == here else f"; recorded with {recorded}, made with {here}{stands_in}"
