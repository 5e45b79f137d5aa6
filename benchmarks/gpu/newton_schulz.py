"""Newton–Schulz beside the rate of plain products: matrix by matrix, stacked, and by Gram matrices alone."""

from collections.abc import Iterator

import torch
from array_api_compat import torch as xp
from descent.matrices.newton_schulz import coefficient_at, newton_schulz
from torch import Tensor

from benchmarks.gpu.scale import Scale
from benchmarks.gpu.table import Row
from benchmarks.gpu.timer import seconds_of

STEPS = 5


def results(device: torch.device, sizes: Scale) -> Iterator[Row]:
    """Each stack in both precisions and three ways, and how far the Gram form is off in float32."""
    for shape in sizes.matrices:
        for dtype in (torch.float32, torch.bfloat16):
            yield from of_stack(torch.randn(*shape, device=device).to(dtype), device, sizes.seconds)
        x = torch.randn(*shape, device=device)
        apart = (by_gram(x) - newton_schulz(x, xp)).abs().max()
        yield Row("Newton–Schulz", f"{named(x)}: Gram form, largest difference", float(apart), "")


def named(x: Tensor) -> str:
    """A stack in words."""
    return f"{len(x)} of {x.shape[1]}x{x.shape[2]}, {str(x.dtype).removeprefix('torch.')}"


def of_stack(x: Tensor, device: torch.device, about: float) -> Iterator[Row]:
    """The rows of one stack."""
    count, rows, columns = x.shape
    times = {
        "one by one": seconds_of(lambda: [newton_schulz(one[None], xp) for one in x], device, about),
        "stacked": seconds_of(lambda: newton_schulz(x, xp), device, about),
        "stacked, Gram form": seconds_of(lambda: by_gram(x), device, about),
    }
    product = seconds_of(lambda: x @ x.mT, device, about)
    rate = 2 * count * rows * rows * columns / product
    # A = X Xᵀ and B X take 2 n² m operations each, A² takes 2 n³.
    work = STEPS * count * (4 * rows * rows * columns + 2 * rows**3)
    for how, seconds in times.items():
        detail = f"{seconds * 1e3:.4g} ms; a product alone has {rate / 1e12:.4g} TFLOP/s"
        yield Row("Newton–Schulz", f"{named(x)}, {how}: share of a product's rate", work / seconds / rate, "x", detail)


def by_gram(x: Tensor) -> Tensor:
    """The same for matrices with no more rows than columns: polynomials in A = X Xᵀ commute, so X is needed twice only.

    Q ← I; for each triple  P = a I + b A + c A²,  Q ← P Q,  A ← P A P;  then Q X.
    """
    start = x / torch.linalg.matrix_norm(x.float(), keepdim=True).clamp(min=1e-15).to(x.dtype)
    gram = start @ start.mT
    one = torch.eye(gram.shape[-1], device=x.device, dtype=x.dtype)
    made: Tensor | None = None
    for step in range(STEPS):
        a, b, c = coefficient_at("quintic", step)
        factor = a * one + b * gram + c * (gram @ gram)
        made = factor if made is None else factor @ made
        gram = factor @ gram @ factor
    assert made is not None
    return made @ start
