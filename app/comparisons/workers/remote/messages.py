"""What a worker and its server say to each other: JSON, compressed, checked on both sides.

Numbers cross with every digit: Python writes a float64 so that it is read as the same one. NaN and infinities do not
cross at all.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator

from app.comparisons.shard import Record, Result

PROTOCOL = 1
"""Counted up when what is said changes its meaning."""
WORKERS = "/api/workers"
"""Where a server answers workers, below wherever a proxy has put it."""
PROCESS_HEADER = "Worker-Process"
"""Which process of a worker asks; drawn at its start, so that no other one can speak for it."""
CHECKPOINT_HEADER = "Worker-Checkpoint"
"""What an answered checkpoint is: its step, its hash, and a sentence where one was damaged."""
PROCESS = r"^[A-Za-z0-9._-]{1,64}$"
PIECE = 900_000
"""Bytes of a checkpoint that are sent at a time, at most."""
EXPANDED = 16
"""A body may be so many times as large once it is expanded."""
LEVEL = 1
"""Of compression: most of what crosses are digits, of which more work saves little more."""


class Message(BaseModel):
    """Any message: nothing but what is named, of the type that is named, and finite."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Hello(Message):
    """A worker says what it is; the server answers with a `Welcome`, or why it takes no such worker."""

    protocol: int
    program: str = Field(max_length=40)
    versions: dict[Annotated[str, Field(max_length=80)], Annotated[str, Field(max_length=40)]] = Field(max_length=2000)


class Welcome(Message):
    """How the server wants to be asked."""

    heartbeat_seconds: float = Field(gt=0)
    missed_heartbeats: int = Field(ge=1)
    poll_seconds: float = Field(gt=0)
    shard_seconds: float = Field(gt=0)
    stop_seconds: float = Field(gt=0)
    checkpoint_steps: int = Field(ge=0)
    remote_checkpoint_seconds: float = Field(ge=0)
    max_body_bytes: int = Field(ge=1)


class Claim(Message):
    """A worker asks for a shard. The same number again is the same question, whose answer was lost."""

    number: int = Field(ge=1)
    versions: str = Field(max_length=64)
    """The hash over all versions (`versions_digest`): the server may have become another one since the `Hello`."""


class Assigned(Message):
    """A shard for the worker."""

    shard: int
    epoch: int
    job: str
    position: int
    members: int
    task: str
    parent: str | None


class Beat(Message):
    """A sign of life: how far the shard is, and how fast (run steps per second)."""

    step: int = Field(ge=0)
    rate: float = Field(ge=0)


class Ended(Message):
    """A process of the worker is gone, and why, in the words of `app.comparisons.store.attempts`."""

    process: str = Field(pattern=PROCESS)
    reason: str = Field(max_length=40)
    detail: str = Field(max_length=400)


class Records(Message):
    """Records of the shard, in order."""

    kind: Literal["records"] = "records"
    records: tuple[Record, ...] = Field(min_length=1)


class Restart(Message):
    """What was recorded after `step` is dropped."""

    kind: Literal["restart"] = "restart"
    step: int = Field(ge=-1)


class Note(Message):
    """A sentence for those who watch the job."""

    kind: Literal["note"] = "note"
    about: Literal["checkpoint"]
    message: str = Field(max_length=500)


class Checkpoint(Message):
    """The pieces that were sent are whole: the shard can be gone on with from `step`."""

    kind: Literal["checkpoint"] = "checkpoint"
    step: int = Field(ge=0)
    size: int = Field(ge=0)
    digest: str = Field(pattern="^[0-9a-f]{64}$")


class Forget(Message):
    """No checkpoint of the shard can be used."""

    kind: Literal["forget"] = "forget"


class Finish(Message):
    """The shard made all its steps."""

    kind: Literal["finish"] = "finish"
    result: Result

    def to_json(self) -> dict[str, Any]:
        """What is kept."""
        return self.result.to_json()


class FinishSlice(Message):
    """The slice of the loss landscape is computed."""

    kind: Literal["finish slice"] = "finish slice"
    seconds: float = Field(ge=0)
    slice: dict[str, Any]
    made_with: tuple[tuple[str, dict[str, str]], ...]

    @field_validator("slice")
    @classmethod
    def finite(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Finite numbers only, however deep they lie."""
        json.dumps(given, allow_nan=False)
        return given

    def to_json(self) -> dict[str, Any]:
        """What is kept."""
        return {
            "seconds": self.seconds,
            "slice": self.slice,
            "made_with": [[label, made] for label, made in self.made_with],
        }


class Release(Message):
    """The shard is given back unfinished, without blame."""

    kind: Literal["release"] = "release"


class Fail(Message):
    """The shard could not be gone on with."""

    kind: Literal["fail"] = "fail"
    reason: Literal["crashed", "interrupted", "out of memory", "timed out", "disk full", "not possible"]
    detail: str = Field(max_length=400)


Report = Records | Restart | Note | Checkpoint | Forget | Finish | FinishSlice | Release | Fail
"""What is written under a lease, numbered from 1."""
REPORT: TypeAdapter[Report] = TypeAdapter(Annotated[Report, Field(discriminator="kind")])


def versions_digest(versions: Mapping[str, str]) -> str:
    """One hash over all versions."""
    return hashlib.sha256(json.dumps(sorted(versions.items())).encode()).hexdigest()


def compressed(data: bytes) -> bytes:
    """The bytes as gzip has them."""
    packer = zlib.compressobj(LEVEL, wbits=31)
    return packer.compress(data) + packer.flush()


def expanded(data: bytes, most: int) -> bytes:
    """The bytes that `compressed` was given; ValueError for more than `most`, or for anything else."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        found = unpacker.decompress(data, most)
    except zlib.error as error:
        raise ValueError(f"the body is not gzip: {error}") from error
    if unpacker.unconsumed_tail:
        raise ValueError(f"the body holds more than {most} bytes once it is expanded")
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("the body is cut short, or has something after its end")
    return found
