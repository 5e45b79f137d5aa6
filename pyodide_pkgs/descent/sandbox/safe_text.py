"""Text of objects whose own methods may raise, recurse or exit: a submission wrote them."""

from typing import Any


def type_name(value: Any) -> str:
    """The name of the class of `value`, at most 200 characters."""
    return str(type.__dict__["__name__"].__get__(type(value)))[:200]


def safe_repr(value: Any, most: int = 200) -> str:
    """`repr(value)`, cut to `most` characters; if that raises anything but an interrupt, a sentence that says so."""
    return _safe(repr, value, most)


def safe_text(value: Any, most: int = 2_000) -> str:
    """`str(value)`, cut to `most` characters; if that raises anything but an interrupt, a sentence that says so."""
    return _safe(str, value, most)


def _safe(convert: Any, value: Any, most: int) -> str:
    try:
        text = convert(value)
        text = str.__str__(text)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # __repr__ is the submission's own code
        return f"<{type_name(value)} whose {convert.__name__} raised {type_name(error)}>"
    return text if len(text) <= most else text[:most] + "…"
