"""`/api/workers/leases/{shard}/{epoch}`: a worker on another machine keeps its lease, or takes it up again."""

from fastapi import APIRouter
from pydantic import TypeAdapter

from app.comparisons.workers.remote.messages import Beat
from app.web.worker_requests import CurrentBody, CurrentLease, CurrentWorkServer, message
from app.web.writing import writes

router = APIRouter(prefix="/leases/{shard}/{epoch}")

BEAT = TypeAdapter(Beat)


@router.post("/beat", status_code=204)
@writes
def beat(lease: CurrentLease, body: CurrentBody, server: CurrentWorkServer) -> None:
    """A sign of life."""
    server.beat(lease.owner, lease.shard, lease.epoch, message(BEAT, body))


@router.get("/standing")
def standing(lease: CurrentLease, server: CurrentWorkServer) -> dict[str, str]:
    """Whether the work should go on."""
    return {"standing": server.standing(lease.owner, lease.shard, lease.epoch)}


@router.post("/regain")
@writes
def regain(lease: CurrentLease, server: CurrentWorkServer) -> dict[str, int]:
    """The epoch under which a worker that was cut off goes on, where nobody has held the shard since."""
    return {"epoch": server.regain(lease.owner, lease.shard, lease.epoch)}
