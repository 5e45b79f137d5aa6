"""Exported torch classes, compiled, beside the forms of `torch.optim`: ten million numbers in thirteen tensors.

Torch has no Lion and no LAMB: their `foreach` form is written here, with the same operations on lists of tensors.
"""

import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy
import torch
from descent.export import TARGETS, built_in

from benchmarks.promise import Result
from benchmarks.timing import fastest

SHAPES = (
    *((1600, 1200), (1200,), (1200, 1600), (1600,), (1024, 1024), (1024,), (1500, 2000), (2000,)),
    *((512, 3, 3, 128), (512,), (1000, 1000), (500, 987), (26,)),
)
OF_FOREACH = {"adamw": 0.25, "lion": 0.5, "lamb": 0.5}
"""Lion moves 20 bytes a number at the memory's own rate, and its foreach form no more than 44."""
OF_FUSED = 2.0
ROUNDS = 15

Step = Callable[[], object]


def params() -> list[torch.nn.Parameter]:
    """Tensors with gradients, the same for every contestant."""
    draw = torch.Generator().manual_seed(0)
    made = [torch.nn.Parameter(torch.randn(shape, generator=draw)) for shape in SHAPES]
    for p in made:
        p.grad = torch.randn(p.shape, generator=draw)
    return made


def exported(rule: str) -> Step:
    """A compiled step of the class in the exported file."""
    module = types.ModuleType(f"exported_{rule}")
    exec(compile(TARGETS["torch"](built_in(rule, numpy)), f"{rule}.py", "exec"), vars(module))
    (made,) = (one for one in vars(module).values() if isinstance(one, type))
    optimizer = made(params(), compile=True)
    step: Step = optimizer.step
    return step


def foreach_adamw() -> Step:
    """Torch's own."""
    return torch.optim.AdamW(params(), foreach=True).step


def foreach_lion() -> Step:
    """`p - lr sign(β₁ m + (1 - β₁) g)`, `m` after it."""
    own = params()
    grads: list[Any] = [p.grad for p in own]
    averages = [torch.zeros_like(p) for p in own]

    @torch.no_grad()
    def step() -> None:
        moves = torch._foreach_lerp(averages, grads, 0.1)
        torch._foreach_sign_(moves)
        torch._foreach_add_(own, moves, alpha=-1e-4)
        torch._foreach_lerp_(averages, grads, 0.01)

    return step


def foreach_lamb() -> Step:
    """Adam's step with decay, as long as the parameter."""
    own = params()
    grads: list[Any] = [p.grad for p in own]
    first, second = [torch.zeros_like(p) for p in own], [torch.zeros_like(p) for p in own]
    count = 0

    @torch.no_grad()
    def step() -> None:
        nonlocal count
        count += 1
        torch._foreach_lerp_(first, grads, 0.1)
        torch._foreach_mul_(second, 0.999)
        torch._foreach_addcmul_(second, grads, grads, 0.001)
        roots = torch._foreach_sqrt(second)
        torch._foreach_div_(roots, (1 - 0.999**count) ** 0.5)
        torch._foreach_add_(roots, 1e-6)
        moves = torch._foreach_div(first, 1 - 0.9**count)
        torch._foreach_div_(moves, roots)
        torch._foreach_add_(moves, own, alpha=0.01)
        lengths = torch._foreach_div(torch._foreach_norm(own), torch._foreach_norm(moves))
        torch._foreach_mul_(moves, lengths)
        torch._foreach_add_(own, moves, alpha=-1e-3)

    return step


def results() -> Iterator[Result]:
    """Per rule the share of the time that foreach takes, for AdamW that of fused too; one thread."""
    beside = {"adamw": foreach_adamw, "lion": foreach_lion, "lamb": foreach_lamb}
    for rule, foreach in beside.items():
        contestants = {"exported": exported(rule), "foreach": foreach()}
        if rule == "adamw":
            contestants["fused"] = torch.optim.AdamW(params(), fused=True).step
        best = fastest(contestants, ROUNDS)
        detail = ", ".join(f"{time * 1e3:.1f} ms {name}" for name, time in best.items())
        for name, limit in (("foreach", OF_FOREACH[rule]), *([("fused", OF_FUSED)] if rule == "adamw" else [])):
            what = f"{rule} as an exported torch class, compiled: of the time of {name}"
            yield Result(what, best["exported"] / best[name], "x", ROUNDS, limit, detail=detail)
