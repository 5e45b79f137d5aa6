"""Whether everything is there that the site needs: the record, a worker where one belongs here, and all files."""

from dataclasses import dataclass
from typing import Protocol

from starlette.datastructures import State

from app.comparisons.errors import Refused
from app.comparisons.service import ComparisonService
from app.web.static_files import Assets


class Kept(Protocol):
    """A worker that is kept running beside the server."""

    @property
    def trouble(self) -> str | None:
        """Why it is not there; None while it is."""


@dataclass(frozen=True)
class Found:
    """What was found of one thing; `detail` is a sentence."""

    ok: bool
    detail: str


def record(service: ComparisonService) -> Found:
    """Whether the record of comparisons can be read."""
    try:
        service.store.jobs.recent(1)
    except Refused as error:
        return Found(False, str(error))
    return Found(True, "The record of comparisons can be read.")


def worker(service: ComparisonService, kept: Kept | None) -> Found:
    """Whether somebody is there to do comparisons; where none was started beside the server, none has to be."""
    try:
        slots = service.workers
    except Refused as error:
        return Found(False, str(error))
    if slots:
        return Found(True, f"Workers have room for {slots} shard{'' if slots == 1 else 's'} at a time.")
    if kept is None:
        return Found(True, "No worker was started with this server; comparisons wait until there is one.")
    return Found(False, kept.trouble or "The worker beside this server has not said yet that it is there.")


def trouble(state: State) -> str | None:
    """Why the worker beside this server is not there, in a sentence; None while it is, and where none was started."""
    worker: Kept | None = getattr(state, "worker", None)
    return None if worker is None else worker.trouble


def files(*groups: Assets) -> Found:
    """Whether every file that pages name is there, as large as when the server started."""
    gone = [name for group in groups for name in group.gone()]
    if gone:
        some = ", ".join(gone[:3])
        return Found(False, f"{len(gone)} files have changed or are gone, {some} among them; start the server anew.")
    return Found(True, f"All {sum(len(group.files) for group in groups)} files are there.")
