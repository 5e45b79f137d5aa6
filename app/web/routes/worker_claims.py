"""`/api/workers/hello`, `/claim` and `/ended`: workers on other machines say what they are and ask for shards."""

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter

from app.comparisons.workers.remote.messages import Claim, Ended, Hello, Welcome
from app.web.worker_requests import CurrentBody, CurrentHolder, CurrentOwner, CurrentWorkServer, message, packed
from app.web.writing import writes

router = APIRouter()

HELLO, CLAIM, ENDED = TypeAdapter(Hello), TypeAdapter(Claim), TypeAdapter(Ended)


@router.post("/hello")
@writes
def hello(request: Request, owner: CurrentOwner, body: CurrentBody, server: CurrentWorkServer) -> Welcome:
    """How the server wants to be asked; 409 for a worker of other versions."""
    return server.hello(owner, message(HELLO, body), request.app.state.settings.max_body_bytes)


@router.post("/claim")
@writes
def claim(owner: CurrentOwner, body: CurrentBody, server: CurrentWorkServer) -> Response:
    """A shard, or 204 when nothing waits."""
    found = server.claim(owner, message(CLAIM, body))
    return Response(status_code=204) if found is None else packed(found.model_dump_json().encode(), "application/json")


@router.post("/ended", status_code=204)
@writes
def ended(holder: CurrentHolder, body: CurrentBody, server: CurrentWorkServer) -> None:
    """A process of the worker is gone, and why."""
    server.ended(holder, message(ENDED, body))
