"""Update clipping: any rule whose step is at most so long, in the root mean square. Shazeer & Stern 2018, section 6.

    u = step / lr        step ← step / max(1, rms(u) / d)

The mean runs over one run of one tensor. Adafactor clips its step so (arXiv:1804.04235), and Wortsman et al. 2023
(arXiv:2304.13013) brought it to AdamW; the rule `stable_adamw` measures, as they do, g / √v and not the whole step.
Decay inside is clipped with the step, decay outside is not; learning rates that a rule makes itself count as part of u.
"""

from dataclasses import replace

from descent.arrays import choose, larger, rms
from descent.spec import Hyper


def update_clipping(rule):
    """The rule with hyperparameter `update_limit`, the largest root mean square of step / lr."""

    def update(p, g, s, t, xp, *, update_limit, **settings):
        step, s = rule.update(p, g, s, t, xp, **rule.wanted(rule.update, settings))
        lr = choose(settings["lr"] == 0, 1.0, settings["lr"], xp)
        return step / larger(rms(step, xp) / lr / update_limit, 1.0, xp), s

    limit = Hyper("update_limit", 1.0, 0.01, 100.0, scale="log", doc="largest root mean square of step / lr, d")
    return replace(
        rule, update=update, scope="tensor" if rule.scope == "element" else rule.scope, hypers=(*rule.hypers, limit)
    )
