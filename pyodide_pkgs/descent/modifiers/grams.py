"""Grams: any rule's step size with the gradient's sign. Cao, Li & Song 2024, arXiv:2412.17107.

step ← -sign(g) · |step|
"""

from dataclasses import replace

from descent.arrays import sign


def grams(rule):
    """The rule whose step descends in every coordinate."""

    def update(p, g, s, t, xp, **settings):
        step, s = rule.update(p, g, s, t, xp, **rule.wanted(rule.update, settings))
        return -sign(g, xp) * xp.abs(step), s

    return replace(rule, update=update)
