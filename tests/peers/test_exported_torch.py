"""Exported torch classes under the settings with which torch tests its own: steps, and what is refused.

torch's database imports `expecttest`, which the environment of `make peers` has and that of `make test` has not.
"""

import copy
import inspect
import types
import warnings
from functools import cache

import numpy as np
import pytest
import torch
from descent import registry
from descent.export import TARGETS, built_in

from tests.peers.torch_database import HOW, RULES, _pair

database = pytest.importorskip("torch.testing._internal.common_optimizers", reason="torch's database needs expecttest")
NAMESAKES = [name for name in RULES if name != "Muon"]
"""Muon's rounds are in bfloat16 there: tests/peers/pairs compares it."""
FORMS = {"nesterov", "amsgrad", "centered", "decoupled_weight_decay"}
"""What is another form of a rule here, chosen when the file is written."""
PAIRS = {"etas": ("eta_minus", "eta_plus"), "step_sizes": ("min_step", "max_step")}
"""Settings of Rprop that torch takes two at a time."""


@cache
def class_of(rule, choices, modifiers):
    module = types.ModuleType(f"exported_{rule}")
    text = TARGETS["torch"](built_in(rule, np, dict(choices), modifiers=modifiers))
    exec(compile(text, f"{rule}.py", "exec"), vars(module))
    if "_steps" in vars(module):  # one graph, which nothing has to translate
        vars(module)["_compiled"] = lambda: torch.compile(module._steps, backend="eager", fullgraph=True)
    (found,) = (one for one in vars(module).values() if isinstance(one, type))
    return found


def exported(name, settings):
    """The exported class and its settings for an entry."""
    pair = _pair(name, {key: value for key, value in settings.items() if key not in HOW})
    choices, modifiers = dict(pair.variant), ()
    if settings.get("centered"):
        choices["centered"] = True
    if settings.get("weight_decay") and "weight_decay" not in registry.rule(pair.rule).defaults:
        decoupled = settings.get("decoupled_weight_decay") or name == "AdamW"
        choices["decay_method"], modifiers = "decoupled" if decoupled else "l2", ("weight_decay",)
    own = {key: value for key, value in settings.items() if key not in {*FORMS, *PAIRS}}
    for key, parts in PAIRS.items():
        own |= dict(zip(parts, settings.get(key, ()), strict=False))
    if isinstance(own.get("eps"), tuple):
        own |= dict(zip(("eps1", "eps2"), own.pop("eps"), strict=True))
    return class_of(pair.rule, tuple(choices.items()), modifiers), own


def inputs(name):
    """Every entry of the database for a class, with all words for how a step is taken."""
    (info,) = (one for one in database.optim_db if one.optim_cls.__name__ == name)
    return database._get_optim_inputs_including_global_cliquey_kwargs("cpu", torch.float64, info)


def walked(make, settings, dtype=torch.float64):
    """The parameters after six steps."""
    draw = torch.Generator().manual_seed(1)
    leaves = [torch.randn(shape, generator=draw, dtype=dtype) for shape in ((5, 3), (7,))]
    params = leaves if settings.get("differentiable") else [torch.nn.Parameter(one) for one in leaves]
    optimizer = make(params, **settings)
    for _ in range(6):
        for p in params:
            p.grad = torch.randn(p.shape, generator=draw, dtype=dtype)
        optimizer.step()
    return params


@pytest.mark.parametrize("name", NAMESAKES)
def test_under_every_entry_it_goes_the_way_of_its_namesake(name):
    theirs = getattr(torch.optim, name)
    compared = 0
    for entry in inputs(name):
        settings = copy.deepcopy(entry.kwargs)
        make, own = exported(name, settings)
        lr = {} if "lr" in own else {"lr": inspect.signature(theirs).parameters["lr"].default}
        expected = walked(theirs, {**lr, **settings})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = walked(make, {**lr, **own})
        for p, q in zip(found, expected, strict=True):
            # Torch keeps these rates, and where it differentiates powers of betas, in float32.
            allowed = 1e-6 if name in ("ASGD", "Rprop") or settings.get("differentiable") else 1e-9
            torch.testing.assert_close(p, q, rtol=allowed, atol=allowed, msg=lambda said, own=own: f"{own}: {said}")
        compared += 1
    assert compared >= (5 if name == "Adafactor" else 10)


@pytest.mark.parametrize("name", NAMESAKES)
def test_settings_that_torch_refuses_are_refused_in_its_words(name):
    (info,) = (one for one in database.optim_db if one.optim_cls.__name__ == name)
    seen = 0
    for error in info.optim_error_inputs_func(device="cpu", dtype=torch.float64):
        given = error.optimizer_error_input
        tensors = any("Tensor" in word and "1-element" not in word for word in (error.error_regex,))
        if tensors or error.error_on is not database.OptimizerErrorEnum.CONSTRUCTION_ERROR:
            continue  # tensors as betas, and as lr of a compiled step, are taken; see below for a step
        make, own = exported(name, given.kwargs)
        expected = pytest.warns if issubclass(error.error_type, Warning) else pytest.raises
        with expected(error.error_type, match=WORDED.get(error.error_regex, error.error_regex)):
            make(given.params, **own)
        seen += 1
    assert seen >= 6


WORDED = {
    "epsilon1 should be >= 0": "Invalid eps1 value: -1",
    "Clipping threshold d should be >= 1": "Invalid d value",
    "beta2_decay should be <= 0": "Invalid beta2_decay value",
    "Invalid eta values: 1.0, 0.5": r"Invalid eta_minus value: 1\.0",
}
"""Torch's words where it takes two settings at a time or has a sentence of its own, and those of the exported class."""


@pytest.mark.parametrize("name", NAMESAKES)
def test_every_scheduler_of_the_database_drives_it(name):
    (info,) = (one for one in database.optim_db if one.optim_cls.__name__ == name)
    make, own = exported(name, {})
    for several in info.scheduler_inputs:
        p = torch.nn.Parameter(torch.tensor([10.0, 5.0]))
        optimizer = make([p], **own)
        schedulers = [one(optimizer) for one in several]
        for _ in range(30):
            optimizer.zero_grad()
            loss = (p**2).sum()
            loss.backward()
            optimizer.step()
            for scheduler in schedulers:
                plateau = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
                scheduler.step(*([loss.item()] if plateau else []))
        assert (p**2).sum() < 125
