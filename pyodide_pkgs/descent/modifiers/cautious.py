"""Cautious: any rule that moves only where its step and the gradient agree. Liang et al. 2024, arXiv:2411.16085.

    mask = 1 where the step descends (step · g < 0), else 0
    step ← step · mask · n / (Σ mask + 1)         or  step · mask / max(mean mask, 1e-3)

Sums and means run over one run of one tensor. Weight decay, composed outside, is not masked.
"""

from dataclasses import replace
from math import prod

from descent.arrays import larger, mean, total
from descent.spec import Choice


def cautious(rule):
    """The rule with choice `cautious_rescale`."""

    def update(p, g, s, t, xp, *, cautious_rescale, **settings):
        step, s = rule.update(p, g, s, t, xp, **rule.wanted(rule.update, settings))
        mask = xp.astype(step * g < 0, p.dtype)
        if cautious_rescale == "sum":
            return step * mask * (prod(p.shape[1:]) / (total(mask, xp) + 1)), s
        return step * mask / larger(mean(mask, xp), 1e-3, xp), s

    return replace(
        rule,
        update=update,
        scope="tensor" if rule.scope == "element" else rule.scope,
        choices=(
            *rule.choices,
            Choice(
                "cautious_rescale",
                "mean",
                {
                    "mean": "divide by max(mean of the mask, 1e-3) (cautious AdamW, timm)",
                    "sum": "multiply by n / (sum of the mask + 1) (cautious Lion)",
                },
            ),
        ),
    )
