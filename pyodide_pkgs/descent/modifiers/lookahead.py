"""Lookahead: any rule that is led back, every few steps, towards where it was. Zhang et al. 2019, arXiv:1907.08610.

    every k steps:    slow ← slow + α (p - slow)        p ← slow

`slow` begins at the first point and has the shape of the parameter. The rule's own state runs on, as in the paper's
experiments. What stands inside, such as decay, is led back with the rest; what stands outside is not. The number of
steps that a tensor has had decides when it is led back, so the tensors of a model are led back together unless one of
them had no gradient at some step.
"""

from dataclasses import replace

from descent.arrays import choose
from descent.spec import Hyper


def lookahead(rule):
    """The rule with hyperparameters `lookahead_steps` and `lookahead_share`."""

    def init(p, xp, **settings):
        return rule.init(p, xp, **rule.wanted(rule.init, settings)) | {"slow": xp.asarray(p, copy=True)}

    def update(p, g, s, t, xp, *, lookahead_steps, lookahead_share, **settings):
        inner = {name: value for name, value in s.items() if name != "slow"}
        step, inner = rule.update(p, g, inner, t, xp, **rule.wanted(rule.update, settings))
        back = s["slow"] + lookahead_share * (p + step - s["slow"])
        due = t % whole(lookahead_steps, xp) == 0
        return choose(due, back - p, step, xp), inner | {"slow": choose(due, back, s["slow"], xp)}

    return replace(
        rule,
        init=init,
        update=update,
        hypers=(
            *rule.hypers,
            Hyper("lookahead_steps", 5, 1, 50, doc="steps until the point is led back, a whole number"),
            Hyper("lookahead_share", 0.5, 0.0, 1.0, doc="share of the way that is kept, α"),
        ),
        state_doc={**rule.state_doc, "slow": "the point to which the rule is led back"},
    )


def whole(x, xp):
    """The number or numbers, rounded."""
    return round(x) if isinstance(x, int | float) else xp.round(x)
