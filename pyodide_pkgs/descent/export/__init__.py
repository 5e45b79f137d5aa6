"""A rule as a source file that stands alone, written to be read: from its graph, for NumPy and others.

`built_in` makes a subject of a rule of the registry, `typed` of the graphs of a typed file, and `TARGETS` has the
function of each target. docs/export.md says what is written and what cannot be.
"""

from descent.export.built_in import built_in
from descent.export.subject import NotExported, Subject
from descent.export.targets import TARGETS
from descent.export.typed import typed

__all__ = ["TARGETS", "NotExported", "Subject", "built_in", "typed"]
