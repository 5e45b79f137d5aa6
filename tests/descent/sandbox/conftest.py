"""The doors that the tests of the playground ask, here too."""

from tests.descent.playground.conftest import ask, ask_typed

__all__ = ["ask", "ask_typed"]
