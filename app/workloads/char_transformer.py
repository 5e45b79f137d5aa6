"""A character transformer on Python's own help text: one block of attention, 32 characters of context.

The text is that of `help()`'s topics, part of every Python. It differs a little between versions, and so do losses.
Embeddings and the output map go to the fallback under matrix rules, as is usual.
"""

import math
import string
from functools import cache
from pydoc_data.topics import topics
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, layer_norm

from app.workloads.card import CONTROL, Card, Option, spaced
from app.workloads.classifier import permutation
from app.workloads.workload import Device, Network, Part, Tensors

CARD = Card(
    name="char_transformer",
    title="Character transformer on help text",
    summary="The next character of Python's help, by one block with two heads: attention, in miniature.",
    metric="cross entropy per character, in nats, on text held back",
    better="lower",
    target=2.55,
    steps=400,
    licence="Python's documentation, Python Software Foundation License 2.0; read from the interpreter, not shipped",
    control="the characters of the training text",
    parameters=15_456,
    matrices=("query", "key", "value", "mix", "expand", "contract"),
    batch=16,
    judged=128,
    split=(200_000, 64, 64),
    goals=spaced(4.0, 2.3),
    options=(Option("batch", 16, "stretches of text per step", (), 1, 256), CONTROL),
)

SYMBOLS = "\n" + string.ascii_letters + string.digits + string.punctuation + " "
CONTEXT, WIDTH, HEADS, INNER = 32, 32, 2, 64
LETTERS, HELD_BACK = 200_000, 20_000
"""Letters that train; that report; as many again after those that choose."""
TESTED = 64
"""Stretches of 32 letters, evenly spaced, in each of the latter two."""

SHAPES: dict[str, tuple[int, ...]] = {
    "letters": (len(SYMBOLS), WIDTH),
    "places": (CONTEXT, WIDTH),
    "query": (WIDTH, WIDTH),
    "key": (WIDTH, WIDTH),
    "value": (WIDTH, WIDTH),
    "mix": (WIDTH, WIDTH),
    "expand": (INNER, WIDTH),
    "inner_bias": (INNER,),
    "contract": (WIDTH, INNER),
    "outer_bias": (WIDTH,),
    "output": (len(SYMBOLS), WIDTH),
}


@cache
def text() -> Tensor:
    """The first 240,000 characters of all topics in alphabetic order, as int64; what is not ASCII is a space."""
    number = {symbol: place for place, symbol in enumerate(SYMBOLS)}
    whole = "".join(topics[name] for name in sorted(topics))[: LETTERS + 2 * HELD_BACK]
    return torch.tensor([number.get(letter, len(SYMBOLS) - 1) for letter in whole], dtype=torch.int64)


class Transformer(Network):
    """One block: attention over what came before, then two linear maps, each after a normalisation and added on."""

    def __init__(self, batch_size: int, control: bool, device: Device):
        self.device, self.batch_size, self.shapes = device, batch_size, SHAPES
        letters = text()
        train, reporting, choosing = letters[:LETTERS], letters[LETTERS:-HELD_BACK], letters[-HELD_BACK:]
        if control:
            train = train[permutation(30, len(train))]
        self.train = device.array(train)
        self.samples = LETTERS - CONTEXT
        stretches = torch.linspace(0, HELD_BACK - CONTEXT - 1, TESTED).to(torch.int64).tolist()
        self.parts = {
            part: device.array(torch.stack([held[start : start + CONTEXT + 1] for start in stretches]))
            for part, held in (("reporting", reporting), ("choosing", choosing))
        }
        self.steps = torch.arange(CONTEXT + 1, device=device.torch_device)
        causal = torch.full((CONTEXT, CONTEXT), -torch.inf, dtype=device.dtype, device=device.torch_device)
        self.mask = torch.triu(causal, diagonal=1)

    def spread(self, name: str) -> float:
        """Scale 1 for embeddings' sums, 1 / √inputs for maps, small for the output."""
        scales = {"letters": 0.7, "places": 0.3, "output": 0.05}
        return scales.get(name, math.sqrt(1 / self.shapes[name][-1]))

    def logits(self, params: Tensors, seen: Tensor) -> Tensor:
        """Numbers per symbol, `(stretches, 32, symbols)`, from letters `(stretches, 32)`."""
        x = params["letters"][seen] + params["places"]
        x = x + self.attention(params, layer_norm(x, (WIDTH,)))
        inner = torch.relu(layer_norm(x, (WIDTH,)) @ params["expand"].T + params["inner_bias"])
        x = x + inner @ params["contract"].T + params["outer_bias"]
        return layer_norm(x, (WIDTH,)) @ params["output"].T

    def attention(self, params: Tensors, x: Tensor) -> Tensor:
        """Each place's mean over the places before it, weighted by how well key and query agree."""

        def heads(name: str) -> Tensor:
            return (x @ params[name].T).reshape(-1, CONTEXT, HEADS, WIDTH // HEADS).transpose(-3, -2)

        agreement = heads("query") @ heads("key").transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + self.mask
        mixed = torch.softmax(agreement, dim=-1) @ heads("value")
        return mixed.transpose(-3, -2).flatten(start_dim=-2) @ params["mix"].T

    def entropies(self, params: Tensors, stretches: Tensor) -> Tensor:
        """The cross entropy of the next letter at each place of stretches `(stretches, 33)`, `(stretches, 32)`."""
        logits = self.logits(params, stretches[:, :-1])
        logits = logits.to(self.device.dtype)  # as in app/workloads/classifier.py
        found = cross_entropy(logits.flatten(end_dim=-2), stretches[:, 1:].flatten(), reduction="none")
        return found.reshape(-1, CONTEXT)

    def loss(self, params: Tensors, batch: Tensors) -> Tensor:
        """The cross entropy on stretches that begin at the drawn places."""
        return self.entropies(params, self.train[batch["index"][:, None] + self.steps]).mean()

    def scores(self, params: Tensors, part: Part) -> Tensor:
        """The mean cross entropy of each of 64 stretches of text that did not train."""
        return self.entropies(params, self.parts[part]).mean(dim=1)


def build(settings: dict[str, Any], device: Device) -> Transformer:
    """The workload with these settings."""
    return Transformer(settings["batch"], settings["control"], device)
