"""Typed landscapes: what is read, how its gradient is found, and what is refused; kinks are in `test_kinks.py`."""

import re
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
    assert np.abs(typed.gradient(x, np) - known.gradient(x, np)).max() < 1e-13 * scale


@pytest.mark.parametrize("text", ["x**3 + y", "x**-3 + y", "(x - 1)**5*y**3", "2**x + y", "x**y", "tan(x/4)*atan(y)"])
def test_powers_and_functions_have_exact_gradients_also_left_of_zero(text):
    typed = landscape(text, np)
    x = np.array([[-2.0, -3.0], [0.5, 2.0], [3.0, -1.5]])[1 if text == "x**y" else 0 :]
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
    found = to_numpy(typed.gradient(array([[-2.0, -0.5]], space), xp))
    assert found == pytest.approx(np.array([[80.0, 16.0]]), rel=1e-14)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x*x + y", "with rounding errors like those of f itself.$"),
        ("abs(x) + y*y", "At a kink of abs it is the shortest vector between the gradients beside it.$"),
        ("max(x, y, 0) + sqrt(x*x + y*y)", "At a kink of max and sqrt"),
        ("min(x, 2)", "a kink of min"),
        ("(x*x + y*y)**0.5", "a kink of a root"),
        ("where(x > 0, x, -x)", "a kink of where"),
        ("x*x if 0 < x < 1 and not y > 2 or x > 3 else y", "a kink of where"),
        ("floor(x) + y", "Jumps of floor do not show in it.$"),
        ("sign(x)*x + ceil(y)", "Jumps of sign and ceil do not show"),
    ],
)
def test_what_has_no_derivative_everywhere_is_said_by_name(text, words):
    assert re.search(words, landscape(text, np).note)


def test_conditions_choose_values():
    assert landscape("where(0 < x <= 1 and y > 0, 5, y)", np).value(
        np.array([[0.5, 1.0], [2.0, 1.0], [0.5, -1.0]]), np
    ).tolist() == [5.0, 1.0, -1.0]


@pytest.mark.parametrize("space", ["torch", "strict"])
@pytest.mark.parametrize("text", ["sin(x)*y**3 + 2**x", "max(x, y) + where(x > y, x, 1)", "4", "x if x > 0 else 2"])
def test_other_array_libraries_read_the_same(text, space):
    xp = NAMESPACES[space]
    x = points(registry.landscape("sphere"), 20)
    here, there = landscape(text, np), landscape(text, xp)
    assert to_numpy(there.value(array(x, space), xp)) == pytest.approx(here.value(x, np), rel=1e-12)
    assert to_numpy(there.gradient(array(x, space), xp)) == pytest.approx(here.gradient(x, np), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("space", NAMESPACES)
@pytest.mark.parametrize("text", ["(1 - x)**2 + 100*(y - x**2)**2", "abs((1 - x)**2 + 100*(y - x**2)**2)"])
def test_second_derivatives_of_a_typed_landscape_are_right(text, space):
    xp = NAMESPACES[space]
    typed = landscape(text, xp)
    x = points(registry.landscape("rosenbrock"), 10)
    expected = hessian(registry.landscape("rosenbrock"), x, np)
    found = to_numpy(hessian(typed, array(x, space), xp))
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-10)


def test_a_typed_landscape_can_be_descended_from_where_it_says():
    typed = landscape("(x - 1)**2 + 4*(y + 2)**2", np, window=((-4, 4), (-4, 4)))
    assert typed.start == pytest.approx((-2.4, 2.4))
    path = trace(registry.rule("sgd"), typed, {"lr": 0.1}, xp=np, steps=200)
    assert path.points[-1, 0] == pytest.approx([1, -2])
    assert landscape("x", np, start=(1.0, 2.0)).start == (1.0, 2.0)


PRODUCTS = {
    "2x": "2*x",
    "100(y-x)": "100*(y-x)",
    "2sin(x)": "2*sin(x)",
    "x y": "x*y",
    "xy^2": "x*y^2",
    "(x+1)(y-1)": "(x+1)*(y-1)",
    "x(y + 1)": "x*(y + 1)",
    "2 pi x": "2*pi*x",
    "2e3x + 2e": "2e3*x + 2*e",
    "2x^2y": "2*x^2*y",
    "3sqrt(x^2 + 1)exp(-y)": "3*sqrt(x^2 + 1)*exp(-y)",
    "-2x - 3y": "-2*x - 3*y",
    "1/2x": "1/2*x",
    "x if x > 2y else 3(x)": "x if x > 2*y else 3*(x)",
}
IN_A_FUNCTION = "def f(a, b):\n  '''2a is 2 a.'''\n  s = 2a  # s = 2 a\n  return s(b + 1) + 3a b"


@pytest.mark.parametrize(("text", "written"), PRODUCTS.items())
def test_a_product_without_a_star_is_read_as_one_with_it_and_shown_so(text, written):
    typed, x = landscape(text, np), points(registry.landscape("sphere"), 20)
    assert typed.typed == written
    assert (typed.value(x, np) == landscape(written, np).value(x, np)).all()


def test_a_function_may_leave_out_stars_too_but_its_words_stay_whole():
    typed = landscape(IN_A_FUNCTION, np)
    assert typed.typed == "def f(a, b):\n  '''2a is 2 a.'''\n  s = 2*a  # s = 2 a\n  return s*(b + 1) + 3*a*b"
    assert typed.value(np.array([[2.0, 5.0]]), np) == 4 * 6 + 3 * 2 * 5
    with pytest.raises(BadExpression, match="no name is called 'ab'"):
        landscape(IN_A_FUNCTION.replace("3a b", "3ab"), np)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1/2x", 1.5), ("1/(x+1)y", 1.25), ("y/sin(1)x", 15 / np.sin(1)), ("1/2*x", None), ("2x/3", None)],
)
def test_a_product_after_a_division_goes_from_the_left_and_that_is_said(text, value):
    typed = landscape(text, np)
    assert ("1/2x is read as (1/2)*x" in typed.note) is (value is not None)
    if value is not None:
        assert typed.value(np.array([[3.0, 5.0]]), np) == pytest.approx(value, rel=1e-15)


REFUSED = {
    "": "nothing was typed",
    "sin x": r"sin is a function and needs brackets, as in sin\(x\)",
    "2 3": "cannot read this",
    "x2": "no name is called 'x2'",
    "f(x)": "no function is called 'f'",
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
    "sin(x=1)": "is not allowed here",
    "sin(*x)": "is not allowed here",
    "z + 1": "no name is called 'z'; there are: e, pi, tau, x, y, and the functions",
    "sin + 1": r"sin is a function and needs brackets, as in sin\(x\)",
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
