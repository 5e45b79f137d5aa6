"""The namespace `xp` while a rule is traced: functions of the array API, and those that NumPy has beside them."""

from descent.graph.namespace.choosing import Choosing
from descent.graph.namespace.matrices import Matrices
from descent.graph.namespace.shapes import Shapes

__all__ = ["TracedNamespace"]


class TracedNamespace(Shapes, Choosing, Matrices):
    """All functions; arrays are symbols of a tape, and functions of plain numbers are computed at once."""
