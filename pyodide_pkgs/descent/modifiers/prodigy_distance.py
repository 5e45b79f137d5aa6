"""Prodigy distance: any rule times the distance that Prodigy estimates. Mishchenko & Defazio 2023, arXiv:2306.06101.

    n ← β₃ n + d/d₀ · d lr · Σ ⟨g, p₀ - p⟩         s ← β₃ s + d/d₀ · d lr · g
    d̂ = n / Σ |s|                                  d ← max(d, d̂), at most `prodigy_growth` times the old d
    the rule's step for the gradient d g, with d lr for lr and the new d times ε for ε

The paper has the estimate for Adam and for a normalised gradient, and no form for any rule. This is that of Adam (its
Algorithm 4) with the rule in the place of Adam's two moments: around Adam without bias correction it is the rule
`prodigy`, number by number. With bias correction `prodigy` counts the correction as part of lr in its sums too, and ε
stands on the uncorrected root; here the correction is the rule's own and stays out of the sums. What has no ε has none
to scale, and an ε that stands elsewhere, under another name, stays.

It is meant for rules whose step is proportional to lr and does not grow with the gradient: Adam's relatives, signs,
orthogonalised steps. A step that is proportional to the gradient (gradient descent, Sophia) is so to d twice, which
`prodigy_weights` False undoes: then the rule sees g itself. All tensors share one d, so the rule becomes one of scope
`model`, and its `t` counts the steps that moved.
"""

from dataclasses import replace

from descent.arrays import at_least_single, choose, over_model, spread, widened
from descent.errors import BadHyper
from descent.spec import Choice, Hyper

SHARED = ("d", "d_max", "numerator", "count")
OWN = (*SHARED, "prodigy_s", "p0")


def prodigy_distance(rule):
    """The rule with `prodigy_d0`, `prodigy_beta3`, `prodigy_coef`, `prodigy_growth` and `prodigy_weights`; lr is 1."""
    names = {hyper.name for hyper in rule.hypers}
    if "lr" not in names:
        raise BadHyper(f"{rule.title or 'the rule'} has no lr that a distance could take the place of")
    if "clip_at" in names:
        raise BadHyper("clipping cuts gradients at a length of their own, and here they are weighted by a distance")

    lr = Hyper("lr", 1.0, 1e-3, 10.0, scale="log", doc="factor on the learning rate that is found")

    def init(p, xp, *, prodigy_d0, **settings):
        zeros = [xp.zeros_like(widened(tensor, xp)) for tensor in p]
        run = xp.zeros((p[0].shape[0],), dtype=at_least_single(p[0].dtype, xp), device=p[0].device)
        states = [rule.init(tensor, xp, **rule.wanted(rule.init, reached(settings, tensor, xp))) for tensor in p]
        start = {"d": run + prodigy_d0, "d_max": run + prodigy_d0, "numerator": run, "count": run}
        return together(states) | {"prodigy_s": zeros, "p0": list(p)} | start

    def update(
        p, g, s, t, xp, *, lr, prodigy_d0, prodigy_beta3, prodigy_coef, prodigy_growth, prodigy_weights, **settings
    ):  # fmt: skip
        d, k = s["d"], s["count"] + 1
        beta3 = choose(prodigy_beta3 == 0, settings.get("beta2", 0.999) ** 0.5, prodigy_beta3, xp)
        dlr = d * lr
        grown = d / prodigy_d0 * dlr
        sums = zip(s["prodigy_s"], g, strict=True)
        S = [spread(beta3, g_i, xp) * s_i + spread(grown, g_i, xp) * g_i for s_i, g_i in sums]
        travelled = over_model([g_i * (p0 - p_i) for p_i, g_i, p0 in zip(p, g, s["p0"], strict=True)], xp)
        numerator = beta3 * s["numerator"] + grown * travelled
        denominator = over_model([xp.abs(s_i) for s_i in S], xp)
        still = denominator == 0
        d_hat = prodigy_coef * numerator / xp.where(still, 1.0, denominator)
        d_max = xp.maximum(s["d_max"], d_hat)
        d_new = xp.minimum(d_max, xp.where(d == prodigy_d0, xp.maximum(d, d_hat), d) * prodigy_growth)
        d_new, d_max = xp.where(still, d, d_new), xp.where(still, s["d_max"], d_max)
        given = settings | {"lr": dlr} | ({"eps": d_new * settings["eps"]} if "eps" in settings else {})
        steps, states = [], []
        for place, (p_i, g_i) in enumerate(zip(p, g, strict=True)):
            own = reached({name: of(value, place) for name, value in given.items()}, p_i, xp)
            seen = spread(d, g_i, xp) * g_i if prodigy_weights else g_i
            inner = {name: value[place] for name, value in s.items() if name not in OWN and value[place] is not None}
            stays = spread(still, p_i, xp)
            step, after = rule.update(p_i, seen, inner, spread(k, p_i, xp), xp, **rule.wanted(rule.update, own))
            steps.append(xp.where(stays, 0.0, step))
            states.append({name: xp.where(held(still, value, xp), inner[name], value) for name, value in after.items()})
        shared = {"d": d_new, "d_max": d_max, "numerator": xp.where(still, s["numerator"], numerator)}
        kept = {"prodigy_s": S, "p0": s["p0"], "count": xp.where(still, s["count"], k)}
        return steps, together(states) | kept | shared

    return replace(
        rule,
        init=init,
        update=update,
        scope="model",
        hypers=(
            *(lr if hyper.name == "lr" else hyper for hyper in rule.hypers),
            Hyper("prodigy_d0", 1e-6, 1e-9, 1e-2, scale="log", doc="distance assumed at the start"),
            Hyper("prodigy_beta3", 0.0, 0.0, 0.9999, doc="decay of the sums behind d; 0 is √β₂, or √0.999"),
            Hyper("prodigy_coef", 1.0, 0.1, 10.0, scale="log", doc="factor on the estimated distance"),
            Hyper(
                "prodigy_growth", 1e30, 1.01, 1e30, scale="log", doc="largest growth of d in one step; 1e30: no limit"
            ),
        ),
        choices=(
            *rule.choices,
            Choice(
                "prodigy_weights",
                True,
                {True: "the rule sees d g, as Adam does in Prodigy", False: "the rule sees the gradient itself"},
            ),
        ),
        refused=(
            *rule.refused,
            ({"decay_method": "l2"}, "its penalty is no part of the gradient that measures the distance"),
        ),
        state_doc={
            **rule.state_doc,
            "prodigy_s": "weighted sum of the gradients",
            "p0": "the starting point",
            "d": "estimated distance to the solution",
            "d_max": "largest estimate so far",
            "numerator": "weighted sum of ⟨g, p₀ - p⟩",
            "count": "steps that moved",
        },
    )


def together(states):
    """The states of all tensors as one list for each name, None where a tensor has none of that name."""
    names = dict.fromkeys(name for state in states for name in state)
    return {name: [state.get(name) for state in states] for name in names}


def of(value, place):
    """An input of one tensor, or a setting."""
    return value[place] if isinstance(value, list) else value


def reached(settings, p, xp):
    """The settings as a rule of one tensor takes them."""
    return {name: spread(value, p, xp) if shapes_to(value) else value for name, value in settings.items()}


def shapes_to(value):
    """Whether the value is a setting with one number for each run."""
    return getattr(value, "ndim", 0) == 1


def held(still, value, xp):
    """Where the runs stand still, beside a state."""
    return xp.reshape(still, (-1,) + (1,) * (value.ndim - 1))
