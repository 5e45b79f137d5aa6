"""SAM: any rule on the gradient of a worse point near by. Foret et al. 2020, arXiv:2010.01412, Algorithm 1.

    e = ρ g / (|g| + ε)               ASAM (Kwon et al. 2021, arXiv:2102.11600):  e = ρ p² g / (|p g| + ε)
    the rule's step, from p, with the gradient at p + e

The norm runs over all tensors of a run together, and over nothing of another run, so that all of a model is moved by ρ.
The rule itself is left as it is, decay and what else goes around it included: whoever drives it takes a second
gradient, at the points that `descent.stepper.ahead` gives, on the same samples or noise as the first. A step so costs
two gradients.
"""

from dataclasses import replace

from descent.arrays import spread, widened
from descent.errors import BadHyper
from descent.modifiers.clipping import global_norm
from descent.spec import Choice, Hyper


def sam(rule):
    """The rule with hyperparameters `sam_rho` and `sam_eps` and choice `sam_adaptive`."""
    if rule.perturb is not None:
        raise BadHyper("the rule is moved to other points already")

    def perturb(p, g, xp, *, sam_rho, sam_eps, sam_adaptive):
        seen = [widened(g_i, xp) for g_i in g]
        sizes = [widened(p_i, xp) if sam_adaptive else 1.0 for p_i in p]
        far = sam_rho / (global_norm([size * g_i for size, g_i in zip(sizes, seen, strict=True)], xp) + sam_eps)
        return [
            xp.astype(spread(far, g_i, xp) * (size * size * g_i), p_i.dtype)
            for p_i, g_i, size in zip(p, seen, sizes, strict=True)
        ]

    return replace(
        rule,
        perturb=perturb,
        hypers=(
            *rule.hypers,
            Hyper("sam_rho", 0.05, 0.0, 2.0, doc="how far away the second gradient is taken, ρ"),
            Hyper("sam_eps", 1e-12, 1e-16, 1e-2, scale="log", doc="added to the norm of the first gradient"),
        ),
        choices=(
            *rule.choices,
            Choice(
                "sam_adaptive",
                False,
                {False: "as far in every direction (SAM)", True: "in the measure of each parameter's size (ASAM)"},
            ),
        ),
    )
