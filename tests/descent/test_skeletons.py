"""The examples that the folders of rules, modifiers and landscapes begin with are what they say."""

import textwrap

import numpy as np
import pytest
from descent import landscapes, modifiers, registry, rules
from descent.derivatives import complex_step_gradient, hessian
from descent.sandbox.typed_rule import Author
from descent.spec import RULE_FAMILIES
from descent.stepper import advance, begin, compose


def example(package, first: str) -> str:
    """The indented text of a package's docstring from the line that begins with `first` to the next plain line."""
    lines = package.__doc__.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"    {first}"))
    end = next((k for k in range(start, len(lines)) if lines[k] and not lines[k].startswith("    ")), len(lines))
    return textwrap.dedent("\n".join(lines[start:end])).strip() + "\n"


def test_the_example_of_a_rule_is_one_that_needs_no_notice():
    source = example(rules, "'''Slow momentum")
    typed = Author(np).typed(source)
    assert typed.notices == ()
    assert typed.rule.family in RULE_FAMILIES
    assert all(hyper.doc for hyper in typed.rule.hypers)
    progress = begin(typed.rule, [np.ones((2, 3))], {}, np)
    progress = advance(typed.rule, progress, [np.ones((2, 3))], {"lr": 0.5}, np)
    assert progress.params[0] == pytest.approx(1 - 0.5 * 0.1)


def test_the_example_of_a_modifier_halves_a_step():
    names = {}
    exec(example(modifiers, "from dataclasses"), names)
    rule = compose(registry.rule("sgd"), names["halved"])
    progress = advance(rule, begin(rule, [np.ones((1, 2))], {}, np), [np.ones((1, 2))], {"lr": 0.5}, np)
    assert progress.params[0] == pytest.approx(0.75)


def test_the_example_of_a_landscape_has_the_gradient_and_curvature_it_states():
    names = {}
    exec(example(landscapes, "'''A bowl"), names)
    bowl = names["LANDSCAPE"]
    x = np.random.default_rng(0).uniform(-3, 3, (20, 2))
    assert bowl.gradient(x, np) == pytest.approx(complex_step_gradient(bowl.value, x, np), rel=1e-12)
    values = np.linalg.eigvalsh(hessian(bowl, np.zeros((1, 2)), np)[0])
    assert bowl.curvature == pytest.approx(tuple(values))
    assert bowl.stable_lr == pytest.approx(2 / values[-1])
