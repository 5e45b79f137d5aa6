"""Of many of one kind those that `make test` takes; the others are marked `thorough`, for `make test-all`."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


def taking(taken: Callable[[T], bool], all_of_them: Iterable[T]) -> list[Any]:
    """A parameter of each, marked `thorough` unless `taken` says that `make test` takes it."""
    return [pytest.param(one, marks=() if taken(one) else (pytest.mark.thorough,)) for one in all_of_them]
