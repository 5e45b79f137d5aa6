"""Schedule-free average: any rule between its own iterate and their average. Defazio et al. 2024, arXiv:2405.15682.

    z ← z + step                    the rule's step, from the gradient at y
    x ← (1 - c) x + c z             c = w / Σ w with w = lr_max ^ power
    y ← b x + (1 - b) z

The parameter is y, where gradients are taken; the view is x, the average to evaluate. x is not kept, it is
(y - (1 - b) z) / b. b takes the place of the rule's momentum, so that a rule with one of its own is best given less of
it; the rule `schedule_free` is this around RMSprop and SGD, with warm-up. Decay inside acts at y, as the authors' does;
decay outside would move y and not z, and is to be left inside.
"""

from dataclasses import replace

from descent.arrays import larger, per_run
from descent.spec import Hyper

OWN = ("z", "weight_sum", "lr_max")


def schedule_free_average(rule):
    """The rule with hyperparameters `average_share` and `average_lr_power`; the view is the average."""

    def init(p, xp, **settings):
        nothing = per_run(0.0, p, xp)
        own = {"z": xp.asarray(p, copy=True), "weight_sum": nothing, "lr_max": nothing}
        return {**rule.init(p, xp, **rule.wanted(rule.init, settings)), **own}

    def update(y, g, s, t, xp, *, average_share, average_lr_power, **settings):
        inner = {name: value for name, value in s.items() if name not in OWN}
        step, inner = rule.update(y, g, inner, t, xp, **rule.wanted(rule.update, settings))
        lr_max = larger(s["lr_max"], settings["lr"] + 0.0 * s["lr_max"], xp)
        w = lr_max**average_lr_power
        weight_sum = s["weight_sum"] + w
        c = xp.astype(xp.where(weight_sum == 0, 0.0, w / xp.where(weight_sum == 0, 1.0, weight_sum)), y.dtype)
        z = s["z"] + step
        x = (1 - c) * average(y, s["z"], average_share) + c * z
        own = {"z": z, "weight_sum": weight_sum, "lr_max": lr_max}
        return average_share * x + (1 - average_share) * z - y, {**inner, **own}

    def view(y, s, t, xp, *, average_share):
        return average(y, s["z"], average_share)

    return replace(
        rule,
        init=init,
        update=update,
        view=view,
        hypers=(
            *rule.hypers,
            Hyper("average_share", 0.9, 0.01, 0.999, doc="how close to the average gradients are taken"),
            Hyper("average_lr_power", 2.0, 0.0, 4.0, doc="power of the largest lr in the average's weights"),
        ),
        state_doc={
            **rule.state_doc,
            "z": "the rule's own iterate",
            "weight_sum": "sum of the average's weights",
            "lr_max": "largest learning rate so far",
        },
    )


def average(y, z, share):
    """x, of which y holds the share and z the rest."""
    return (y - (1 - share) * z) / share
