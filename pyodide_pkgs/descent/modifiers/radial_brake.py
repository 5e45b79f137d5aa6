"""Radial brake: any rule of whose change of the parameter's norm only a share is let through.

    |p'| = |p| + σ (|p + step| - |p|)        σ is one share where the norm grows, another where it shrinks
    p ← |p'| (p + step) / |p + step|

Norms run over one run of one tensor; a norm below ε counts as nothing, the result is 0 then. So does a change of norm
below ε: it is taken back whole.
"""

from dataclasses import replace

from descent.arrays import inverse, norm
from descent.spec import Hyper


def radial_brake(rule):
    """The rule with hyperparameters `outward_scale` and `inward_scale`: the shares of a change of norm."""

    def update(p, g, s, t, xp, *, outward_scale, inward_scale, hook_eps, **settings):
        step, s = rule.update(p, g, s, t, xp, **rule.wanted(rule.update, settings))
        moved, before = p + step, norm(p, xp)
        change = norm(moved, xp) - before
        change = xp.where(xp.abs(change) < hook_eps, 0.0, change)
        target = before + xp.where(change > 0, outward_scale * change, inward_scale * change)
        return moved * (target * inverse(norm(moved, xp), hook_eps, xp)) - p, s

    scales = (
        Hyper("outward_scale", 0.5, 0.0, 1.0, doc="share of a growing norm that is let through"),
        Hyper("inward_scale", 1.0, 0.0, 1.0, doc="share of a shrinking norm that is let through"),
    )
    guard = Hyper("hook_eps", 1e-15, 1e-15, 1e-3, scale="log", doc="norms below it count as nothing")
    return replace(
        rule,
        update=update,
        scope="tensor" if rule.scope == "element" else rule.scope,
        hypers=(*rule.hypers, *scales, guard),
    )
