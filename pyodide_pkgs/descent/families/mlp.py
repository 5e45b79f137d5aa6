"""A network of 337 weights on two spirals: 2 inputs, two hidden layers of 16 tanh units, one output.

Small enough for its largest Hessian eigenvalue to be computed on every step, large enough to show the edge of
stability (Cohen et al. 2021, arXiv:2103.00065). The loss is half the mean squared error.
"""

from math import cos, pi, prod, sin, sqrt
from random import Random

from descent.arrays import constant
from descent.spec import Landscape

WIDTH = 16
SHAPES = ((2, WIDTH), (WIDTH,), (WIDTH, WIDTH), (WIDTH,), (WIDTH, 1), (1,))
POINTS = 16


def spirals() -> tuple[tuple[float, float, float], ...]:
    """Two spirals of half a turn, wound into each other: first input, second input, label 1 or -1."""
    rows = []
    for k in range(POINTS):
        radius, angle = 0.3 + 0.7 * k / POINTS, 1.5 * pi * k / POINTS
        rows.append((radius * cos(angle), radius * sin(angle), 1.0))
        rows.append((-radius * cos(angle), -radius * sin(angle), -1.0))
    return tuple(rows)


ROWS = spirals()


def tensors(x, xp):
    """The weights and biases, one `(runs, *shape)` each."""
    found, at = [], 0
    for shape in SHAPES:
        found.append(xp.reshape(x[:, at : at + prod(shape)], (x.shape[0], *shape)))
        at += prod(shape)
    return found


def forward(x, xp):
    """The layers' outputs `(runs, rows, width)` and the error `(runs, rows, 1)`."""
    W1, b1, W2, b2, W3, b3 = tensors(x, xp)
    data = constant(ROWS, x, xp)
    first = xp.tanh(data[None, :, :2] @ W1 + b1[:, None, :])
    second = xp.tanh(first @ W2 + b2[:, None, :])
    return data[None, :, :2], first, second, second @ W3 + b3[:, None, :] - data[None, :, 2:]


def value(x, xp):
    """Half the mean squared error, `(runs,)`."""
    *_, error = forward(x, xp)
    return 0.5 * xp.mean(error[:, :, 0] ** 2, axis=-1)


def gradient(x, xp):
    """The gradient by backpropagation, `(runs, 337)`."""
    _, _, W2, _, W3, _ = tensors(x, xp)
    inputs, first, second, error = forward(x, xp)
    d3 = error / len(ROWS)
    d2 = d3 @ xp.matrix_transpose(W3) * (1 - second**2)
    d1 = d2 @ xp.matrix_transpose(W2) * (1 - first**2)
    parts = []
    for layer, delta in ((inputs, d1), (first, d2), (second, d3)):
        parts += [xp.matrix_transpose(layer) @ delta, xp.sum(delta, axis=1)]
    return xp.concat([xp.reshape(part, (x.shape[0], -1)) for part in parts], axis=-1)


def landscape(seed: int = 0) -> Landscape:
    """The landscape; its start has weights uniform within ±√(3 / inputs) and biases within ±0.1, drawn with `seed`.

    Biases of zero would be a trap: the spirals are each other's mirror image, so the network would stay odd, no
    gradient would ever point along the biases, and the sharpness there would pass 2/lr without any effect on the run.
    """
    draw = Random(seed)
    start: list[float] = []
    for shape in SHAPES:
        bound = sqrt(3 / shape[0]) if len(shape) > 1 else 0.1
        start += [bound * (2 * draw.random() - 1) for _ in range(prod(shape))]
    return Landscape(
        value,
        gradient,
        window=((-3.0, 3.0),) * len(start),
        start=tuple(start),
        formula=r"f(w) = \tfrac{1}{2n} \sum_i \left(N_w(x_i) - y_i\right)^2",
        title="Network on two spirals",
        tags=("network", "edge of stability", "sharpness"),
        shapes=SHAPES,
    )
