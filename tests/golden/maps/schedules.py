"""`schedules`: learning rates (and momenta) epoch by epoch; functions and chains of schedules are given as words."""

import ast
import operator
import re
from collections.abc import Callable
from typing import Any

from descent.schedules import rates as made
from descent.schedules.cycles import cyclic, one_cycle
from descent.schedules.plateau import Plateau

from tests.golden.compare import mismatch
from tests.golden.options import NotUnderstood

TOL = {"rtol": 1e-11, "atol": 1e-13}
KNOWN = {"schedule", "case", "hyper", "base_lr", "lrs", "momentum", "metrics", "source", "notes"}

Lr = Callable[[int], float]
OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def factor(words: str) -> Lr:
    """The function of the epoch that the words write, such as `1/(1+epoch)`."""

    def value(node: ast.expr, epoch: int) -> float:
        match node:
            case ast.Constant(int() | float() as number):
                return number
            case ast.Name("epoch"):
                return epoch
            case ast.BinOp(left, op, right) if type(op) in OPERATIONS:
                return OPERATIONS[type(op)](value(left, epoch), value(right, epoch))
        raise NotUnderstood(f"{ast.unparse(node)!r} in {words!r} is not understood")

    body = ast.parse(words, mode="eval").body
    return lambda epoch: value(body, epoch)


def stable(base_lr: float, warmup: int, stay: int, decay: int, share: float, cooldown: str) -> Lr:
    """Warm-up, plateau and cooldown, its end given as a share of the base."""
    return made.warmup_stable_decay(base_lr, warmup, stay, decay, base_lr * share, cooldown)


CLOSED: dict[str, Callable[..., Lr]] = {
    "warmup-stable-decay": lambda base_lr, num_warmup_steps, num_stable_steps, num_decay_steps, **end: stable(
        base_lr, num_warmup_steps, num_stable_steps, num_decay_steps, end["min_lr_ratio"], end["cooldown_type"]
    ),
    "StepLR": made.step,
    "MultiStepLR": made.multi_step,
    "ConstantLR": made.constant,
    "LinearLR": made.linear,
    "ExponentialLR": made.exponential,
    "PolynomialLR": made.polynomial,
    "CosineAnnealingLR": lambda base_lr, T_max, eta_min=0.0: made.cosine_annealing(base_lr, T_max, eta_min),  # noqa: N803
    "CosineAnnealingWarmRestarts": lambda base_lr, T_0, T_mult=1, eta_min=0.0: made.cosine_warm_restarts(  # noqa: N803
        base_lr, T_0, T_mult, eta_min
    ),
    "LambdaLR": lambda base_lr, lr_lambda: made.by_function(base_lr, factor(lr_lambda)),
    "MultiplicativeLR": lambda base_lr, lr_lambda: made.multiplicative(base_lr, factor(lr_lambda)),
    "SequentialLR": lambda base_lr, schedulers, milestones: made.sequential(
        [spoken(words, base_lr) for words in schedulers], milestones
    ),
    "ChainedScheduler": lambda base_lr, schedulers: made.chained(
        base_lr, [spoken(words, base_lr) for words in schedulers]
    ),
}

OPTAX: dict[str, Callable[..., Lr]] = {
    "optax.warmup_cosine_decay_schedule": made.warmup_cosine,
    "optax.exponential_decay": made.exponential_decay,
    "optax.polynomial_schedule": made.polynomial_schedule,
    "optax.linear_onecycle_schedule": made.linear_onecycle,
}


def spoken(words: str, base_lr: float) -> Lr:
    """The schedule written as a call, such as `LinearLR(0.1,1.0,5)`."""
    name, arguments = re.fullmatch(r"(\w+)\(([^)]*)\)", words).groups()  # type: ignore[union-attr]
    return CLOSED[name](base_lr, *(float(argument) for argument in arguments.split(",")))


def run(case: dict[str, Any], _xp: Any) -> list[str]:
    unread = [f"entry {name!r} of the case" for name in case if name not in KNOWN]
    if unread:
        return unread
    name, hyper, epochs = case["schedule"], case["hyper"], range(len(case["lrs"]))
    momentum = None
    if name == "ReduceLROnPlateau":
        plateau, lrs = Plateau(case["base_lr"], **hyper), []
        for metric in [*case["metrics"], None]:
            lrs.append(plateau.lr)
            plateau = plateau if metric is None else plateau.after(metric)
    elif name in ("CyclicLR", "OneCycleLR"):
        moving = hyper.get("cycle_momentum", True)
        settings = {k: v for k, v in hyper.items() if k != "cycle_momentum"}
        if "epochs" in settings:
            settings["total_steps"] = settings.pop("epochs") * settings.pop("steps_per_epoch")
        cycle = (cyclic if name == "CyclicLR" else one_cycle)(**settings)
        lrs = [cycle(epoch)[0] for epoch in epochs]
        momentum = [cycle(epoch)[1] for epoch in epochs] if moving else None
    elif name in OPTAX:
        lrs = [OPTAX[name](**hyper)(epoch) for epoch in epochs]
    elif name in CLOSED:
        lrs = [CLOSED[name](case["base_lr"], **hyper)(epoch) for epoch in epochs]
    else:
        return [f"schedule {name!r} is not understood"]
    found = mismatch("lrs", case["lrs"], lrs, TOL)
    listed = case.get("momentum")
    if listed is not None and momentum is not None:
        found += mismatch("momentum", listed, momentum, TOL)
    elif listed is not None and len(set(listed)) != 1:
        found += [f"{name} lists a momentum that moves"]
    return found
