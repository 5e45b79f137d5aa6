"""The targets by name: from a subject to a source."""

from collections.abc import Callable, Mapping

from descent.export.numpy_file import numpy_file
from descent.export.subject import Subject

TARGETS: Mapping[str, Callable[[Subject], str]] = {"numpy": numpy_file}
