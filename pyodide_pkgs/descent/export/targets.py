"""The targets by name: from a subject to a source."""

from collections.abc import Callable, Mapping

from descent.export.latex_file import latex_file
from descent.export.numpy_file import numpy_file
from descent.export.nvidia_file import nvidia_file
from descent.export.optax_file import optax_file
from descent.export.subject import Subject
from descent.export.torch_file import torch_file

TARGETS: Mapping[str, Callable[[Subject], str]] = {
    "torch": torch_file,
    "optax": optax_file,
    "nvidia": nvidia_file,
    "numpy": numpy_file,
    "latex": latex_file,
}
