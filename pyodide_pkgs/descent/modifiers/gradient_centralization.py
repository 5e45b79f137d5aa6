"""Gradient centralization: any rule fed with gradients of mean zero. Yong et al. 2020, arXiv:2004.01461.

    g ← g - mean g        the mean over all axes but the first, that is, over the inputs of one unit

A vector stays as it is, so on a plane nothing changes: matrices and larger tensors have a mean to lose. It acts on what
reaches it: a clipping or an l2 decay outside comes before it, one inside after it.
"""

from dataclasses import replace


def gradient_centralization(rule):
    """The rule that sees gradients whose mean over the inputs of each unit is zero."""

    def update(p, g, s, t, xp, **settings):
        if g.ndim > 2:
            g = g - xp.mean(g, axis=tuple(range(2, g.ndim)), keepdims=True)
        return rule.update(p, g, s, t, xp, **rule.wanted(rule.update, settings))

    return replace(rule, update=update, scope="tensor" if rule.scope == "element" else rule.scope)
