"""Averaging: any rule with an average of its iterates beside it, which is the point to evaluate.

    ema   a ← β a + (1 - β) p      Polyak averaging with forgetting; the first a is the first p
    swa   a ← a + (p - a) / t      the mean of all iterates; Izmailov et al. 2018, arXiv:1803.05407

The rule itself runs as before; `average` joins its state and the view gives it.
"""

from dataclasses import replace

from descent.arrays import choose, ema, widened
from descent.spec import Choice, Hyper


def averaging(rule):
    """The rule with hyperparameter `average_decay` and choice `average`."""

    def init(p, xp, **settings):
        return rule.init(p, xp, **rule.wanted(rule.init, settings)) | {"average": xp.zeros_like(widened(p, xp))}

    def update(p, g, s, t, xp, *, average, average_decay, **settings):
        inner = {name: value for name, value in s.items() if name != "average"}
        step, inner = rule.update(p, g, inner, t, xp, **rule.wanted(rule.update, settings))
        moved, old = p + step, s["average"]
        later = ema(old, moved, average_decay) if average == "ema" else old + (moved - old) / t
        return step, inner | {"average": choose(t == 1, moved, later, xp)}

    def view(p, s, t, xp):
        return s["average"]

    return replace(
        rule,
        init=init,
        update=update,
        view=view,
        hypers=(*rule.hypers, Hyper("average_decay", 0.99, 0.0, 0.9999, doc="decay of the exponential average")),
        choices=(*rule.choices, Choice("average", "ema", {"ema": "exponential average", "swa": "mean of all points"})),
        state_doc={**rule.state_doc, "average": "average of the iterates"},
    )
