"""Theory: the closed forms that maps are drawn over."""

import numpy as np
import pytest
from descent.analysis import theory


@pytest.mark.parametrize("beta", [0.0, 0.3, 0.9])
def test_the_stable_rate_is_where_the_contraction_reaches_one(beta):
    edge = theory.stable_rate(7.0, beta)
    assert theory.contraction(edge, 7.0, beta) == pytest.approx(1)
    assert theory.contraction(0.999 * edge, 7.0, beta) < 1 < theory.contraction(1.001 * edge, 7.0, beta)
    assert theory.stable_rate(7.0, beta, averaged=True) == pytest.approx(edge / (1 - beta))


def test_the_best_settings_contract_both_ends_of_the_spectrum_alike():
    rate, factor = theory.best_gradient_descent(0.5, 8)
    assert [theory.contraction(rate, h) for h in (0.5, 8)] == pytest.approx([factor] * 2)
    rate, beta, radius = theory.best_heavy_ball(0.5, 8)
    # A double root: a rounding of 1e-16 moves it by 1e-8.
    assert [theory.contraction(rate, h, beta) for h in (0.5, 2, 8)] == pytest.approx([radius] * 3, abs=1e-7)


def test_contraction_is_the_spectral_radius_of_the_step():
    for rate, h, beta in ((0.1, 3.0, 0.5), (0.6, 3.0, 0.5), (1.2, 3.0, 0.9), (0.01, 1.0, 0.2)):
        step = np.array([[1 + beta - rate * h, -beta], [1.0, 0.0]])
        assert theory.contraction(rate, h, beta) == pytest.approx(np.abs(np.linalg.eigvals(step)).max())
