"""What the journey needs of a browser: little, so that any way to drive one will do."""

from contextlib import AbstractContextManager
from typing import Any, Protocol


class Driver(Protocol):
    """One window. Selectors are CSS; what happens is what a person's mouse and keys would make happen."""

    def open(self, address: str) -> None:
        """Leave the page and open another, afresh even where only the part after `#` differs."""

    def click(self, selector: str) -> None:
        """Press the first element that matches; it is there and can be pressed."""

    def keys(self, text: str) -> None:
        """Type where the focus is."""

    def ask(self, function: str, *arguments: Any) -> Any:
        """What a function of the page's JavaScript answers, as JSON data."""


class Missing(Exception):
    """The browser, or what drives it, is not on this machine; the text says what and how to get it."""


class Browser(Protocol):
    """One kind of browser besides Chromium, which all tests of a process share: a module with this function."""

    def started(self) -> AbstractContextManager[Driver]:
        """A window of the browser; raises `Missing`."""
