"""What rules take beside a gradient, made from the run itself: a Hessian's diagonal, noise, the rows that were touched.

So every rule of the registry runs without further arguments; a caller may still give inputs of its own.
"""

from collections.abc import Callable, Mapping, Sequence

from descent import random
from descent.arrays import over_run
from descent.differences import hessian
from descent.errors import BadHyper
from descent.spec import Array, Landscape, Namespace, Rule
from descent.trace.tensors import tensors

Inputs = Callable[[Array, int], Mapping[str, Array]]

# A rule's noise must not be the landscape's, which has the same seed, run and step.
_APART = 0x6E6F6973


class Supply:
    """The further inputs of a rule at each step; `given(x, step)` replaces what it names, `(runs, dim)` arrays."""

    def __init__(
        self, rule: Rule, landscape: Landscape, numbers: Array, seed: int, xp: Namespace, given: Inputs | None = None
    ):
        self.landscape, self.numbers, self.seed, self.xp, self.given = landscape, numbers, seed, xp, given
        self.names = rule.inputs

    def __bool__(self) -> bool:
        return bool(self.names)

    def at(self, x: Array, grads: Sequence[Array], step: int) -> dict[str, list[Array]]:
        """One array per tensor for each input, at the points `x` `(runs, dim)` before the step number `step`."""
        found = dict(self.given(x, step)) if self.given is not None else {}
        unknown = [name for name in found if name not in self.names]
        if unknown:
            raise BadHyper(f"no input is called {unknown[0]!r}; there are: {', '.join(self.names) or 'none'}")
        parts = {name: tensors(self.landscape, array, self.xp) for name, array in found.items()}
        for name in self.names:
            if name not in parts and name in _MAKERS:
                parts[name] = _MAKERS[name](self, x, grads, step)
        return parts

    def hessian(self, x: Array, _grads: Sequence[Array], _step: int) -> list[Array]:
        """The exact diagonal of the Hessian."""
        diagonal = self.xp.linalg.diagonal(hessian(self.landscape, x, self.xp))
        return tensors(self.landscape, diagonal, self.xp)

    def noise(self, x: Array, _grads: Sequence[Array], step: int) -> list[Array]:
        """Standard normal numbers, anew at each step."""
        xp = self.xp
        at = xp.asarray([step], dtype=xp.int64, device=x.device)
        drawn = random.normal(self.seed ^ _APART, self.numbers, at, x.shape[1], xp)[0, :, :]
        return tensors(self.landscape, xp.astype(drawn, x.dtype), xp)

    def rows(self, _x: Array, grads: Sequence[Array], _step: int) -> list[Array]:
        """Which rows of each tensor the gradient touches, `(runs, rows)` of 0 and 1."""
        xp = self.xp
        return [
            xp.astype(xp.any(g != 0, axis=over_run(g)[1:]) if g.ndim > 2 else g != 0, g.dtype)  # axes after the row's
            for g in grads
        ]


_MAKERS = {"hessian": Supply.hessian, "noise": Supply.noise, "rows": Supply.rows}
