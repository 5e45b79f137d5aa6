"""Rules written again from their papers in plain NumPy, for a rule that no installable library has.

Nothing here may import the project's own rules: two texts that share code agree in their mistakes too. A formula takes
one tensor's point, gradient and states and the number of the step, and gives the new point and states.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.golden.make.case import CannotMake, Expect, Wanted, arguments, entry, in_order
from tests.golden.options import number

VERSION = "1"

Array = np.ndarray[Any, np.dtype[Any]]
States = dict[str, Array]
Formula = Callable[..., tuple[Array, States]]


def lamb(
    p: Array,
    g: Array,
    s: States,
    t: int,
    *,
    lr: float,
    betas: tuple[float, float],
    eps: float,
    weight_decay: float,
    bias_correction: bool = True,
) -> tuple[Array, States]:
    """LAMB, algorithm 2 of You et al. 2019 (arXiv 1904.00962), phi the identity; trust 1 where a norm is 0."""
    m = betas[0] * s["m"] + (1 - betas[0]) * g
    v = betas[1] * s["v"] + (1 - betas[1]) * g * g
    first, second = (1 - betas[0] ** t, 1 - betas[1] ** t) if bias_correction else (1.0, 1.0)
    u = (m / first) / (np.sqrt(v / second) + eps) + weight_decay * p
    length, step = np.linalg.norm(p.ravel()), np.linalg.norm(u.ravel())
    trust = length / step if length > 0 and step > 0 else 1.0
    return p - lr * trust * u, {"m": m, "v": v}


def adam(
    p: Array, g: Array, s: States, t: int, *, lr: float, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8
) -> tuple[Array, States]:
    """Adam, algorithm 1 of Kingma and Ba 2014 (arXiv 1412.6980)."""
    m = betas[0] * s["m"] + (1 - betas[0]) * g
    v = betas[1] * s["v"] + (1 - betas[1]) * g**2
    m_hat, v_hat = m / (1 - betas[0] ** t), v / (1 - betas[1] ** t)
    return p - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


def adam_atan2(
    p: Array,
    g: Array,
    s: States,
    t: int,
    *,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    a: float = 1.27,
    b: float = 1.0,
) -> tuple[Array, States]:
    """Adam with atan2 in the place of the quotient, section 4.3 of Everett et al. 2024 (arXiv 2407.05872)."""
    m = betas[0] * s["m"] + (1 - betas[0]) * g
    v = betas[1] * s["v"] + (1 - betas[1]) * g**2
    m_hat, v_hat = m / (1 - betas[0] ** t), v / (1 - betas[1] ** t)
    return p - lr * a * np.arctan2(m_hat, b * np.sqrt(v_hat)), {"m": m, "v": v}


def cautious_decay(
    p: Array,
    g: Array,
    s: States,
    t: int,
    *,
    lr: float,
    weight_decay: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[Array, States]:
    """AdamW with cautious decay, algorithm 1 of Chen et al. 2025 (arXiv 2510.12402)."""
    moved, s = adam(p, g, s, t, lr=lr, betas=betas, eps=eps)
    u = (p - moved) / lr
    agree = u * p >= 0
    return p - lr * (u + weight_decay * agree * p), s


FORMULAS: dict[str, tuple[Formula, tuple[str, ...]]] = {
    "adam": (adam, ("m", "v")),
    "adam_atan2": (adam_atan2, ("m", "v")),
    "cautious_decay": (cautious_decay, ("m", "v")),
    "lamb": (lamb, ("m", "v")),
}
"""The entry of a case -> the formula, and its states, which start at 0."""


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:  # noqa: ARG001
    """The part of the case that the formula makes."""
    name = entry(case)[0]
    if name not in FORMULAS:
        raise CannotMake(f"no formula is called {name}; there are: {', '.join(FORMULAS)}")
    formula, states = FORMULAS[name]
    with np.errstate(all="ignore"):
        return {"expect": _follow(formula, states, case, want)}


def _follow(formula: Formula, names: tuple[str, ...], case: dict[str, Any], want: Wanted) -> Expect:
    """The record of every step; a tensor without a gradient stays, and its count of steps too."""
    keywords = arguments(case)
    params = [np.array(number(values), dtype=case["dtype"]) for values in case["params"]]
    states: list[States] = [{name: np.zeros_like(param) for name in names} for param in params]
    steps = [0] * len(params)
    expect = []
    for grads in case["grads"]:
        for place, values in enumerate(grads):
            if values is None:
                continue
            steps[place] += 1
            grad = np.array(number(values), dtype=case["dtype"])
            params[place], states[place] = formula(params[place], grad, states[place], steps[place], **keywords)
        seen = {
            name: [state[name] if count else None for state, count in zip(states, steps, strict=True)]
            for name in want.states
        }
        expect.append(in_order({"params": params, "state": in_order(seen, Wanted(want.states))}, want))
    return expect
