"""The settings with which torch tests its own optimizers: `torch.testing._internal.common_optimizers`."""

from collections.abc import Iterator
from typing import Any

from tests.peers.pair import MATRICES, SHAPES, Pair

RULES: dict[str, tuple[str, dict[str, Any]]] = {
    "Adadelta": ("adadelta", {}),
    "Adafactor": ("adafactor", {"form": "torch"}),
    "Adagrad": ("adagrad", {"eps_mode": "outside"}),
    "Adam": ("adam", {}),
    "AdamW": ("adamw", {}),
    "Adamax": ("adamax", {"eps_mode": "inside_max"}),
    "ASGD": ("asgd", {}),
    "Muon": ("muon", {"form": "torch", "ns_dtype": "bfloat16"}),
    "NAdam": ("nadam", {"schedule": "momentum_decay"}),
    "RAdam": ("radam", {"threshold": 5, "eps_mode": "uncorrected"}),
    "RMSprop": ("rmsprop", {"eps_mode": "outside"}),
    "Rprop": ("rprop", {}),
    "SGD": ("momentum", {}),
}
"""The class -> the map that knows its settings, and which form of our rule it is."""

LEFT_OUT = {
    "LBFGS": "evaluates where it likes, and is a driver here: descent.lbfgs; tests/golden/lbfgs.json has its paths",
    "SparseAdam": "takes sparse gradients; tests/golden/sparse_adam.json has them",
}
"""Classes of the database that have no pair, and why."""

HOW = ("foreach", "fused", "capturable", "differentiable")


def entries() -> Iterator[tuple[str, dict[str, Any]]]:
    """The class and the settings of every entry, those that only say how it runs left out.

    Nothing where torch's tests lack `expecttest`, which they import and the extra `peers` brings.
    """
    try:
        from torch.testing._internal import common_optimizers
    except ImportError:
        return
    seen = []
    for info in common_optimizers.optim_db:
        for made in info.optim_inputs_func(device="cpu"):
            settings = {name: value for name, value in made.kwargs.items() if name not in HOW}
            entry = (info.optim_cls.__name__, settings)  # type: ignore[attr-defined]
            # A learning rate that is a tensor is the number in it.
            if entry not in seen and all(isinstance(value, bool | int | float | tuple) for value in settings.values()):
                seen.append(entry)
                yield entry


def fixed_pairs() -> list[Pair]:
    """One pair for every entry of a class that has a rule here; what it leaves out is torch's default."""
    return [_pair(name, dict(settings)) for name, settings in entries() if name in RULES]


def _pair(name: str, settings: dict[str, Any]) -> Pair:
    rule, variant = RULES[name]
    ours: dict[str, Any] = {}
    if name == "SGD":
        rule = "nesterov" if settings.get("nesterov") else "momentum" if settings.get("momentum") else "sgd"
        variant = {"dampening_first_step": "skip"} if settings.get("dampening") else {}
    elif name == "NAdam" and settings.get("decoupled_weight_decay"):
        rule = "nadamw"
    elif name in ("Adam", "AdamW") and settings.get("amsgrad"):
        rule, variant = "amsgrad", {"max_over": "raw_v"}
        ours = {"decoupled_weight_decay": True} if name == "AdamW" else {}
    matrix = name == "Muon"
    return Pair(
        rule,
        "torch",
        f"torch.optim.{name}",
        (),
        fixed={key: list(value) if isinstance(value, tuple) else value for key, value in settings.items()},
        variant=variant,
        ours=ours,
        shapes=MATRICES if matrix else SHAPES,
        dtypes=("float32",) if matrix else ("float64", "float32"),
        tolerances={"float32": 0.05 if matrix else 2e-3 if name == "Rprop" else 1e-4},
        why="as with drawn settings" if matrix or name == "Rprop" else "",
    )
