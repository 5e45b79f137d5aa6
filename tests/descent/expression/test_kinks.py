"""Gradients of typed landscapes at kinks, at the borders of domains, and against derivatives found in other ways."""

import math
from functools import partial

import numpy as np
import pytest
import torch
from descent.derivatives import central_gradient, hessian
from descent.errors import BadExpression
from descent.expression import landscape

from ..namespaces import NAMESPACES, array, to_numpy

INF, NAN = math.inf, math.nan
AT = [
    # A cone, its tip, and points beside it.
    ("sqrt(x**2 + y**2)", (0, 0), (0, 0)),
    ("sqrt(x**2 + y**2)", (1e-30, 0), (1, 0)),
    ("sqrt(x**2 + y**2)", (0, -1e-100), (0, -1)),
    ("sqrt((x - 1)**2 + 4*(y - 1)**2)", (1, 1), (0, 0)),
    ("(x**2 + y**2)**0.5", (0, 0), (0, 0)),
    ("(x**2 + y**2)**0.25", (0, 0), (0, 0)),
    ("sqrt(x**2 + y**2) + x/2", (0, 0), (0, 0)),
    ("sqrt(x**2 + y**2) + 3*x", (0, 0), (2, 0)),
    ("sqrt(x**2)", (0, 3), (0, 0)),
    ("sqrt(abs(x)) + y", (0, 0), (0, 1)),
    # The shortest vector between the sides, whatever the kink is made of.
    ("abs(x) + 2*y", (0, 1), (0, 2)),
    ("abs(x) + x", (0, 0), (0, 0)),
    ("abs(x) + 3*x", (0, 0), (2, 0)),
    ("abs(x) + abs(x - 1)", (0, 5), (0, 0)),
    ("abs(0.3*x + 0.1*y)", (0, 0), (0, 0)),
    ("abs(x**3) + y", (0, 0), (0, 1)),
    ("max(x, y)", (2, 2), (0.5, 0.5)),
    ("min(x, y)", (2, 2), (0.5, 0.5)),
    ("max(x, 2*x)", (0, 0), (1, 0)),
    ("max(0, x)", (0, 0), (0, 0)),
    ("max(x**2, y)", (1, 1), (0.4, 0.8)),
    ("max(2*x, -x, 3*y)", (0, 0), (0, 0)),
    ("max(x, y, -3*x - y)", (0, 0), (0, 0)),
    ("where(x > 0, x, -x)", (0, 1), (0, 0)),
    ("where(x >= 0, 3*x, x)", (0, 1), (1, 0)),
    ("sign(x)*x + y", (0, 0), (0, 1)),
    # Jumps: the side on which the point is counted.
    ("where(x > 0, 5 + x, -x)", (0, 0), (-1, 0)),
    ("floor(x) + y", (1, 1), (0, 1)),
    # Borders of domains, from inside.
    ("sqrt(x) + y", (0, 0), (INF, 1)),
    ("x**0.5", (0, 0), (INF, 0)),
    ("x**(1/3)", (0, 0), (INF, 0)),
    ("x**1.5 + y", (0, 0), (0, 1)),
    ("x**y", (0, 0.5), (INF, 0)),
    ("x**y", (0, 2), (0, 0)),
    ("cos(sqrt(x))", (0, 0), (-0.5, 0)),
    ("sqrt(x)**2 + y", (0, 0), (1, 1)),
    ("exp(-1/x**2)", (0, 0), (0, 0)),
    ("log(x) + y", (0, 0), (INF, 1)),
    ("1/x + y", (0, 0), (-INF, 1)),
    # Outside there is neither value nor gradient.
    ("sqrt(x)", (-1, 0), (NAN, NAN)),
    ("sqrt(x) + y", (-1e-300, 0), (NAN, NAN)),
    ("log(x)", (-1, 0), (NAN, NAN)),
    ("x**0.5", (-1, 0), (NAN, NAN)),
    ("x**y", (-1, 0.5), (NAN, NAN)),
    ("max(log(x), 0)", (-1, 0), (NAN, NAN)),
    ("max(0, log(x))", (-1, 0), (NAN, NAN)),
    ("log(-x*x - y*y + 1)", (2, 0), (NAN, NAN)),
    ("where(x > 0, log(x), 0)", (-1, 0), (0, 0)),
    # Powers of negative numbers.
    ("x**3", (-2, 0), (12, 0)),
    ("x**33", (-1, 0), (33, 0)),
    ("x**-3", (-1, 0), (-3, 0)),
    ("(-2)**3*x", (1, 0), (-8, 0)),
]


@pytest.mark.parametrize("space", NAMESPACES)
@pytest.mark.parametrize(("text", "point", "expected"), AT)
def test_the_gradient_is_right_at_kinks_and_borders(text, point, expected, space):
    xp = NAMESPACES[space]
    found = to_numpy(landscape(text, xp).gradient(array([point], space), xp))[0]
    assert found == pytest.approx(np.array(expected, float), rel=1e-9, abs=1e-9, nan_ok=True)
    if not any(expected):
        assert not found.any()


def test_a_row_at_a_kink_leaves_the_others_as_they_are():
    typed = landscape("abs(x) + sqrt(y) + max(x, y)", np)
    x = np.array([[0.0, 1.0], [1.0, 2.0], [-3.0, 4.0], [2.0, 2.0], [1.0, -1.0]])
    together = typed.gradient(x, np)
    alone = np.concatenate([typed.gradient(x[row : row + 1], np) for row in range(5)])
    assert np.array_equal(together, alone, equal_nan=True)


def test_the_hessian_is_right_beside_a_tip_and_on_both_sides_of_a_kink():
    cone = hessian(landscape("sqrt(x**2 + y**2)", np), np.array([[3.0, 4.0]]), np)[0]
    assert cone == pytest.approx(np.array([[16, -12], [-12, 9]]) / 125, rel=1e-12)
    bent = hessian(landscape("max(x**2, y) + abs(x*y)", np), np.array([[2.0, 1.0], [1.0, -5.0]]), np)
    assert bent == pytest.approx(np.array([[[2, 1], [1, 0]], [[2, -1], [-1, 0]]]), abs=1e-12)
    odd = hessian(landscape("x**33 + y**34", np), np.array([[-1.0, -1.0]]), np)[0]
    assert odd == pytest.approx(np.array([[-33 * 32, 0], [0, 34 * 33]]), rel=1e-12)
    with np.errstate(invalid="ignore"):
        assert np.isnan(hessian(landscape("log(x) + y", np), np.array([[-1.0, 0.0]]), np)).any()


def drawn(rng, depth):
    """A random expression: as text to be typed, and as a function of torch."""
    if depth == 0:
        kind = rng.integers(3)
        if kind == 2:
            number = round(float(rng.uniform(0.5, 3)), 2)
            return str(number), lambda x, _y: torch.full_like(x, number)
        return ("x", lambda x, _y: x) if kind == 0 else ("y", lambda _x, y: y)
    one, f = drawn(rng, depth - 1)
    two, g = drawn(rng, depth - 1)
    power = int(rng.integers(2, 6))
    share = round(float(rng.uniform(0.3, 2.7)), 2)
    kinds = [
        (f"({one} + {two})", lambda x, y: f(x, y) + g(x, y)),
        (f"({one} - {two})", lambda x, y: f(x, y) - g(x, y)),
        (f"({one})({two})", lambda x, y: f(x, y) * g(x, y)),
        (f"(({one})/({two}))", lambda x, y: f(x, y) / g(x, y)),
        (f"({one})^{power}", lambda x, y: f(x, y) ** power),
        (f"({one})^-{power}", lambda x, y: f(x, y) ** -power),
        (f"abs({one})**{share}", lambda x, y: abs(f(x, y)) ** share),
        (f"(1 + ({one})^2)^sin({two})", lambda x, y: (1 + f(x, y) ** 2) ** torch.sin(g(x, y))),
        (f"2^sin({one})", lambda x, y: 2 ** torch.sin(f(x, y))),
        *(
            (f"{name}({one})", partial(lambda of, x, y: of(f(x, y)), getattr(torch, name)))
            for name in ("sin", "cos", "tan", "tanh", "atan", "abs", "log", "sqrt", "floor", "ceil", "sign")
        ),
        (f"exp(sin({one}))", lambda x, y: torch.exp(torch.sin(f(x, y)))),
        (f"sinh(sin({one}))", lambda x, y: torch.sinh(torch.sin(f(x, y)))),
        (f"cosh(sin({one}))", lambda x, y: torch.cosh(torch.sin(f(x, y)))),
        (f"max({one}, {two})", lambda x, y: torch.maximum(f(x, y), g(x, y))),
        (f"min({one}, {two})", lambda x, y: torch.minimum(f(x, y), g(x, y))),
        (f"({one} if {two} > 1 else {two})", lambda x, y: torch.where(g(x, y) > 1, f(x, y), g(x, y))),
    ]
    text, function = kinds[rng.integers(len(kinds))]
    return text, function


@pytest.mark.parametrize("seed", range(60))
def test_drawn_expressions_have_the_gradients_of_another_library_and_of_differences(seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-3, 3, (60, 2))
    while True:
        text, function = drawn(rng, int(rng.integers(1, 5)))
        try:
            typed = landscape(text, np)
            break
        except BadExpression:  # a constant without a value, or a function without one in the window
            continue
    with np.errstate(all="ignore"):
        value, gradient = typed.value(x, np), typed.gradient(x, np)
        central = central_gradient(typed.value, x, np)
    parts = [torch.tensor(x[:, k], requires_grad=True) for k in (0, 1)]
    there = 0 * parts[0] + function(*parts)
    there.sum().backward()
    expected = np.stack([np.zeros(60) if p.grad is None else p.grad.numpy() for p in parts], axis=-1)
    assert np.isnan(gradient[np.isnan(value)]).all()
    # Where both are known: autograd gives NaN where a part that was not chosen has no derivative.
    good = np.isfinite(expected).all(axis=1) & np.isfinite(value) & (np.abs(expected).max(axis=1) < 1e6)
    assert value[good] == pytest.approx(there.detach().numpy()[good], rel=1e-9, abs=1e-12)
    # At ties of max, in parts that are the same on both sides, torch may differ.
    assert (np.abs(gradient[good] - expected[good]) < 1e-9 * (1 + np.abs(expected[good]))).all(), text
    # Differences are right at most points: not across a kink or beside a pole.
    near = (np.abs(central - gradient) < 1e-4 * (1 + np.abs(gradient))).all(axis=1)
    assert near[good].sum() >= 0.8 * good.sum(), text
