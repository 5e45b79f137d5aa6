"""What the tests of exported files share: each built-in rule as a subject, problems, and one process that runs them."""

import pickle
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import array_api_compat.torch as torch_xp
import numpy as np
import torch
from descent import registry
from descent.export import TARGETS, built_in

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


@cache
def subject(name):
    return built_in(name, np, version="1.0")


@cache
def source(target, name):
    return TARGETS[target](subject(name))


def cases(target, name):
    """Problems with drawn settings, and what `descent` makes of each."""
    rule, inputs = registry.rule(name), subject(name).inputs
    for place, shape in enumerate(SHAPES[rule.scope]):
        for dtype in ("float64", "float32"):
            shapes = [shape, (4, 2)] if rule.scope == "model" else [shape]
            problem = sample(rule, 7 + place, 1, {}, steps=STEPS, shapes=shapes)
            least = {hyper.name: hyper.valid.low for hyper in rule.hypers}
            problem.settings = {key: max(float(value[0]), least[key]) for key, value in problem.settings.items()}
            for step in problem.inputs:
                step.pop("probes", None)
            problem = problem.to(lambda x, dtype=dtype: x.astype(dtype))
            with np.errstate(all="ignore"):
                passed = _followed(rule, problem, target)
            alone = {
                "params": [p[0] for p in problem.params],
                "grads": [[g[0] for g in grads] for grads in problem.grads],
                "inputs": [{key: [x[0] for x in found] for key, found in step.items()} for step in problem.inputs],
                "settings": problem.settings,
                "model": rule.scope == "model",
                "names": inputs,
            }
            yield {"target": target, "rule": name, "dtype": dtype, **alone}, passed


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
