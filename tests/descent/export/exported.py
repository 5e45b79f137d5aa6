"""What the tests of exported files share: each built-in rule as a subject, problems, and one process that runs them."""

import pickle
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import array_api_compat.torch as torch_xp
import numpy as np
import torch
from descent import registry
from descent.export import TARGETS, built_in
from descent.export.torch_names import SETTINGS
from descent.stepper import compose

from tests.descent.samples import replay, sample

ALONE = Path(__file__).with_name("alone.py")
STEPS = 6
SHAPES = {
    "element": [(3,), (5, 2), ()],
    "tensor": [(3,), (5, 2), (2, 3, 4)],
    "matrix": [(7, 3), (3, 5), (4, 4)],
    "model": [(3,)],
}
EXPORTED = list(registry.rule_names())


@dataclass(frozen=True)
class Form:
    """A rule with some choices and with modifiers around it."""

    rule: str
    choices: tuple[tuple[str, Any], ...] = ()
    modifiers: tuple[str, ...] = ()

    def __str__(self):
        return " ".join([self.rule, *(f"{name}={option}" for name, option in self.choices), *self.modifiers])

    @property
    def composed(self):
        return compose(registry.rule(self.rule), *map(registry.modifier, self.modifiers))


@cache
def subject(name):
    return subject_of(Form(name))


@cache
def subject_of(form):
    return built_in(form.rule, np, dict(form.choices), modifiers=form.modifiers, version="1.0")


@cache
def source(target, name):
    return TARGETS[target](subject(name))


def cases(target, name):
    """Problems with drawn settings, and what `descent` makes of each."""
    return cases_of(target, Form(name))


def cases_of(target, form):
    """The same of a rule in another form."""
    rule, made = form.composed if form.modifiers else registry.rule(form.rule), subject_of(form)
    for place, shape in enumerate(SHAPES[made.scope]):
        for dtype in ("float64", "float32"):
            shapes = [shape, (4, 2)] if made.scope == "model" else [shape]
            problem = sample(rule, 7 + place, 1, {}, steps=STEPS, shapes=shapes)
            least = {hyper.name: hyper.valid.low for hyper in rule.hypers}
            numbers = {key: max(float(value[0]), least[key]) for key, value in problem.settings.items()}
            problem.settings = {**dict(form.choices), **numbers}
            for step in problem.inputs:
                step.pop("probes", None)
            problem = problem.to(lambda x, dtype=dtype: x.astype(dtype))
            with np.errstate(all="ignore"):
                passed = _followed(rule, problem, target)
            alone = {
                "params": [p[0] for p in problem.params],
                "grads": [[g[0] for g in grads] for grads in problem.grads],
                "inputs": [{key: [x[0] for x in found] for key, found in step.items()} for step in problem.inputs],
                "settings": numbers,
                "model": made.scope == "model",
                "names": made.inputs,
                "words": SETTINGS.get(form.rule, {}),
            }
            yield {"target": target, "rule": str(form), "name": form.rule, "dtype": dtype, **alone}, passed


def _followed(rule, problem, target):
    """What `descent` makes of it; where libraries round differently, in the library of the exported file."""
    if target == "numpy" or not rule.rounding:
        return replay(rule, problem, np)
    passed = replay(rule, problem.to(torch.asarray), torch_xp)
    return [replace(progress, params=tuple(p.numpy() for p in progress.params)) for progress in passed]


def run_alone(sources, listed, folder):
    """The answers of a process that has the sources and nothing of this project."""
    request, answer = folder / "request", folder / "answer"
    request.write_bytes(pickle.dumps({"sources": sources, "cases": listed}))
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-P", str(ALONE), str(request), str(answer)],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return pickle.loads(answer.read_bytes())
