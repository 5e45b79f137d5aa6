"""Rosenbrock runs with Adam's formula in JAX: one compiled scan over the steps, mapped over the runs."""

import jax
import jax.numpy as jnp
from jax import lax

from benchmarks.timing import seconds


def rosenbrock_seconds(runs: int, steps: int) -> float:
    """Seconds for so many AdamW runs of so many steps, compiling not counted."""

    def loss(x):  # type: ignore[no-untyped-def]
        return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2

    def run(start, lr):  # type: ignore[no-untyped-def]
        def step(carry, t):  # type: ignore[no-untyped-def]
            x, m, v = carry
            g = jax.grad(loss)(x)
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
            x = x - lr * (0.01 * x + m / (1 - 0.9**t) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8))
            return (x, m, v), None

        zero = jnp.zeros(2)
        return lax.scan(step, (start, zero, zero), jnp.arange(1.0, steps + 1))[0][0]

    starts = jnp.tile(jnp.array([-1.5, 2.0]), (runs, 1))
    program = jax.jit(jax.vmap(run))
    return seconds(lambda: program(starts, jnp.full(runs, 1e-3)).block_until_ready())
