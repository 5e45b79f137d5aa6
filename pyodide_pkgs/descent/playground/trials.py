"""The landscapes of the report card: each with the trait that it tries, and where its starts lie."""

from dataclasses import dataclass
from typing import Any

TRAITS = (
    "ravine",
    "rotated",
    "curved valley",
    "plateau",
    "cliff",
    "saddle",
    "many minima",
    "noise",
    "sparse gradients",
    "moving target",
)


@dataclass(frozen=True)
class Trial:
    """One landscape of the card: `digits` is how many powers of ten of loss make a full score.

    Where `spread` is given the starts lie around the landscape's own start, by that share of the window per coordinate;
    else they lie anywhere in the window.
    """

    name: str
    trait: str
    landscape: dict[str, Any]
    """As a page would ask for it."""
    digits: float = 6.0
    spread: tuple[float, ...] | None = None


def _plain(name: str, trait: str, digits: float = 6.0, spread: tuple[float, ...] | None = None) -> Trial:
    return Trial(name, trait, {"name": name}, digits, spread)


def _changed(name: str, trait: str, label: str, digits: float, *transforms: dict[str, Any]) -> Trial:
    return Trial(f"{name}, {label}", trait, {"name": name, "transforms": list(transforms)}, digits)


def _family(name: str, trait: str, digits: float = 2.0, **parameters: Any) -> Trial:
    return Trial(name, trait, {"family": name, "parameters": parameters}, digits)


_EIGHTH = {"kind": "rotate", "angle": 0.7853981633974483}

TRIALS: tuple[Trial, ...] = (
    _plain("ravine", "ravine"),
    _plain("matyas", "ravine"),
    Trial("quadratic", "ravine", {"family": "quadratic", "parameters": {"kappa": 1000.0}}, 6.0),
    _plain("rotated_ravine", "rotated"),
    _plain("booth", "rotated"),
    _changed("ravine", "rotated", "by 45°", 6.0, _EIGHTH),
    _changed("rosenbrock", "rotated", "by 45°", 4.0, _EIGHTH),
    _plain("rosenbrock", "curved valley", 4.0),
    _plain("beale", "curved valley", 4.0),
    _plain("goldstein_price", "curved valley", 4.0),
    _plain("plateau", "plateau"),
    _plain("easom", "plateau", 6.0, (0.15, 0.15)),
    _changed("sphere", "plateau", "gradients a millionth", 6.0, {"kind": "multiply", "factor": 1e-6}),
    _plain("cliff", "cliff", 6.0),
    _plain("abs_sum", "cliff", 4.0),
    _plain("sharp_flat", "cliff", 4.0),
    _plain("bounded_saddle", "saddle", 6.0, (0.2, 0.0005)),
    Trial(
        "bounded_monkey_saddle", "saddle", {"name": "bounded_monkey_saddle", "start": [0.0, 0.05]}, 6.0, (0.01, 0.01)
    ),
    Trial("two_layer_linear", "saddle", {"name": "two_layer_linear", "start": [0.05, -0.04]}, 6.0, (0.02, 0.02)),
    _plain("himmelblau", "many minima"),
    _plain("rastrigin", "many minima", 6.0),
    _plain("ackley", "many minima", 6.0),
    _plain("griewank", "many minima", 6.0),
    _plain("styblinski_tang", "many minima"),
    _plain("six_hump_camel", "many minima"),
    _family("noisy_quadratic", "noise"),
    _family("turning_quadratic", "noise"),
    _family("minibatch_logistic", "noise"),
    _changed("rosenbrock", "noise", "noisy", 2.0, {"kind": "noise", "spread": 5.0}),
    _changed("sphere", "sparse gradients", "one in ten", 4.0, {"kind": "sparse", "share": 0.1}),
    _changed("ravine", "sparse gradients", "one in five", 4.0, {"kind": "sparse", "share": 0.2}),
    _changed("booth", "sparse gradients", "one in five", 4.0, {"kind": "sparse", "share": 0.2}),
    _changed("sphere", "moving target", "moving", 3.0, {"kind": "move", "velocity": [0.01, 0.005]}),
    _changed("ravine", "moving target", "moving", 3.0, {"kind": "move", "velocity": [0.01, 0.002]}),
)
