"""Sentences for what does not fit a contract: the place, what is possible, and what sort of thing was given.

What was given is named by its kind only: it may be large, and it may be made to be read by somebody else.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError


def unknown(kind: str, possible: Iterable[str]) -> PydanticCustomError:
    """The error for a name that is in no registry; the name itself is not repeated."""
    return PydanticCustomError("unknown_name", f"no {kind} has that name; there are: {', '.join(possible) or 'none'}")


KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
}


def kind(value: object) -> str:
    """What sort of thing was given, in words, without repeating it."""
    if value is None:
        return "nothing"
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN or Infinity"
    return KINDS.get(type(value), "something else")


def explain(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Per error the place, and a sentence with what is possible and what sort of thing was given."""
    told = []
    for error in errors:
        place = ".".join(str(part)[:64] for part in error["loc"])
        given = "" if error["type"] == "missing" else f" (given: {kind(error.get('input'))})"
        told.append({"place": place, "message": error["msg"] + given})
    return told[:20]


def complaint(error: ValidationError) -> str:
    """All errors as lines for a terminal."""
    return "\n".join(f"{each['place'] or 'spec'}: {each['message']}" for each in explain(error.errors()))
