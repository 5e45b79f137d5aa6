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
`element` to `tensor`. `stepper.compose` puts several around a rule, the first innermost; none goes around a rule of
scope `model`.
"""
