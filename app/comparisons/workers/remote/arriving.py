"""Checkpoints that arrive in pieces: kept beside the others under a name of their own until they are whole."""

import errno
import hashlib
from contextlib import suppress
from pathlib import Path

from app.comparisons.errors import BadCheckpoint, StoreFull, TooLarge

SUFFIX = ".arriving"
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Arriving:
    """The checkpoint of one step that is being sent under one lease, into the folder of its shard."""

    def __init__(self, folder: Path, step: int, epoch: int, most: int):
        self.path = folder / f"{step:010d}-{epoch:06d}{SUFFIX}"
        self.most = most
        """Bytes that it may have."""

    def put(self, offset: int, piece: bytes) -> None:
        """Keep a piece; the same again changes nothing. `BadCheckpoint` where one before it is missing."""
        if offset + len(piece) > self.most:
            raise TooLarge(f"a checkpoint may have {self.most} bytes, this one has at least {offset + len(piece)}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if offset == 0:
                self._remove_others()
            size = self.path.stat().st_size if self.path.exists() else 0
            if offset > size:
                raise BadCheckpoint(f"a piece begins at {offset}, and {size} bytes are there")
            with self.path.open("r+b" if size else "wb") as file:
                file.seek(offset)
                file.write(piece)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise StoreFull("the disk has no room for a checkpoint") from error
            raise

    def whole(self, size: int, digest: str) -> bytes:
        """All of it; `BadCheckpoint` where it is not what was announced."""
        try:
            data = self.path.read_bytes()[:size]
        except FileNotFoundError:
            data = b""
        if len(data) != size or hashlib.sha256(data).hexdigest() != digest:
            raise BadCheckpoint(f"{len(data)} of {size} bytes of the checkpoint are there, or some of them are others")
        return data

    def remove(self) -> None:
        """Remove what arrived."""
        with suppress(OSError):
            self.path.unlink()

    def _remove_others(self) -> None:
        """What arrived before and never became whole is of no use: a worker sends one checkpoint after the other."""
        for each in self.path.parent.glob(f"*{SUFFIX}"):
            if each != self.path:
                with suppress(OSError):
                    each.unlink()
