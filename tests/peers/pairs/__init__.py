"""The pairs of every peer, one module a library.

`PAIRS` are compared; `APART` says what has the name of a rule here, does another thing, and why that is so; `NOT_OURS`
names everything else that the library offers, by what it is; `NOTE` says how it is run where that is not as it comes.
"""

from importlib import import_module
from typing import Any

from tests.peers.pair import Apart, Pair

MODULES = (
    "of_torch",
    "of_optax",
    "of_pytorch_optimizer",
    "of_schedulefree",
    "of_prodigyopt",
    "of_emerging_optimizers",
    "of_heavyball",
)

PEERS = {
    "torch": "torch",
    "optax": "optax",
    "pytorch_optimizer": "pytorch-optimizer",
    "schedulefree": "schedulefree",
    "prodigyopt": "prodigyopt",
    "package:NVIDIA emerging-optimizers": "emerging-optimizers",
    "heavyball": "heavyball",
}
"""The source that a pair names -> the peer's name as a package."""


def pairs() -> list[Pair]:
    """All pairs, the peers in the order of `MODULES`."""
    return [pair for name in MODULES for pair in import_module(f"{__name__}.{name}").PAIRS]


def apart() -> list[Apart]:
    """All that is another thing under the same name."""
    return [one for name in MODULES for one in getattr(import_module(f"{__name__}.{name}"), "APART", [])]


def not_ours(lib: str) -> dict[str, str]:
    """What else a peer offers: name -> what it is."""
    return {name: what for what, names in _of(lib, "NOT_OURS", {}).items() for name in names}


def note(lib: str) -> str:
    """How a peer is run, where that is not as it comes; or nothing."""
    return str(_of(lib, "NOTE", ""))


def _of(lib: str, name: str, otherwise: Any) -> Any:
    return getattr(import_module(f"{__name__}.{MODULES[list(PEERS).index(lib)]}"), name, otherwise)
