"""Follows an optimizer class with torch's interface through a case; five sources share it."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch

from tests.golden.make.case import CannotMake, Expect, Wanted, arguments, check_known, entry, in_order
from tests.golden.options import number

Reader = Callable[[torch.optim.Optimizer, list[torch.Tensor]], Any]
"""Reads one recorded quantity that is no state of a tensor."""

Step = Callable[[torch.optim.Optimizer, int], Any]
"""Takes the step of that index; what it returns is handed to no one."""

Names = Mapping[str, str]
"""The recorded name of a state -> its key in `optimizer.state[tensor]`."""


def tensor(values: Any, case: dict[str, Any]) -> torch.Tensor:
    """The nested list in the precision of the case."""
    return torch.tensor(number(values), dtype=getattr(torch, case["dtype"]))


def parameters(case: dict[str, Any]) -> list[torch.Tensor]:
    """The starting point, ready for an optimizer."""
    return [tensor(values, case).requires_grad_() for values in case["params"]]


def build(factory: Any, case: dict[str, Any], params: list[torch.Tensor]) -> torch.optim.Optimizer:
    """The optimizer with what the case sets and nothing else; `CannotMake` for a setting it has not."""
    keywords = {name: value for name, value in entry(case)[2].items() if value is not ...} | arguments(case)
    possible = list(inspect.signature(factory).parameters.values())[1:]
    names = [parameter.name for parameter in possible if parameter.kind is not parameter.VAR_KEYWORD]
    takes_all = len(names) < len(possible)
    if not takes_all:
        check_known(keywords, names, factory.__name__)
    made: torch.optim.Optimizer = factory(params, **keywords)
    if takes_all:
        # A class that swallows any keyword shows in its defaults which it has understood.
        check_known(keywords, {*names, *made.defaults}, factory.__name__)
    return made


def follow(
    factory: Any,
    case: dict[str, Any],
    want: Wanted,
    states: Names,
    readers: Mapping[str, Reader] | None = None,
    step: Step | None = None,
) -> Expect:
    """The record of every step; a tensor whose state does not exist yet has `None` there."""
    with precision(case):
        return _follow(factory, case, want, states, readers or {}, step)


@contextmanager
def precision(case: dict[str, Any]) -> Iterator[None]:
    """Torch's default precision is the case's: some optimizers hold scalars (`mu_product`, `eta`) in the default."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(getattr(torch, case["dtype"]))
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def _follow(
    factory: Any,
    case: dict[str, Any],
    want: Wanted,
    states: Names,
    readers: Mapping[str, Reader],
    step: Step | None,
) -> Expect:
    params = parameters(case)
    optimizer = build(factory, case, params)
    unknown = [name for name in want.states if name not in states]
    if unknown:
        raise CannotMake(f"no key is known for the state {', '.join(unknown)} of {factory.__name__}")
    expect = []
    for index, grads in enumerate(case["grads"]):
        for param, grad in zip(params, grads, strict=True):
            param.grad = None if grad is None else gradient(grad, case)
        if step is None:
            optimizer.step()
        else:
            step(optimizer, index)
        found: dict[str, Any] = {"params": [param.detach() for param in params]}
        found["state"] = {name: [_state(optimizer, param, states[name]) for param in params] for name in want.states}
        found["state"] = in_order(found["state"], Wanted(want.states))
        found |= {name: reader(optimizer, params) for name, reader in readers.items() if name in want.names}
        expect.append(in_order(found, want))
    return expect


def gradient(grad: Any, case: dict[str, Any]) -> torch.Tensor:
    """The gradient; one that lists rows becomes a sparse tensor with just these rows."""
    if not isinstance(grad, dict):
        return tensor(grad, case)
    rows, dense = torch.tensor([grad["rows"]], dtype=torch.int64), tensor(grad["dense"], case)
    values = tensor(grad["values"], case).reshape(-1, *dense.shape[1:])
    return torch.sparse_coo_tensor(rows, values, dense.shape, check_invariants=True)


def _state(optimizer: torch.optim.Optimizer, param: torch.Tensor, key: str) -> Any:
    """The state, copied: the optimizer will change it in place. A key such as `Q.0` names a part of a list."""
    name, _, place = key.partition(".")
    value = optimizer.state[param].get(name) if param in optimizer.state else None
    if place and value is not None:
        value = value[int(place)] if int(place) < len(value) else None
    return value.clone() if isinstance(value, torch.Tensor) else value
