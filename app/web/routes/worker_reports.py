"""`/api/workers/leases/{shard}/{epoch}/reports/{sequence}`: what a worker on another machine writes under its lease."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.comparisons.workers.remote.messages import REPORT
from app.web.worker_requests import CurrentBody, CurrentLease, CurrentWorkServer, message
from app.web.writing import writes

router = APIRouter(prefix="/leases/{shard}/{epoch}/reports")


@router.put("/{sequence}", status_code=204)
@writes
def report(
    lease: CurrentLease,
    sequence: Annotated[int, Path(ge=1, lt=2**63)],
    body: CurrentBody,
    server: CurrentWorkServer,
) -> None:
    """Write what was said, once, however often it comes."""
    server.report(lease.owner, lease.shard, lease.epoch, sequence, message(REPORT, body))
