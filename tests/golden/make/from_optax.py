"""Cases of optax: its optimizers, schedules and clipping, in double precision."""

import inspect
from typing import Any

import jax
import jax.numpy as jnp
import optax

from tests.golden.make.case import CannotMake, Wanted, arguments, check_known, entry, in_order, listed
from tests.golden.options import number

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")

VERSION = f"{optax.__version__} / jax {jax.__version__}"

SPELLING = {"lr": ("learning_rate",), "alpha": ("decay",), "momentum": ("beta",), "ns_coefficients": ("ns_coeffs",)}
"""A hyperparameter as the cases write it -> as optax does, where its function has not the case's name."""


LOOPS = ("optax.contrib.muon",)
"""Entries whose step holds a loop, which jax compiles: the whole step once, and not the loop at every step."""


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:
    """The part of the case that optax makes."""
    if rule == "schedules":
        schedule = getattr(optax, entry(case)[0])(**arguments(case))
        return {"lrs": [listed(float(schedule(epoch))) for epoch in range(len(case["lrs"]))]}
    if rule == "grad_clip":
        return {"out": _clipped(case)}
    return {"expect": _follow(case, want)}


def _centralized(lr: float) -> optax.GradientTransformation:
    return optax.chain(optax.centralize(), optax.adam(lr))


def _clipped_by_rms(lr: float, threshold: float) -> optax.GradientTransformation:
    return optax.chain(optax.scale_by_adam(), optax.clip_by_block_rms(threshold), optax.scale(-lr))


def _schedule_free(lr: float, share: float, power: float) -> optax.GradientTransformation:
    return optax.contrib.schedule_free(optax.adam(lr), lr, share, power)


CHAINS = {
    "chain.centralized": _centralized,
    "chain.clipped_by_rms": _clipped_by_rms,
    "chain.schedule_free": _schedule_free,
}
"""Entries that name no function of optax but a chain of them around Adam."""


def _function(path: str) -> Any:
    """The function that `optax.contrib.adopt` names, or one of the chains."""
    if path in CHAINS:
        return CHAINS[path]
    found: Any = optax
    for part in path.split(".")[1:]:
        if not hasattr(found, part):
            raise CannotMake(f"optax {optax.__version__} has no {path}")
        found = getattr(found, part)
    return found


def _keywords(function: Any, case: dict[str, Any]) -> dict[str, Any]:
    """What the case sets, in the function's own spelling."""
    possible = list(inspect.signature(function).parameters)
    found: dict[str, Any] = dict(entry(case)[2])
    for name, value in arguments(case).items():
        if name == "betas" and name not in possible:
            found |= {f"b{place}": beta for place, beta in enumerate(value, start=1)}
        elif name in possible:
            found[name] = value
        else:
            found[SPELLING.get(name, (name,))[0]] = value
    check_known(found, possible, entry(case)[0])
    return found


def _array(values: Any, case: dict[str, Any]) -> jax.Array:
    return jnp.asarray(number(values), dtype=case.get("dtype", "float64"))


def _follow(case: dict[str, Any], want: Wanted) -> list[dict[str, Any]]:
    """The parameters after every step; optax has no optimizer that takes a missing gradient."""
    function = _function(entry(case)[0])
    keywords = _keywords(function, case)
    if "hessian" in case["extra"]:
        keywords["hessian_diagonal_fn"] = _recorded_hessian(case)
    optimizer = function(**keywords)
    params = [_array(values, case) for values in case["params"]]
    state = optimizer.init(params)
    update = jax.jit(optimizer.update) if entry(case)[0] in LOOPS else optimizer.update
    expect = []
    for grads in case["grads"]:
        if any(grad is None for grad in grads):
            raise CannotMake("optax takes a gradient for every tensor")
        updates, state = update([_array(grad, case) for grad in grads], state, params)
        params = optax.apply_updates(params, updates)
        expect.append(in_order({"params": params} | _states(state, want), want))
    return expect


def _states(state: Any, want: Wanted) -> dict[str, Any]:
    """The states wanted, by their name in optax (`mu`, `nu`), found anywhere in the nested state."""
    if "state" not in want.names:
        return {}
    found: dict[str, Any] = {}
    for name in want.states:
        values = optax.tree.get(state, OPTAX_STATES.get(name, name))
        found[name] = listed(values)
    return {"state": found}


OPTAX_STATES = {"m": "mu", "v": "nu"}
"""The recorded name of a state -> optax's."""


def _recorded_hessian(case: dict[str, Any]) -> optax.GradientTransformation:
    """An estimator whose count of calls picks the case's estimate of the Hessian's diagonal."""
    table = [jnp.stack([_array(step[place], case) for step in case["extra"]["hessian"]]) for place in range(1)]
    if any(len(step) != 1 for step in case["extra"]["hessian"]):
        raise CannotMake("a recorded Hessian is for one tensor only")

    def update(updates: Any, count: Any, params: Any = None, **_: Any) -> Any:
        del updates, params
        return [values[count] for values in table], count + 1

    return optax.GradientTransformation(lambda _: jnp.zeros((), jnp.int32), update)


def _clipped(case: dict[str, Any]) -> list[Any]:
    """The gradients after the case's clipping."""
    path, values, keywords = entry(case)
    limits = values or [case["max_norm"]]
    grads = [_array(grad, case) for grad in case["grads"]]
    params = [_array(values, case) for values in case["params"]] if "params" in case else None
    clipping = _function(path)(*limits, **keywords)
    out, _ = clipping.update(grads, clipping.init(params or grads), params)
    return [listed(grad) for grad in out]
