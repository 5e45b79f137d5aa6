"""What is composed with a rule: weight decay, averaging, update hooks; one file each, its name is the public name.

A modifier is a function of the file's name from rule to rule: `cautious(rule)` gives the rule that steps cautiously. It
wraps `init`, `update` or `view`, whose arguments and answers are those of `descent.rules`, and hands them on:

    from dataclasses import replace

    from descent.spec import Hyper


    def halved(rule):
        '''The rule with hyperparameter `share`: that much of each step is taken.'''

        def update(p, g, s, t, xp, *, share, **settings):
            step, s = rule.update(p, g, s, t, xp, **rule.wanted(rule.update, settings))
            return share * step, s

        return replace(rule, update=update, hypers=(*rule.hypers, Hyper("share", 0.5, 0.0, 1.0, doc="share taken")))

What the modifier adds it takes by name; the rest are the rule's own, of which `rule.wanted` picks what it names. The
step that comes out is added to the `p` that went in, also where the rule was shown another one. State of its own stands
beside the rule's under a name of its own. A modifier that needs a whole tensor, for a norm or a mean, makes scope
`element` to `tensor`. Around a rule of scope `model` only those of `AROUND_MODELS` go, which take lists of gradients.

`stepper.compose` puts several around a rule, always in the order of `ORDER`, whatever the order in which they were
named, so that two that act on the same number have one meaning. `ORDER` is told from the inside:

    update_clipping                                bounds the step that the rule itself proposes
    cautious, grams                                change the rule's step by the gradient that the rule saw
    relative_update, radial_brake, hyperball       then one of these gives that step its length
    weight_decay                                   neither masked nor rescaled: it acts before them, on the parameter,
                                                   or as `l2` in the gradient that they see
    gradient_centralization                        takes the mean out of the gradient, and nothing out of an l2 decay
    clipping                                       cuts the gradient as it came, before anything is added to it
    schedule_free_average, lookahead               lead the points that all of this reaches back to an average
    averaging                                      averages the points that come out
    prodigy_distance                               finds the lr of all of this; sees all tensors, so few go around it
    sam                                            moves the point at which the gradient of all of this is taken
    maximize                                       turns the loss, not the penalty: -g + λ p, as torch; for SAM too

A modifier that has no place there stands innermost, where it was named.
"""

ORDER = (
    "update_clipping",
    "cautious",
    "grams",
    "relative_update",
    "radial_brake",
    "hyperball",
    "weight_decay",
    "gradient_centralization",
    "clipping",
    "schedule_free_average",
    "lookahead",
    "averaging",
    "prodigy_distance",
    "sam",
    "maximize",
)
"""The names of the modifiers, the innermost first."""

AROUND_MODELS = ("sam", "maximize")
"""Those that also go around a rule that sees all tensors at once."""
