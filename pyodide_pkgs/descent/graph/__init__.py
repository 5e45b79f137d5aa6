"""The graph of a rule: a closed, checked list of array operations that goes where the rule's Python may not.

`tracing` calls a rule with symbols and writes down what it does, `check` makes a graph of data and of nothing else,
`interpreter` runs one over any array namespace, `proof` holds it against the function it came from. `table` has the
operations, all there are. docs/graph.md describes the format.
"""

from descent.graph.check import check
from descent.graph.graph import Graph
from descent.graph.interpreter import rule_of
from descent.graph.refusal import Refused
from descent.graph.tracing import Trace, trace

__all__ = ["Graph", "Refused", "Trace", "check", "rule_of", "trace"]
