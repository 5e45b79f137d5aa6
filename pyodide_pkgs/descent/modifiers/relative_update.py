"""Relative update: any rule whose step is lr times as long as the parameter.

    step ← lr step |p| / |step|

Norms run over one run of one tensor; a norm below ε, of the parameter or of the step, counts as nothing: the step is 0.
"""

from dataclasses import replace

from descent.arrays import inverse, norm
from descent.spec import Hyper


def relative_update(rule):
    """The rule whose step is lr times as long as the parameter."""

    def update(p, g, s, t, xp, *, hook_eps, lr, **settings):
        step, s = rule.update(p, g, s, t, xp, **rule.wanted(rule.update, {**settings, "lr": lr}))
        size = norm(p, xp)
        size = xp.where(size < hook_eps, 0.0, size)
        return step * (lr * size * inverse(norm(step, xp), hook_eps, xp)), s

    guard = Hyper("hook_eps", 1e-15, 1e-15, 1e-3, scale="log", doc="norms below it count as nothing")
    return replace(
        rule, update=update, scope="tensor" if rule.scope == "element" else rule.scope, hypers=(*rule.hypers, guard)
    )
