"""Maximise: any rule climbing instead of descending, by the gradient's sign."""

from dataclasses import replace


def maximize(rule):
    """The rule fed with the negative gradient."""

    def update(p, g, s, t, xp, **settings):
        return rule.update(p, -g, s, t, xp, **rule.wanted(rule.update, settings))

    return replace(rule, update=update)
