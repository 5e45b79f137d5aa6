"""Whole runs of a rule on a landscape; divergence is a result, never an error or a warning.

`march` takes steps at the `pace` of a rule, with its `inputs`, and knows nothing of stopping. `ending` looks at the
points of a block of steps, finds the rows that ended and freezes them at their last good point. `path` keeps every
point, for drawing and analysis; `population` keeps only what maps and curves of thousands of runs need. `newton` is for
L-BFGS, which is no rule. Rows never touch one another: a row alone gives the same bits.
"""

from descent.trace.march import tensors
from descent.trace.newton import trace_lbfgs
from descent.trace.path import Trace, trace
from descent.trace.population import Outcome, outcome

__all__ = ["Outcome", "Trace", "outcome", "tensors", "trace", "trace_lbfgs"]
