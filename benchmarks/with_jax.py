"""The same populations in JAX, one compiled program for all steps, in two forms.

*Like ours*: the rule's own source with `xp = jax.numpy`, hyperparameters as arguments, runs that are not finite frozen
and marked, losses kept at recorded steps. *Bare*: Adam's formula with its betas written in, one scan, mapped over runs.
"""

from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from descent import registry
from jax import lax

from benchmarks.timing import Work

Arrays = Mapping[str, Any]
Heights = Callable[[Arrays, Any], tuple[Any, Arrays]]
"""From tensors `(runs, *shape)` and what comes with the step: losses `(runs,)` and gradients."""


def like_ours(
    rule_name: str, heights: Heights, start: Arrays, hypers: Arrays, given: Any, steps: int, every: int
) -> Work:
    """The work of so many steps with a loss kept every `every` steps, of which `steps` is a multiple.

    `hypers` are `(runs,)`, or `(1,)` where all runs share one number; `given` has what comes with each step on axis 0,
    or is None.
    """
    rule = registry.rule(rule_name)
    choices = {choice.name: choice.default for choice in rule.choices}

    def one(carry: Any, batch: Any, hypers: Any) -> tuple[Any, Any]:
        params, states, t, died = carry
        losses, grads = heights(params, batch)
        well = (died < 0) & jnp.isfinite(losses)
        dead = jnp.where((died < 0) & ~well, t, died)
        moved, fresh = {}, {}
        for name, p in params.items():
            sides = (-1,) + (1,) * (p.ndim - 1)
            own = {hyper: values.reshape(sides) for hyper, values in hypers.items()} | choices
            step, new = rule.update(p, grads[name], states[name], (t + 1).reshape((1,) * p.ndim), jnp, **own)
            mask = well.reshape(sides)
            moved[name] = jnp.where(mask, p + step, p)
            fresh[name] = {state: jnp.where(mask, value, states[name][state]) for state, value in new.items()}
        return (moved, fresh, t + 1, dead), losses

    def program(start: Any, hypers: Any, given: Any) -> Any:
        def recorded(carry: Any, batches: Any) -> tuple[Any, Any]:
            first, rest = (jax.tree.map(lambda x, at=at: x[at], batches) for at in (0, slice(1, None)))
            carry, losses = one(carry, first, hypers)
            carry = lax.scan(lambda c, batch: (one(c, batch, hypers)[0], None), carry, rest, length=every - 1)[0]
            return carry, losses

        states = {name: rule.init(p, jnp, **rule.wanted(rule.init, choices)) for name, p in start.items()}
        runs = len(next(iter(start.values())))
        begun = (start, states, jnp.zeros(1), jnp.full(runs, -1.0))
        cut = jax.tree.map(lambda x: x.reshape(steps // every, every, *x.shape[1:]), given)
        return lax.scan(recorded, begun, cut, length=steps // every)

    compiled = jax.jit(program)
    arguments = jax.tree.map(jnp.asarray, (dict(start), dict(hypers), given))
    return lambda: jax.block_until_ready(compiled(*arguments))


def bare(loss: Callable[..., Any], start: Any, given: Any) -> Work:
    """The work of AdamW with constant betas: no masks and no losses, `given` with the runs on axis 0."""

    def run(start: Any, lr: Any, batches: Any) -> Any:
        def step(carry: Any, given: Any) -> Any:
            x, m, v = carry
            t, batch = given
            g = jax.grad(loss)(x, batch)
            m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
            v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)

            def moved(x: Any, m: Any, v: Any) -> Any:
                return x - lr * (0.01 * x + m / (1 - 0.9**t) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8))

            return (jax.tree.map(moved, x, m, v), m, v), None

        zero = jax.tree.map(jnp.zeros_like, start)
        steps = len(jax.tree.leaves(batches)[0])
        return lax.scan(step, (start, zero, zero), (jnp.arange(1.0, steps + 1), batches))[0][0]

    program = jax.jit(jax.vmap(run))
    arguments = jax.tree.map(jnp.asarray, (start, given))
    rates = jnp.full(len(jax.tree.leaves(start)[0]), 1e-3)
    return lambda: jax.block_until_ready(program(arguments[0], rates, arguments[1]))


def landscape(name: str) -> Heights:
    """The landscape's own value and gradient."""
    found = registry.landscape(name)
    return lambda params, _: (found.value(params["point"], jnp), {"point": found.gradient(params["point"], jnp)})


def rosenbrock_loss(x: Any, _: Any) -> Any:
    """Rosenbrock's function of one run, to be differentiated."""
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


def network_loss(inputs: np.ndarray, classes: np.ndarray) -> Callable[..., Any]:
    """The mean cross entropy of one run of one hidden layer on the samples at some places of the data."""
    x_all, y_all = jnp.asarray(inputs), jnp.asarray(classes)

    def loss(p: Any, places: Any) -> Any:
        hidden = jax.nn.relu(x_all[places] @ p["w1"].T + p["b1"])
        chances = jax.nn.log_softmax(hidden @ p["w2"].T + p["b2"])
        return -jnp.take_along_axis(chances, y_all[places][:, None], axis=1).mean()

    return loss


def network(loss: Callable[..., Any]) -> Heights:
    """Losses and gradients of many runs from the loss of one."""
    return jax.vmap(jax.value_and_grad(loss))
