"""The reference of a problem and the rule of the same name in `descent` take the same path."""

import ast
from pathlib import Path

import numpy as np
import pytest
from descent import registry
from descent.stepper import advance, begin

from app.course import catalog

STEPS = 12
SHAPES = ((4,), (3, 2))
MODULES = ("test_later_references.py", "test_update_references.py")
OTHERS = "".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in MODULES)
"""Where problems whose function is of another form are compared one by one."""
SLUGS = [
    one.slug
    for one in catalog.problems()
    if one.rule and one.signature.startswith(f"{one.entry}(params, grads,") and f'"{one.slug}"' not in OTHERS
]
"""Problems whose function takes one step on lists: parameters, gradients, states, the step, hyperparameters."""


def defined(signature: str) -> ast.FunctionDef:
    """The function of that signature, with no body."""
    (function,) = ast.parse(f"def {signature}: pass").body
    assert isinstance(function, ast.FunctionDef)
    return function


def arguments(slug):
    """The names of the reference's states, whether it is given the step, and the names of its hyperparameters."""
    function = defined(catalog.problem(slug).signature)
    names = [argument.arg for argument in function.args.args]
    hypers = names[len(names) - len(function.args.defaults) :]
    states = names[2 : len(names) - len(hypers)]
    return [name for name in states if name != "t"], "t" in states, hypers


def settings_of(rule, names, rng):
    """Every hyperparameter somewhere between its default and the middle of its range, away from both."""
    chosen = {hyper.name: hyper for hyper in rule.hypers if hyper.name in names}
    assert set(chosen) == set(names)
    between = {}
    for name, hyper in chosen.items():
        middle = (hyper.low * hyper.high) ** 0.5 if hyper.scale == "log" else (hyper.low + hyper.high) / 2
        between[name] = hyper.default + rng.uniform(0.2, 0.8) * (middle - hyper.default)
    return between


@pytest.mark.parametrize("defaults", [True, False], ids=["defaults", "other-settings"])
@pytest.mark.parametrize("slug", SLUGS)
def test_the_reference_takes_the_path_of_the_rule(slug, defaults):
    problem = catalog.problem(slug)
    rule = registry.rule(problem.rule)
    states, counted, hypers = arguments(slug)
    rng = np.random.default_rng(5)
    settings = {} if defaults else settings_of(rule, hypers, rng)
    names = {}
    exec(catalog.files_for_browser(slug)["reference.py"], names)
    params = [rng.normal(size=shape) for shape in SHAPES]
    own = {name: [np.zeros(shape) for shape in SHAPES] for name in states}
    progress = begin(rule, [p[None].copy() for p in params], settings, np)
    for t in range(1, STEPS + 1):
        grads = [rng.normal(size=shape) * 10.0 ** rng.uniform(-3, 1, size=shape) for shape in SHAPES]
        names[problem.entry](params, grads, *own.values(), *([t] if counted else []), **settings)
        progress = advance(rule, progress, [g[None] for g in grads], settings, np)
        for index, p in enumerate(params):
            np.testing.assert_allclose(p, progress.params[index][0], rtol=1e-11, atol=1e-14)
            for name, theirs in zip(states, progress.states[index].values(), strict=False):
                np.testing.assert_allclose(own[name][index], theirs[0], rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_defaults_of_the_problem_are_those_of_the_rule(slug):
    problem = catalog.problem(slug)
    function = defined(problem.signature)
    _, _, hypers = arguments(slug)
    typed = dict(zip(hypers, map(ast.literal_eval, function.args.defaults), strict=True))
    rule = registry.rule(problem.rule)
    assert typed == {hyper.name: hyper.default for hyper in rule.hypers if hyper.name in typed}


def test_every_problem_of_a_rule_is_compared_with_that_rule():
    missing = [
        one.slug for one in catalog.problems() if one.rule and one.slug not in SLUGS and f'"{one.slug}"' not in OTHERS
    ]
    assert missing == [], f"compare reference.py of these with the rule that problem.toml names, in {MODULES[0]}"
