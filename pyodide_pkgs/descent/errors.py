"""What `descent` raises, as one tree.

    DescentError
    ├── UnknownName        a rule, landscape, modifier or choice that is not there; names the ones that are
    ├── BadHyper           a hyperparameter that is unknown, not a number, or out of bounds
    ├── BadShape           an array whose shape a rule or landscape cannot take
    ├── BadExpression      a typed landscape that cannot be read or is not allowed
    ├── BadRule            a typed rule that lacks a function, or whose functions return what no rule returns
    ├── BrokenProblem      a problem whose own files cannot be used by the judge
    └── BadMessage         bytes or JSON from outside that do not follow the format

Each message says what was given and what is possible. Divergence is not an error: it is a result (`spec.Stop`).
"""

from collections.abc import Iterable


class DescentError(Exception):
    """Any error of this package; its text is written for the person who sees it."""


class UnknownName(DescentError):
    """A name that is not in a registry."""

    def __init__(self, kind: str, given: object, possible: Iterable[str]):
        self.kind = kind
        self.given = given
        self.possible = sorted(possible)
        super().__init__(f"no {kind} is called {given!r}; there are: {', '.join(self.possible)}")


class BadHyper(DescentError):
    """A hyperparameter that is unknown, not a number, or out of bounds."""


class BadShape(DescentError):
    """An array whose shape cannot be taken."""


class BadExpression(DescentError):
    """A typed landscape that cannot be read or is not allowed."""


class BadRule(DescentError):
    """A typed rule that lacks a function, or whose functions return what no rule returns."""


class BadMessage(DescentError):
    """Bytes or JSON from outside that do not follow the format."""


class BrokenProblem(DescentError):
    """A problem whose own files do not work: a reference that raises, a test that makes no case."""
