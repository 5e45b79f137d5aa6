"""All benchmarks: `python -m benchmarks`. Ratios within one run; absolute times belong to the machine named on top."""

import torch

from benchmarks.environment import environment
from benchmarks.numpy_rules import batched
from benchmarks.populations import jax, networks, rosenbrock
from benchmarks.rates import rates


def main() -> None:
    """Print one line per result, as they come."""
    torch.set_num_threads(1)
    print(environment(), flush=True)
    print("\nPopulations against a loop of torch.optim.AdamW with autograd, one thread", flush=True)
    for work in (batched, rosenbrock, networks, jax):
        print(work(), flush=True)
    print("\nSteps of ten million numbers, compiled in place, one thread", flush=True)
    for text in rates():
        print(text, flush=True)
    if not torch.cuda.is_available():
        print("\nNo CUDA device: nothing was measured on one.")
        return
    print("\nOn the CUDA device", flush=True)
    for text in (rosenbrock("cuda"), networks("cuda"), *rates("cuda")):
        print(text, flush=True)


if __name__ == "__main__":
    main()
