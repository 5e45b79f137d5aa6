"""What Python 3.11 lacks of what a peer imports."""

import typing

import typing_extensions


def lend_override() -> None:
    """`typing.override`, which marks a method and does nothing, for a Python older than 3.12: from `typing_extensions`.

    The one thing for which emerging-optimizers 0.3.0 asks for 3.12.
    """
    if not hasattr(typing, "override"):
        vars(typing)["override"] = typing_extensions.override
