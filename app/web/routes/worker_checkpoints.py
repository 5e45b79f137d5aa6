"""`/api/workers/leases/{shard}/{epoch}/checkpoint`: checkpoints of workers on other machines, there and back."""

import hashlib
import json
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from app.comparisons.workers.remote.messages import CHECKPOINT_HEADER
from app.web.worker_requests import CurrentBody, CurrentLease, CurrentWorkServer, packed
from app.web.writing import writes

router = APIRouter(prefix="/leases/{shard}/{epoch}/checkpoint")


@router.put("/{step}", status_code=204)
@writes
def piece(
    lease: CurrentLease,
    step: Annotated[int, Path(ge=0, lt=10**10)],
    offset: Annotated[int, Query(ge=0, lt=2**63)],
    body: CurrentBody,
    server: CurrentWorkServer,
) -> None:
    """A piece of the checkpoint of that step, from `offset` on; a report says when it is whole."""
    server.piece(lease.owner, lease.shard, lease.epoch, step, offset, body)


@router.get("")
def newest(lease: CurrentLease, server: CurrentWorkServer) -> Response:
    """The newest checkpoint, empty where there is none; what it is stands in a header, as JSON."""
    data, step, damage = server.checkpoint(lease.owner, lease.shard, lease.epoch)
    told = {
        "there": data is not None,
        "step": step,
        "damage": damage,
        "digest": hashlib.sha256(data or b"").hexdigest(),
    }
    answer = packed(data or b"", "application/octet-stream")
    answer.headers[CHECKPOINT_HEADER] = json.dumps(told)
    return answer
