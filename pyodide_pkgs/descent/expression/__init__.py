"""A landscape that somebody typed: `x**2 + 3*y**2`, or a small function of two coordinates.

`products` writes out products without `*`; `reading` turns text into a syntax tree and refuses all that is not
arithmetic; `arithmetic` turns the tree into closures of `functions`, over arrays or over `dual` numbers, which carry
derivatives; `gradient` reads them off, with the help of `beside` at kinks; `typed` makes a landscape of it all. Nothing
is ever given to `eval` or `exec`.
"""

from descent.expression.typed import landscape

__all__ = ["landscape"]
