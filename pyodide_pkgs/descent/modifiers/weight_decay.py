"""Weight decay: any rule with its parameters pulled to zero, in one of five ways.

    decoupled     p ← p (1 - lr λ)          Loshchilov & Hutter 2019, arXiv:1711.05101
    independent   p ← p (1 - λ)             the same pull whatever the learning rate
    l2            g ← g + λ p               the gradient of the penalty λ/2 |p|²
    palm          p ← p (1 - lr² λ)
    cautious      p ← p (1 - lr λ) where step · p ≤ 0, that is, where the rule's step does not lead away from zero;
                  Chen et al. 2025, arXiv:2510.12402

The first, second and fourth act before the rule, which then sees the shrunken parameter. Cautious decay has to know the
step, so the rule sees the parameter as it is. One step is the sum of both. A modifier inside, such as clipping of the
update or a mask, changes the step that cautious decay looks at; one outside changes the decay too.
"""

from dataclasses import replace

from descent.spec import Choice, Hyper


def weight_decay(rule):
    """The rule with hyperparameter `weight_decay` and choice `decay_method`."""

    def update(p, g, s, t, xp, *, weight_decay, decay_method, **settings):
        inner = rule.wanted(rule.update, settings)
        if decay_method == "l2":
            return rule.update(p, g + weight_decay * p, s, t, xp, **inner)
        lr = settings["lr"]
        if decay_method == "cautious":
            step, s = rule.update(p, g, s, t, xp, **inner)
            return xp.where(step * p <= 0, step - lr * weight_decay * p, step), s
        pull = {"decoupled": lr * weight_decay, "independent": weight_decay, "palm": lr * lr * weight_decay}
        shrink = -pull[decay_method] * p
        step, s = rule.update(p + shrink, g, s, t, xp, **inner)
        return shrink + step, s

    return replace(
        rule,
        update=update,
        hypers=(*rule.hypers, Hyper("weight_decay", 0.01, 0.0, 1.0, doc="how hard parameters are pulled to zero")),
        choices=(
            *rule.choices,
            Choice(
                "decay_method",
                "decoupled",
                {
                    "decoupled": "shrink the parameter by lr times the decay",
                    "independent": "shrink the parameter by the decay, whatever lr is",
                    "l2": "add decay times parameter to the gradient",
                    "palm": "shrink the parameter by lr² times the decay",
                    "cautious": "decoupled, only where the step does not lead away from zero",
                },
            ),
        ),
    )
