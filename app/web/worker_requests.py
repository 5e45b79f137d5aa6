"""What requests of workers have in common: who asks, under which lease, and a body that is expanded within limits."""

from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Header, HTTPException, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect

from app.comparisons.workers.remote.messages import EXPANDED, PROCESS, PROCESS_HEADER, compressed, expanded
from app.comparisons.workers.remote.work_server import WorkServer
from app.web.middleware.token import HOLDER

Read = TypeVar("Read")


# All are async, though none waits for anything but the body: the framework calls a plain function in another thread,
# and four such changes cost as much as all the rest of a heartbeat.
async def the_work_server(request: Request) -> WorkServer:
    """Who answers workers in this application."""
    found: WorkServer = request.app.state.comparisons.work
    return found


CurrentWorkServer = Annotated[WorkServer, Depends(the_work_server)]


async def the_holder(request: Request) -> str:
    """Whose token the request has."""
    return str(request.scope[HOLDER])


CurrentHolder = Annotated[str, Depends(the_holder)]


async def the_owner(
    holder: CurrentHolder, process: Annotated[str, Header(alias=PROCESS_HEADER, pattern=PROCESS)]
) -> str:
    """The worker that asks: whose token it has, and which of its processes it is."""
    return f"{holder}/{process}"


CurrentOwner = Annotated[str, Depends(the_owner)]


@dataclass(frozen=True)
class NamedLease:
    """The lease of the address and who claims to hold it."""

    owner: str
    shard: int
    epoch: int


async def the_lease(
    owner: CurrentOwner,
    shard: Annotated[int, Path(ge=0, lt=2**63)],
    epoch: Annotated[int, Path(ge=1, lt=2**63)],
) -> NamedLease:
    """The lease of the address."""
    return NamedLease(owner, shard, epoch)


CurrentLease = Annotated[NamedLease, Depends(the_lease)]


async def the_body(request: Request) -> bytes:
    """The body, expanded where it is compressed; nothing of one that did not come to its end."""
    try:
        body = await request.body()
    except ClientDisconnect as error:
        raise HTTPException(400, "The body was cut short.") from error
    if request.headers.get("content-encoding", "identity") == "identity":
        return body
    try:
        return expanded(body, EXPANDED * request.app.state.settings.max_body_bytes)
    except ValueError as error:
        raise HTTPException(400, f"The body cannot be read: {error}.") from error


CurrentBody = Annotated[bytes, Depends(the_body)]


def packed(data: bytes, media_type: str) -> Response:
    """An answer with these bytes, compressed, as every worker reads it."""
    return Response(compressed(data), media_type=media_type, headers={"Content-Encoding": "gzip"})


def message(kind: TypeAdapter[Read], body: bytes) -> Read:
    """The message that the body holds; answered with 422 where it is none."""
    try:
        return kind.validate_json(body)
    except ValidationError as error:
        found = [{**each, "loc": ("body", *each["loc"])} for each in error.errors(include_url=False)]
        raise RequestValidationError(found) from error
