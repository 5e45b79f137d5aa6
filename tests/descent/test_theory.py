"""Theory: the closed forms that maps are drawn over."""

import numpy as np
import pytest
from descent.analysis import theory


def contraction(rate, curvature, beta):
    """The factor by which the heavy ball's error shrinks per step in the long run, from its matrix."""
    step = np.array([[1 + beta - rate * curvature, -beta], [1.0, 0.0]])
    return np.abs(np.linalg.eigvals(step)).max()


@pytest.mark.parametrize("beta", [0.0, 0.3, 0.9])
def test_the_stable_rate_is_where_the_contraction_reaches_one(beta):
    edge = theory.stable_rate(7.0, beta)
    assert contraction(edge, 7.0, beta) == pytest.approx(1, abs=1e-7)
    assert contraction(0.999 * edge, 7.0, beta) < 1 < contraction(1.001 * edge, 7.0, beta)
    assert theory.stable_rate(7.0, beta, averaged=True) == pytest.approx(edge / (1 - beta))
