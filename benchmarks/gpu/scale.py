"""How large everything is: for a card, by its memory, or tiny, to try the program."""

from dataclasses import dataclass

import torch

BYTES = 160
"""Of a number of a rule's tensors: parameter, gradient, states, and what an eager step puts out on its way."""


@dataclass(frozen=True)
class Scale:
    """Sizes of all sections."""

    numbers: int
    """In the vector that a rule steps."""
    side: int
    """Of the square matrix that a rule of matrices steps."""
    compiled: tuple[str, ...]
    """Rules whose step is compiled as well."""
    runs: int
    wide_runs: int
    steps: int
    sample: int
    """Runs of the loop that a population is held against, which is scaled up."""
    parity: tuple[str, ...] | None
    """Rules that are held against NumPy; None: all."""
    stepped: tuple[str, ...] | None
    """Rules whose step is measured; None: all."""
    matrices: tuple[tuple[int, int, int], ...]
    """Stacks for Newton–Schulz: how many, rows, columns."""
    seconds: float
    """That one measurement takes about."""


def scale(device: torch.device, tiny: bool) -> Scale:
    """The sizes for a device."""
    if tiny:
        return Scale(
            4096, 16, (), 4, 2, 10, 1, ("sgd", "adam", "madam", "muon"), ("sgd", "adam", "lamb", "muon", "soap"),
            ((3, 8, 8), (2, 4, 16)), 0.0,
        )  # fmt: skip
    free = torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else 4 * 2**30
    return Scale(
        numbers=min(2**26, free // (2 * BYTES)),
        side=512,
        compiled=("sgd", "momentum", "adam", "adamw", "lion", "ademamix", "lamb", "muon"),
        runs=512, wide_runs=512, steps=300, sample=3, parity=None, stepped=None,
        matrices=((12, 768, 768), (12, 768, 3072), (256, 64, 64)), seconds=0.15,
    )  # fmt: skip
