"""Clipping: gradients cut down before a rule sees them, by value, by norm, or by the size of what they move.

    value      each entry to ± c
    norm       g · min(1, c / |g|)               |g| over each run of a tensor; torch's form divides by |g| + 1e-6
    adaptive   each unit's g to c · max(|p|, 1e-3)       Brock et al. 2021, arXiv:2102.06171

`clip_global` takes the norm over all tensors of a model: it acts on lists of gradients, before the step.

Norms are taken of entries scaled by the largest: it is for gradients far too large that one clips, and their squares
would overflow where the norm itself does not.
"""

from dataclasses import replace

from descent.arrays import larger, largest_entry, smaller, spread
from descent.spec import Choice, Hyper


def scaled_norm(x, axis, xp, order=2.0):
    """The norm of the given order along `axis`, which stays as 1; no power of an entry over- or underflows."""
    scale = largest_entry(x, axis, xp)
    return scale * xp.sum((xp.abs(x) / scale) ** order, axis=axis, keepdims=True) ** (1 / order)


def clip_value(g, limit, xp):
    """`g` with every entry within ± limit."""
    return smaller(larger(g, -limit, xp), limit, xp)


def clip_norm(g, limit, xp, eps=0.0):
    """`g` at most `limit` long; with an `eps` the length counts as |g| + eps, as in torch."""
    size = scaled_norm(g, tuple(range(1, g.ndim)), xp) + eps
    return g * smaller(limit / xp.where(size == 0, 1.0, size), 1.0, xp)


def clip_adaptive(p, g, limit, xp, eps=1e-3):
    """`g` with each unit at most `limit` times as long as the unit's parameters.

    The units of a matrix `(runs, rows, columns)` are its columns, the one unit of a vector is the vector.
    """
    axis = tuple(range(1, p.ndim)) if p.ndim < 3 else tuple(range(1, p.ndim - 1))
    size_p, size_g = (scaled_norm(x, axis, xp) for x in (p, g))
    most = limit * larger(size_p, eps, xp)
    return xp.where(size_g < most, g, g * (most / larger(size_g, 1e-6, xp)))


def global_norm(grads, xp, order=2.0):
    """The norm over all tensors, `(runs,)`, of the given order; None entries are left out."""
    flat = xp.concat([xp.reshape(xp.abs(g), (g.shape[0], -1)) for g in grads if g is not None], axis=1)
    if order == float("inf"):
        return xp.max(flat, axis=1)
    return scaled_norm(flat, 1, xp, order)[:, 0]


def clip_global(grads, limit, xp, order=2.0, eps=0.0):
    """The gradients of all tensors, None among them, scaled together so that their norm is at most `limit`."""
    if all(g is None for g in grads):
        return list(grads)
    size = global_norm(grads, xp, order) + eps
    factor = smaller(limit / xp.where(size == 0, 1.0, size), 1.0, xp)
    return [None if g is None else g * spread(factor, g, xp) for g in grads]


def clipping(rule):
    """The rule with hyperparameter `clip_at` and choice `clip_by`: each tensor's gradient is clipped on its own."""

    def update(p, g, s, t, xp, *, clip_at, clip_by, **settings):
        if clip_by == "value":
            g = clip_value(g, clip_at, xp)
        elif clip_by == "norm":
            g = clip_norm(g, clip_at, xp)
        else:
            g = clip_adaptive(p, g, clip_at, xp)
        return rule.update(p, g, s, t, xp, **rule.wanted(rule.update, settings))

    return replace(
        rule,
        update=update,
        scope="tensor" if rule.scope == "element" else rule.scope,
        hypers=(*rule.hypers, Hyper("clip_at", 1.0, 1e-3, 100.0, scale="log", doc="where the gradient is cut")),
        choices=(
            *rule.choices,
            Choice(
                "clip_by",
                "norm",
                {
                    "norm": "shorten the whole gradient",
                    "value": "cut every coordinate on its own",
                    "adaptive": "shorten each unit relative to its parameters",
                },
            ),
        ),
    )
