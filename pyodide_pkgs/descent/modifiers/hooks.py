"""Update hooks: any rule whose step is changed by where it leads, so that the parameter's norm is kept in hand.

    hyperball         p ← R (p + R Δ/|Δ|·lr) / |·|        a step of the sphere's own scale, then back onto the sphere
    relative_update   Δ ← Δ |p| / |Δ|                     a step as long as lr says, relative to the parameter
    radial_brake      |p'| ← |p| + s (|p + Δ| - |p|)      only a share of what the norm gains or loses is let through

Norms run over one run of one tensor; norms below ε count as nothing: the factor is 0 then.
"""

from dataclasses import replace

from descent.arrays import norm
from descent.spec import Hyper

EPS = Hyper("hook_eps", 1e-15, 1e-15, 1e-3, scale="log", doc="norms below it count as nothing")


def inverse(size, eps, xp):
    """1 / size, and 0 where the size is below eps."""
    small = size < eps
    return xp.where(small, 0.0, 1 / xp.where(small, 1.0, size))


def hyperball(rule):
    """The rule with hyperparameter `radius`: parameters that start on that sphere stay on it."""

    def update(p, g, s, t, xp, *, radius, hook_eps, lr, **settings):
        step, s = rule.update(p, g, s, t, xp, **rule.wanted(rule.update, {**settings, "lr": lr}))
        step = step * (lr * radius * inverse(norm(step, xp), hook_eps, xp))
        moved = p + step
        return moved * (radius * inverse(norm(moved, xp), hook_eps, xp)) - p, s

    radius = Hyper("radius", 1.0, 1e-3, 1e3, scale="log", doc="radius of the sphere that parameters stay on")
    return replace(rule, update=update, scope=_scope(rule), hypers=(*rule.hypers, radius, EPS))


def relative_update(rule):
    """The rule whose step is lr times as long as the parameter."""

    def update(p, g, s, t, xp, *, hook_eps, lr, **settings):
        step, s = rule.update(p, g, s, t, xp, **rule.wanted(rule.update, {**settings, "lr": lr}))
        return step * (lr * norm(p, xp) * inverse(norm(step, xp), hook_eps, xp)), s

    return replace(rule, update=update, scope=_scope(rule), hypers=(*rule.hypers, EPS))


def radial_brake(rule):
    """The rule with hyperparameters `outward_scale` and `inward_scale`: the shares of a change of norm."""

    def update(p, g, s, t, xp, *, outward_scale, inward_scale, hook_eps, **settings):
        step, s = rule.update(p, g, s, t, xp, **rule.wanted(rule.update, settings))
        moved, before = p + step, norm(p, xp)
        change = norm(moved, xp) - before
        target = before + xp.where(change > 0, outward_scale * change, inward_scale * change)
        return moved * (target * inverse(norm(moved, xp), hook_eps, xp)) - p, s

    scales = (
        Hyper("outward_scale", 0.5, 0.0, 1.0, doc="share of a growing norm that is let through"),
        Hyper("inward_scale", 1.0, 0.0, 1.0, doc="share of a shrinking norm that is let through"),
    )
    return replace(rule, update=update, scope=_scope(rule), hypers=(*rule.hypers, *scales, EPS))


def _scope(rule):
    return "tensor" if rule.scope == "element" else rule.scope
