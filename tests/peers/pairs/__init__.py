"""The pairs of every peer, one module a library.

`PAIRS` are compared; `APART` says what has the name of a rule here, does another thing, and why that is so.
"""

from importlib import import_module

from tests.peers.pair import Apart, Pair

MODULES = (
    "of_torch",
    "of_optax",
    "of_pytorch_optimizer",
    "of_schedulefree",
    "of_prodigyopt",
    "of_emerging_optimizers",
)

PEERS = {
    "torch": "torch",
    "optax": "optax",
    "pytorch_optimizer": "pytorch-optimizer",
    "schedulefree": "schedulefree",
    "prodigyopt": "prodigyopt",
    "github:NVIDIA-NeMo/Emerging-Optimizers": "emerging-optimizers",
}
"""The source that a pair names -> the peer's name as a package."""

NO_PAIRS = {"heavyball": "its classes compile their whole loop, and nobody has written their pairs yet"}
"""Peers that nothing is compared with, and why."""


def pairs() -> list[Pair]:
    """All pairs, the peers in the order of `MODULES`."""
    return [pair for name in MODULES for pair in import_module(f"{__name__}.{name}").PAIRS]


def apart() -> list[Apart]:
    """All that is another thing under the same name."""
    return [one for name in MODULES for one in getattr(import_module(f"{__name__}.{name}"), "APART", [])]
