"""Sentences for what does not fit a model: the place, what is possible, and what sort of thing was given.

What was given is named by its kind only: it may be large, and it may be made to be read by somebody else.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError


def unknown_name(kind: str, possible: Iterable[str]) -> PydanticCustomError:
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


def kind_in_words(value: object) -> str:
    """What sort of thing was given, in words, without repeating it."""
    if value is None:
        return "nothing"
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN or Infinity"
    return KINDS.get(type(value), "something else")


def field_errors(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Per error the place, and a sentence with what is possible and what sort of thing was given."""
    found = []
    for error in errors:
        place = ".".join(str(step)[:64] for step in error["loc"])
        given = "" if error["type"] == "missing" else f" (given: {kind_in_words(error.get('input'))})"
        found.append({"place": place, "message": error["msg"] + given})
    return found[:20]


def error_lines(error: ValidationError) -> str:
    """All errors as lines for a terminal."""
    return "\n".join(f"{each['place'] or 'spec'}: {each['message']}" for each in field_errors(error.errors()))
