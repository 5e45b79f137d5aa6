"""Maximise: any rule climbing instead of descending, by the gradient's sign.

A worse point near by, where SAM takes its gradient, is then a lower one.
"""

from dataclasses import replace


def maximize(rule):
    """The rule fed with the negative gradient."""

    def update(p, g, s, t, xp, **settings):
        return rule.update(p, negative(g), s, t, xp, **rule.wanted(rule.update, settings))

    def perturb(p, g, xp, **settings):
        return rule.perturb(p, negative(g), xp, **rule.wanted(rule.perturb, settings))

    return replace(rule, update=update, perturb=rule.perturb and perturb)


def negative(g):
    """The gradient with its sign turned, or those of all tensors."""
    return [-one for one in g] if isinstance(g, list) else -g
