"""The traces of a race as arrays: computed here, or as a page has sent them."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy
from descent.playground.arguments import Arguments
from descent.playground.race import race
from descent.sandbox.typed_rule import Author
from numpy.typing import NDArray

Floats = NDArray[numpy.float64]


@dataclass(frozen=True, eq=False)
class Trace:
    """One racer's run, from its start to where it ended."""

    points: Floats
    """`(steps + 1, dim)`"""
    losses: Floats
    """`(steps + 1,)`"""
    stop: str
    """Why it ended: `max_steps`, `converged`, `diverged` or `left_window`."""

    @property
    def steps(self) -> int:
        """How many steps it took."""
        return len(self.losses) - 1


def computed(state: Mapping[str, Any]) -> dict[str, Trace]:
    """The trace of every racer by name, computed in this process by the code that the page runs.

    A typed rule is run here as it is, with the rights of this process: it is the caller's own.
    """
    arguments = Arguments[Any](state, numpy, Author(numpy))
    answer, arrays = race(arguments)
    return {
        racer["name"]: Trace(numpy.array(own["points"]), numpy.array(own["losses"]), path["stop"]["kind"])
        for racer, path, own in zip(state["racers"], answer["racers"], arrays, strict=True)
    }


def received(racers: Any) -> dict[str, Trace]:
    """The traces that `static/js/embed/notebook.js` packed; `ValueError` where they are not what it makes."""
    try:
        return {str(racer["label"]): _received(racer) for racer in racers}
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"these are no traces: {error!r}") from error


def _received(racer: Mapping[str, Any]) -> Trace:
    points, losses = _floats(racer["points"]), _floats(racer["losses"])
    return Trace(points.reshape(len(losses), int(racer["dim"])), losses, str(racer["stop"]))


def _floats(text: str) -> Floats:
    """Numbers of 64 bits, the lowest byte first, as base64."""
    return numpy.frombuffer(base64.b64decode(text, validate=True), dtype="<f8").astype(numpy.float64)
