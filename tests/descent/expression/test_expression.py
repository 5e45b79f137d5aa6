"""Typed landscapes: what is read, how its gradient is found, and what is refused."""

import warnings

import numpy as np
import pytest
from descent import registry
from descent.derivatives import hessian
from descent.errors import BadExpression
from descent.expression import landscape
from descent.trace import trace

from ..namespaces import NAMESPACES, array, points, to_numpy

READ_AS = {
    "(1 - x)**2 + 100*(y - x**2)**2": "rosenbrock",
    "(1 - x)^2 + 100*(y - x^2)^2": "rosenbrock",
    "(x**2 + y - 11)**2 + (x + y**2 - 7)**2": "himmelblau",
    "20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(tau*y)": "rastrigin",
    "20 + e - 20*exp(-0.2*sqrt((x*x + y*y)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2)": "ackley",
    "def f(a, b):\n  '''A camel.'''\n  s = a^2\n  return 2*s - 1.05*s**2 + s**3/6 + a*b + b**2": "three_hump_camel",
    "abs(x) + 3*abs(y)": "abs_sum",
    "1 - exp(-(x^2 + y^2)/2)": "plateau",
    "-cos(x)*cos(y)*exp(-(x - pi)**2 - (y - pi)**2)": "easom",
    "sin(x + y) + (x - y)**2 - 1.5*x + 2.5*y + 1": "mccormick",
}


@pytest.mark.parametrize(("text", "name"), READ_AS.items())
def test_a_typed_formula_is_the_landscape_it_describes(text, name):
    typed, known = landscape(text, np), registry.landscape(name)
    x = points(known, 100)
    scale = max(1, np.abs(known.gradient(x, np)).max())
    assert typed.value(x, np) == pytest.approx(known.value(x, np), rel=1e-12, abs=1e-12)
    error = np.abs(typed.gradient(x, np) - known.gradient(x, np)).max() / scale
    assert typed.analytic is (name != "abs_sum")
    assert error < (1e-13 if typed.analytic else 1e-8)


@pytest.mark.parametrize("text", ["x**3 + y", "x**-3 + y", "(x - 1)**5*y**3", "2**x + y", "x**y", "tan(x/4)*atan(y)"])
def test_powers_and_functions_have_exact_gradients_also_left_of_zero(text):
    typed = landscape(text, np)
    x = np.array([[-2.0, -3.0], [0.5, 2.0], [3.0, -1.5]])[1 if text == "x**y" else 0 :]
    assert typed.analytic
    steps = [np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]])]
    central = [(typed.value(x + 1e-6 * e, np) - typed.value(x - 1e-6 * e, np)) / 2e-6 for e in steps]
    assert typed.gradient(x, np) == pytest.approx(np.stack(central, axis=-1), rel=1e-6, abs=1e-8)


def test_powers_have_the_values_they_should():
    x = np.array([[-2.0, 3.0]])
    powers = {"x**3": -8.0, "x**-3": -0.125, "x**0": 1.0, "y**0.5": 3**0.5, "2**y": 8.0, "x^2*y": 12.0, "-x^2": -4.0}
    assert {text: float(landscape(text, np).value(x, np)[0]) for text in powers} == pytest.approx(powers)


@pytest.mark.parametrize("space", NAMESPACES)
def test_whole_powers_left_of_zero_have_exact_gradients_in_every_library(space):
    xp = NAMESPACES[space]
    typed = landscape("x**5 + y**-2", xp)
    assert typed.analytic
    found = to_numpy(typed.gradient(array([[-2.0, -0.5]], space), xp))
    assert found == pytest.approx(np.array([[80.0, 16.0]]), rel=1e-14)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("abs(x) + y*y", "abs"),
        ("floor(x) + y", "floor"),
        ("max(x, y, 0)", "max"),
        ("min(x, 2)", "min"),
        ("where(x > 0, x, -x)", "where"),
        ("x*x if 0 < x < 1 and not y > 2 or x > 3 else y", "where"),
        ("sign(x)*x + ceil(y)", "sign"),
    ],
)
def test_a_kink_falls_back_to_central_differences_and_says_so(text, part):
    typed = landscape(text, np)
    assert not typed.analytic
    assert f"central differences, good to about nine digits: {part} has no derivative everywhere" in typed.note


def test_central_differences_are_right_away_from_the_kinks():
    typed = landscape("max(x, 2*y) + (x*x if x > 0 else 3*x)", np)
    assert typed.gradient(np.array([[1.0, 2.0], [-1.0, -3.0]]), np) == pytest.approx(np.array([[2, 2], [4, 0]]))
    assert landscape("where(0 < x <= 1 and y > 0, 5, y)", np).value(
        np.array([[0.5, 1.0], [2.0, 1.0], [0.5, -1.0]]), np
    ).tolist() == [5.0, 1.0, -1.0]


def test_complex_steps_that_disagree_with_central_differences_are_not_trusted(monkeypatch):
    monkeypatch.setattr("descent.expression.typed.complex_step_gradient", lambda _value, x, _xp: 0 * x)
    typed = landscape("x*x + y", np)
    assert not typed.analytic
    assert "complex steps and central differences disagree" in typed.note
    assert typed.gradient(np.array([[3.0, 0.0]]), np) == pytest.approx(np.array([[6.0, 1.0]]))


@pytest.mark.parametrize("space", ["torch", "strict"])
@pytest.mark.parametrize("text", ["sin(x)*y**3 + 2**x", "max(x, y) + where(x > y, x, 1)", "4", "x if x > 0 else 2"])
def test_other_array_libraries_read_the_same(text, space):
    xp = NAMESPACES[space]
    x = points(registry.landscape("sphere"), 20)
    here, there = landscape(text, np), landscape(text, xp)
    assert to_numpy(there.value(array(x, space), xp)) == pytest.approx(here.value(x, np), rel=1e-12)
    assert to_numpy(there.gradient(array(x, space), xp)) == pytest.approx(here.gradient(x, np), rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("space", NAMESPACES)
@pytest.mark.parametrize("text", ["(1 - x)**2 + 100*(y - x**2)**2", "abs((1 - x)**2 + 100*(y - x**2)**2)"])
def test_second_derivatives_of_a_typed_landscape_are_right(text, space):
    xp = NAMESPACES[space]
    typed = landscape(text, xp)
    x = points(registry.landscape("rosenbrock"), 10)
    expected = hessian(registry.landscape("rosenbrock"), x, np)
    found = to_numpy(hessian(typed, array(x, space), xp))
    # Differences of differences keep half the digits of the value.
    assert found == pytest.approx(expected, abs=1e-5 if typed.analytic else 0.05)


def test_a_typed_landscape_can_be_descended_from_where_it_says():
    typed = landscape("(x - 1)**2 + 4*(y + 2)**2", np, window=((-4, 4), (-4, 4)))
    assert typed.start == pytest.approx((-2.4, 2.4))
    path = trace(registry.rule("sgd"), typed, {"lr": 0.1}, xp=np, steps=200)
    assert path.points[-1, 0] == pytest.approx([1, -2])
    assert landscape("x", np, start=(1.0, 2.0)).start == (1.0, 2.0)


REFUSED = {
    "": "nothing was typed",
    "2x": r"line 1, column 1.*products need a \*",
    "x +": "cannot read this",
    "x; y": "type one expression",
    "import os": "type one expression",
    "__import__('os')": "no function is called '__import__'; there are: sin",
    "x.real": "'x.real' is not allowed here",
    "().__class__": "is not allowed here",
    "x[0]": "is not allowed here",
    "lambda x: x": "is not allowed here",
    "[x for x in (1,2)]": "is not allowed here",
    "(y := 3)": "is not allowed here",
    "f'{x}'": "is not allowed here",
    "'a' * 9": "is not allowed here",
    "True + x": "is not allowed here",
    "1j * x": "is not allowed here",
    "x == y": "is not allowed here",
    "x % 2": "is not allowed here",
    "3(x + 1)": "is not allowed here",
    "sin(x=1)": "is not allowed here",
    "sin(*x)": "is not allowed here",
    "z + 1": "no name is called 'z'; there are: e, pi, tau, x, y, and the functions",
    "sin + 1": "no name is called 'sin'",
    "sin(x, y)": "sin takes one value, given 2",
    "min(x)": "min takes two or more values, given 1",
    "where(x > 0, 1)": "where takes a condition and two values, given 2",
    "where(x, 1, 2)": "'x' is no condition",
    "9**9**9**9": "is not a finite number",
    "1e999": "is not a finite real number",
    "1/0": "'1 / 0' is not a finite number",
    "(-1)**0.5 * x": "is not a finite real number",
    "log(0) + x": "is not a finite number",
    "log(-x*x - 1)": "not a finite number anywhere in the window",
    "x\0": "cannot read this",
    "(" * 300 + "x" + ")" * 300: "nested more than 40 deep",
    "-" * 500 + "x": "more than ten signs in a row",
    "not " * 100 + "x": "more than ten signs in a row",
    "x" + "**x" * 100: "more than 40 powers",
    "x if y else " * 60 + "x": "more than 40 powers or conditions",
    "+".join(["x"] * 400): "too large",
    "max(" + ", ".join(["x"] * 400) + ")": "too large",
    "sin(" * 35 + "+".join(["x"] * 290) + ")" * 35: "too large",
    "x" * 2001: "has 2001 characters; at most 2000",
    "1" + "0" * 1990: "is not a finite number",
    "def f(x): return x": r"takes two coordinates, as in def f\(x, y\)",
    "def f(x, y=1): return x": "takes two coordinates",
    "def f(x, *y): return x": "takes two coordinates",
    "@g\ndef f(x, y): return x": "takes two coordinates",
    "def f(x, y):\n  while x: pass\n  return x": "line 2: only assignments",
    "def f(x, y):\n  a = b = x\n  return a": "line 2: only assignments",
    "def f(x, y):\n  x.a = 1\n  return x": "line 2: only assignments",
    "def f(x, y):\n  a = x": "must end with return",
    "def f(x, y):\n  return": "must end with return",
    "def f(x, y):\n  'only a docstring'": "must end with return",
    "def f(x, y):\n  b = a\n  a = x\n  return b": "no name is called 'a'",
    "async def f(x, y): return x": "type one expression",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_arithmetic_is_refused_in_words(text):
    with pytest.raises(BadExpression, match=REFUSED[text]) as caught:
        landscape(text, np)
    assert len(str(caught.value)) < 400


def test_python_frowning_at_the_text_is_no_warning_here():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert landscape("x*1if x > 0 else y", np).value(np.array([[2.0, 3.0]]), np) == 2
