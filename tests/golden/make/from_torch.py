"""Cases of `torch.optim`, of its learning-rate schedules and of its gradient clipping."""

from typing import Any

import torch

from tests.golden.make import torch_clipping, torch_schedules
from tests.golden.make.case import CannotMake, Expect, Wanted, entry
from tests.golden.make.torch_classes import Names, Reader, follow, gradient

VERSION = torch.__version__

MOMENTS = {"m": "exp_avg", "v": "exp_avg_sq"}

STATES: dict[str, Names] = {
    "Adadelta": {"v": "square_avg", "acc_delta": "acc_delta"},
    "Adafactor": {"r": "row_var", "c": "col_var", "v": "variance"},
    "Adagrad": {"sum": "sum", "v": "sum"},
    "Adam": {**MOMENTS, "v_max": "max_exp_avg_sq", "step": "step"},
    "AdamW": {**MOMENTS, "v_max": "max_exp_avg_sq"},
    "Adamax": {"m": "exp_avg", "u": "exp_inf"},
    "ASGD": {"ax": "ax", "mu": "mu", "eta": "eta"},
    "LBFGS": {},
    "Muon": {"buf": "momentum_buffer"},
    "NAdam": {**MOMENTS, "mu_product": "mu_product"},
    "RAdam": MOMENTS,
    "RMSprop": {"v": "square_avg", "g_avg": "grad_avg", "buf": "momentum_buffer"},
    "Rprop": {"prev": "prev", "step_size": "step_size"},
    "SGD": {"buf": "momentum_buffer"},
    "SparseAdam": MOMENTS,
}
"""The class -> the recorded name of a state -> torch's."""


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:
    """The part of the case that torch makes."""
    if rule == "schedules":
        return torch_schedules.make(case)
    if rule == "grad_clip":
        return torch_clipping.make(case)
    written = entry(case)[0].rpartition(".")[2]
    # Some cases write torch.optim.adam, the module, for the class in it.
    name = next((known for known in STATES if known.lower() == written.lower()), None)
    if name is None:
        raise CannotMake(f"no states are known for torch.optim.{written}; known: {', '.join(STATES)}")
    factory = getattr(torch.optim, name)
    if name == "LBFGS":
        return {"expect": _lbfgs(factory, case, want)}
    if name == "SparseAdam" and "dense" in case["case"]:
        case = case | {"grads": [[_sparse(grad, case) for grad in step] for step in case["grads"]]}
    return {"expect": follow(factory, case, want, STATES[name], {"step": _counters})}


def _counters(optimizer: torch.optim.Optimizer, params: list[torch.Tensor]) -> list[int | None]:
    counts = [optimizer.state[param].get("step") if param in optimizer.state else None for param in params]
    return [None if count is None else int(count) for count in counts]


def _sparse(grad: Any, case: dict[str, Any]) -> Any:
    """A dense gradient of any shape as one that lists all its rows."""
    if grad is None or isinstance(grad, dict):
        return grad
    return {"rows": list(range(len(gradient(grad, case)))), "values": grad, "dense": grad}


def _lbfgs(factory: Any, case: dict[str, Any], want: Wanted) -> Expect:
    """The record of a method that evaluates the function itself."""
    if case["extra"]["objective"] != "(1-x)^2 + 100 (y-x^2)^2":
        raise CannotMake(f"the objective {case['extra']['objective']!r} is not known; known: Rosenbrock's function")
    losses: list[float] = []

    def step(optimizer: torch.optim.Optimizer, _: int) -> None:
        (point,) = optimizer.param_groups[0]["params"]

        def closure() -> torch.Tensor:
            optimizer.zero_grad()
            loss: torch.Tensor = (1 - point[0]) ** 2 + 100 * (point[1] - point[0] ** 2) ** 2
            loss.backward()
            return loss

        losses.append(float(optimizer.step(closure)))

    def counted(name: str) -> Reader:
        return lambda optimizer, params: optimizer.state[params[0]][name]

    readers: dict[str, Reader] = {
        "loss_at_start": lambda *_: losses[-1],
        "func_evals": counted("func_evals"),
        "n_iter": counted("n_iter"),
    }
    return follow(factory, case, want, {}, readers, step)
