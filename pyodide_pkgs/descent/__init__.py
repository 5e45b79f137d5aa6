"""Every update rule and landscape, written once, for any array library.

    import numpy as np
    import descent

    path = descent.trace(descent.rule("adam"), descent.landscape("rosenbrock"), {"lr": 0.01}, xp=np, steps=500)
    path.points        # (steps + 1, runs, coordinates)

`descent` imports the standard library only. The arrays come in as `xp`, an array namespace: NumPy in the browser and in
CPython, torch on the worker, `array_api_strict` in tests. Every array has a leading run axis: a parameter is
`(runs, *shape)`, a single run is `runs = 1`.

What is named in `__all__` is for users and stays; the modules below are how it is done. From the bottom: `errors`,
`spec` (the vocabulary), `arrays` and `random` (what every rule may use), `transform` and `derivatives` (landscapes
moved and differentiated), `expression` (landscapes that were typed), `matrices` (what matrix rules share), `rules`,
`modifiers`, `schedules` and `landscapes` (one file each), `families` (landscapes with parameters), `registry` (finds
them), `stepper` and `lbfgs` (one step), `trace` (whole runs), `wire` (values as bytes), `analysis` (what is learnt
from runs), `sandbox` (code that somebody typed), `judge` (problems), `playground` (what pages ask for), and on top
`browser`, the one door from JavaScript.
"""

from descent.errors import DescentError
from descent.registry import (
    family,
    family_names,
    landscape,
    landscape_names,
    modifier,
    modifier_names,
    rule,
    rule_names,
)
from descent.spec import Choice, Hyper, Landscape, Rule, Stop
from descent.stepper import Progress, advance, begin, compose
from descent.trace import Outcome, Trace, outcome, trace

__all__ = [
    "Choice",
    "DescentError",
    "Hyper",
    "Landscape",
    "Outcome",
    "Progress",
    "Rule",
    "Stop",
    "Trace",
    "advance",
    "begin",
    "compose",
    "family",
    "family_names",
    "landscape",
    "landscape_names",
    "modifier",
    "modifier_names",
    "outcome",
    "rule",
    "rule_names",
    "trace",
]
