"""Hyperball: any rule kept on a sphere: a step of the sphere's scale, then back onto it.

    step ← lr R step / |step|
    p    ← R (p + step) / |p + step|

Norms run over one run of one tensor; a norm below ε counts as nothing, the factor is 0 then. The parameter must start
on the sphere.
"""

from dataclasses import replace

from descent.arrays import inverse, norm
from descent.spec import Hyper


def hyperball(rule):
    """The rule with hyperparameter `radius`: parameters that start on that sphere stay on it."""

    def update(p, g, s, t, xp, *, radius, hook_eps, lr, **settings):
        step, s = rule.update(p, g, s, t, xp, **rule.wanted(rule.update, {**settings, "lr": lr}))
        step = step * (lr * radius * inverse(norm(step, xp), hook_eps, xp))
        moved = p + step
        return moved * (radius * inverse(norm(moved, xp), hook_eps, xp)) - p, s

    radius = Hyper("radius", 1.0, 1e-3, 1e3, scale="log", doc="radius of the sphere that parameters stay on")
    guard = Hyper("hook_eps", 1e-15, 1e-15, 1e-3, scale="log", doc="norms below it count as nothing")
    return replace(
        rule,
        update=update,
        scope="tensor" if rule.scope == "element" else rule.scope,
        hypers=(*rule.hypers, radius, guard),
    )
