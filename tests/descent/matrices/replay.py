"""Runs a rule over given gradients and keeps every point."""

import numpy as np
from descent.registry import rule
from descent.stepper import advance, begin


def progresses(name, p, grads, settings, xp, inputs=None):
    """The progress after each gradient; `inputs` maps a name to one array per step."""
    chosen = rule(name)
    progress = begin(chosen, [xp.asarray(p)], settings, xp)
    kept = []
    for index, g in enumerate(grads):
        given = {key: [xp.asarray(values[index])] for key, values in (inputs or {}).items()}
        progress = advance(chosen, progress, [xp.asarray(g)], settings, xp, given)
        kept.append(progress)
    return kept


def path(name, p, grads, settings, xp=np, inputs=None):
    """The points after each gradient, `(steps, runs, rows, columns)`, as NumPy."""
    return np.stack([np.asarray(each.params[0]) for each in progresses(name, p, grads, settings, xp, inputs)])


def steps(name, p, grads, settings, xp=np, inputs=None):
    """What was added at each gradient."""
    return np.stack([np.asarray(each.updates[0]) for each in progresses(name, p, grads, settings, xp, inputs)])
