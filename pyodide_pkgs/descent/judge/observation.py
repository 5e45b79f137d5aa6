"""What was seen while a submission ran: values, never verdicts, in a form that can be sent to another process."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from descent.errors import BadMessage
from descent.judge.case import Record, from_data, to_data
from descent.sandbox.failure import Failure, Frame


@dataclass(frozen=True)
class Note:
    """Stands for something that was not copied: `kind` is `object`, `too large` or `too deep`, `type` its class."""

    kind: str
    type: str
    text: str


@dataclass(frozen=True)
class Slot:
    """One array of the inputs after a call: whether its slot still holds it, and if not, what it holds (`kept`)."""

    path: str
    same: bool
    kept: Any


@dataclass(frozen=True)
class Seen:
    """One named object after a call, read again, and what became of the arrays that the caller still holds."""

    now: Any
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class CallSeen:
    """What one call gave back and left behind; `step` is its place among the calls of the case, from 0."""

    step: int
    returned: Any
    objects: Mapping[str, Seen]


@dataclass(frozen=True)
class Observation:
    """A whole run of a case: the calls that came to an end, and what stopped the next one, if anything did."""

    calls: tuple[CallSeen, ...]
    failure: Failure | None = None
    during: str = ""
    """What was under way when it failed: `load`, or the target of the call."""
    output: str = ""
    output_cut: bool = False
    tampered: tuple[str, ...] = ()
    """Names such as `builtins.abs` that the submission had replaced; they have been put back."""


_KINDS: dict[str, type] = {
    "note": Note,
    "frame": Frame,
    "failure": Failure,
    "slot": Slot,
    "seen": Seen,
    "call": CallSeen,
    "observation": Observation,
    "record": Record,
}
_TAG_OF = {kind: tag for tag, kind in _KINDS.items()}


def observation_to_data(observation: Observation) -> Any:
    """Plain values for `wire.pack`."""
    return to_data(observation, _TAG_OF)


def observation_from_data(data: Any) -> Observation:
    """The observation in `data`, which may come from anywhere; `BadMessage` if any part is of the wrong kind."""
    observation = from_data(data, _KINDS)
    if not isinstance(observation, Observation):
        raise BadMessage(f"expected an observation, got {type(observation).__name__}")
    _expect(_sound(observation), "an observation")
    for call in observation.calls:
        _expect(isinstance(call, CallSeen) and isinstance(call.step, int) and isinstance(call.objects, dict), "a call")
        for name, seen in call.objects.items():
            _expect(isinstance(name, str) and isinstance(seen, Seen) and isinstance(seen.slots, tuple), "an object")
            for slot in seen.slots:
                sound = isinstance(slot, Slot) and isinstance(slot.path, str) and isinstance(slot.same, bool)
                _expect(sound, "a slot")
    if observation.failure is not None:
        _expect(_sound_failure(observation.failure), "a failure")
    return observation


def _sound(observation: Observation) -> bool:
    return (
        isinstance(observation.calls, tuple)
        and isinstance(observation.during, str)
        and isinstance(observation.output, str)
        and isinstance(observation.output_cut, bool)
        and isinstance(observation.tampered, tuple)
        and all(isinstance(name, str) for name in observation.tampered)
    )


def _sound_failure(failure: Any) -> bool:
    return (
        isinstance(failure, Failure)
        and all(isinstance(text, str) for text in (failure.kind, failure.type, failure.text))
        and isinstance(failure.bases, tuple)
        and all(isinstance(base, str) for base in failure.bases)
        and isinstance(failure.frames, tuple)
        and all(isinstance(frame, Frame) and isinstance(frame.line, int) for frame in failure.frames)
    )


def _expect(sound: bool, what: str) -> None:
    if not sound:
        raise BadMessage(f"{what} in the message has parts of the wrong kind")
