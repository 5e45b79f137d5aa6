"""How many FLOPs a gradient of a workload takes: loss and gradient of one run on one batch, from shapes, without torch.

Of networks the products of matrices are counted, two for each multiply and add, forward and backward, as torch's own
counter counts them (`torch.utils.flop_counter`); activations, normalisations and look-ups are not. A workload without
such products has its formula counted, one for each operation on a number.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
from descent import registry
from descent.graph import Refused
from descent.graph.tracing import trace
from descent.spec import Rule

from app.workloads.card import Value, card

Shapes = Mapping[str, tuple[int, ...]]


def gradient_flops(workload: str, options: Mapping[str, Value]) -> int | None:
    """FLOPs of one gradient of one run with these options; None where nobody has counted them."""
    described = card(workload)
    if workload == "landscape":
        return landscape(str(described.settings(options)["landscape"]))
    if workload == "zipf_recall":
        return recall(described.shapes(options), int(described.settings(options)["pairs"]))
    count = COUNTS.get(workload)
    batch = int(described.settings(options).get("batch", described.batch))
    return None if count is None else count(described.shapes(options), batch)


def perceptron(shapes: Shapes, batch: int) -> int:
    """Fully connected layers: every matrix forward and twice backward; the inputs need no gradient."""
    return layered([prod(sides) for sides in shapes.values() if len(sides) == 2], batch)


def convolution(shapes: Shapes, batch: int) -> int:
    """Filters at 6 x 6 and at 4 x 4 places of 8 x 8 pixels, then a layer."""
    places = {"filters1": 36, "filters2": 16, "output": 1}
    return layered([times * prod(shapes[name]) for name, times in places.items()], batch)


def layered(products: list[int], batch: int) -> int:
    """What layers take whose products, for one sample, are these many multiplies and adds each."""
    return batch * (6 * sum(products) - 2 * products[0])


def transformer(shapes: Shapes, batch: int) -> int:
    """Every map at every place, and two products of each place with each other; embeddings are looked up."""
    context, width = shapes["places"]
    maps = sum(prod(sides) for name, sides in shapes.items() if len(sides) == 2 and name not in ("letters", "places"))
    return batch * (6 * context * maps + 12 * context**2 * width)


def factorisation(shapes: Shapes, batch: int) -> int:
    """A rating is a product of two rows: multiplied and added, and for each row multiplied by the error."""
    return int(batch * (4 * shapes["users"][1] + 5))


def recall(shapes: Shapes, pairs: int) -> int:
    """Every key through the matrix and against every value, and back; a batch is no more than the share of each."""
    width = shapes["memory"][0]
    return 4 * pairs * width * (width + pairs)


def bowl(shapes: Shapes, _batch: int) -> int:
    """The value, and the gradient with its noise, which is drawn elsewhere."""
    return 6 * shapes["x"][0]


COUNTS: Mapping[str, Callable[[Shapes, int], int]] = {
    "char_transformer": transformer,
    "cnn_digits": convolution,
    "logistic_digits": perceptron,
    "matrix_factorisation": factorisation,
    "mlp_digits": perceptron,
    "mlp_digits_wide": perceptron,
    "mlp_mnist1d": perceptron,
    "noisy_quadratic": bowl,
}
"""By workload how it is counted from shapes and batch; one that is nowhere counted has no axis of FLOPs."""


@lru_cache(maxsize=128)
def landscape(name: str) -> int | None:
    """Value and gradient of a landscape, counted from its own formula; None where that cannot be traced."""
    ground = registry.landscape(name)

    def init(p: Any, xp: Any) -> dict[str, Any]:
        return {"value": xp.zeros_like(p[:, 0])}

    def update(p: Any, g: Any, s: Any, t: Any, xp: Any) -> tuple[Any, dict[str, Any]]:  # noqa: ARG001
        return ground.gradient(p, xp), {"value": ground.value(p, xp)}

    try:
        return trace(Rule(init, update, "tensor", ()), [(ground.dim,)], np).graph.cost
    except Refused:
        return None
