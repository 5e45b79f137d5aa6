import importlib

import numpy as np
import pytest

NAMESPACES = ("numpy", "array_api_compat.torch", "array_api_strict")


@pytest.fixture(params=NAMESPACES)
def xp(request):
    return importlib.import_module(request.param)


@pytest.fixture
def rng():
    return np.random.default_rng(20)


@pytest.fixture
def matrices(rng):
    """A function that makes `(runs, rows, columns)` with singular values between 1 / condition and 1."""

    def make(runs, rows, columns, condition=30.0):
        k = min(rows, columns)
        left = np.linalg.qr(rng.standard_normal((runs, rows, k)))[0]
        right = np.linalg.qr(rng.standard_normal((runs, columns, k)))[0]
        values = np.exp(rng.uniform(-np.log(condition), 0.0, (runs, 1, k)))
        values[:, :, 0], values[:, :, -1] = 1.0, 1 / condition
        return (left * values) @ np.matrix_transpose(right)

    return make
