"""A landscape that somebody typed: `x**2 + 3*y**2`, or a small function of two coordinates.

`reading` turns text into a syntax tree and refuses all that is not arithmetic; `arithmetic` turns the tree into
closures over arrays; `typed` makes a landscape of them and chooses how its gradient is found. Nothing is ever given to
`eval` or `exec`.
"""

from descent.expression.typed import landscape

__all__ = ["landscape"]
