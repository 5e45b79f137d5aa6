"""The same populations in JAX: Adam's formula, one compiled scan over the steps, mapped over the runs."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from benchmarks.timing import Work


def trained(loss: Callable[..., Any]) -> Callable[..., Any]:
    """The program that trains a population by AdamW: `(starts, lr, batches)`, runs on axis 0 of each."""

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

    return jax.jit(jax.vmap(run))


def rosenbrock(runs: int, steps: int) -> Work:
    """The work of so many AdamW runs of so many steps; the first time it compiles."""

    def loss(x: Any, _: Any) -> Any:
        return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2

    program = trained(loss)
    starts, batches = jnp.tile(jnp.array([-1.5, 2.0]), (runs, 1)), jnp.zeros((runs, steps))
    return lambda: program(starts, jnp.full(runs, 1e-3), batches).block_until_ready()


def networks(start: dict[str, np.ndarray], inputs: np.ndarray, classes: np.ndarray, batches: np.ndarray) -> Work:
    """The same for networks of one hidden layer; `batches` are places in the data, `(runs, steps, batch)`."""
    x_all, y_all = jnp.asarray(inputs), jnp.asarray(classes)

    def loss(p: Any, places: Any) -> Any:
        hidden = jax.nn.relu(x_all[places] @ p["w1"].T + p["b1"])
        chances = jax.nn.log_softmax(hidden @ p["w2"].T + p["b2"])
        return -jnp.take_along_axis(chances, y_all[places][:, None], axis=1).mean()

    program = trained(loss)
    starts = {name: jnp.asarray(value) for name, value in start.items()}
    rates, places = jnp.full(len(batches), 1e-3), jnp.asarray(batches)
    return lambda: jax.block_until_ready(program(starts, rates, places))
