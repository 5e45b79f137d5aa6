"""Exported torch classes under the settings with which torch tests its own: steps, and what is refused.

torch's database imports `expecttest`, which the environment of `make peers` has and that of `make test` has not.
"""

import inspect
import types
from functools import cache

import numpy as np
import pytest
import torch
from descent.export import TARGETS, built_in

from tests.peers.torch_database import HOW, RULES, _pair, entries

database = pytest.importorskip("torch.testing._internal.common_optimizers", reason="torch's database needs expecttest")
NAMESAKES = [name for name in RULES if name != "Muon"]
"""Muon's rounds are in bfloat16 there: tests/peers/pairs compares it."""


@cache
def class_of(rule, choices):
    module = types.ModuleType(f"exported_{rule}")
    exec(compile(TARGETS["torch"](built_in(rule, np, dict(choices))), f"{rule}.py", "exec"), vars(module))
    (found,) = (one for one in vars(module).values() if isinstance(one, type))
    return found


def exported(name, settings):
    """The exported class and its settings for an entry; None where its constructor lacks a setting."""
    pair = _pair(name, dict(settings))
    if pair.ours:
        return None, {}
    found = class_of(pair.rule, tuple(pair.variant.items()))
    known = inspect.signature(found).parameters
    forms = {"nesterov", "amsgrad", "decoupled_weight_decay"}
    own = {key: value for key, value in settings.items() if key not in forms}
    return (found, own) if set(own) <= set(known) else (None, {})


def walked(make, settings):
    """The parameters after six steps."""
    draw = torch.Generator().manual_seed(1)
    params = [torch.nn.Parameter(torch.randn(shape, generator=draw, dtype=torch.float64)) for shape in ((5, 3), (7,))]
    optimizer = make(params, **settings)
    for _ in range(6):
        for p in params:
            p.grad = torch.randn(p.shape, generator=draw, dtype=torch.float64)
        optimizer.step()
    return params


@pytest.mark.parametrize("name", NAMESAKES)
def test_under_every_setting_that_it_has_it_goes_the_way_of_its_namesake(name):
    compared = 0
    theirs = getattr(torch.optim, name)
    for _, settings in (entry for entry in entries() if entry[0] == name):
        make, own = exported(name, settings)
        if make is None:
            continue
        lr = {} if "lr" in own else {"lr": inspect.signature(theirs).parameters["lr"].default}
        for p, q in zip(walked(make, {**lr, **own}), walked(theirs, {**lr, **settings}), strict=True):
            allowed = 1e-6 if name == "ASGD" else 1e-9  # torch keeps its rate in float32
            torch.testing.assert_close(p, q, rtol=allowed, atol=allowed)
        compared += 1
    assert compared, "no entry of the database has only settings that the exported class has"


@pytest.mark.parametrize("name", NAMESAKES)
def test_settings_that_torch_refuses_are_refused(name):
    (info,) = (one for one in database.optim_db if one.optim_cls.__name__ == name)
    for error in info.optim_error_inputs_func(device="cpu", dtype=torch.float64):
        given = error.optimizer_error_input
        settings = {key: value for key, value in given.kwargs.items() if key not in HOW}
        make, own = exported(name, settings)
        tensors = any(torch.is_tensor(one) for one in (own.get("lr"), *own.get("betas", ())))  # ours takes them
        if make is None or not own or tensors or error.error_type is not ValueError:
            continue
        with pytest.raises(ValueError, match="given"):
            make(given.params, **own)
