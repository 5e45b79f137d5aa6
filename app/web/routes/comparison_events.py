"""`/api/comparisons/{id}/events`: progress as server-sent events that survive a lost connection.

Two sorts. What happened (queued, started, a shard finished, tried again, over) has an id and comes from the record: a
browser that connects again names the last one it saw and gets what it missed. `progress` has no id: it is the state at
that moment, sent when it has changed, and a missed one is replaced by the next. After the last event comes `end`; who
asks again then gets 204, which tells a browser to stop.
"""

from collections.abc import AsyncIterator
from typing import Annotated

import anyio
from anyio import to_thread
from fastapi import APIRouter, Header, Response
from sse_starlette import EventSourceResponse, JSONServerSentEvent

from app.api.comparisons import EventAnswer, JobAnswer
from app.comparisons.errors import TooManyListeners
from app.comparisons.service import ComparisonService
from app.comparisons.store.views import Event
from app.web.openapi import error_answer
from app.web.routes.comparisons import ALWAYS, MISSING, CurrentJob, CurrentService

router = APIRouter(tags=["comparisons"], responses=ALWAYS)

EVERY = 0.5
"""Seconds between two looks at the record."""
KEEP_ALIVE = 15
GRACE = 5.0
"""Seconds in which a stream says its last when the server is asked to end."""


@router.get(
    "/{id}/events",
    operation_id="watchComparison",
    response_class=EventSourceResponse,
    responses={
        200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": "Events."},
        204: {"description": "The comparison is over and nothing was missed."},
        429: error_answer("Too many pages are listening."),
        **MISSING,
    },
)
async def events(view: CurrentJob, service: CurrentService, last_event_id: Annotated[str, Header()] = "") -> Response:
    """What happened since `Last-Event-ID`, then what happens, until the comparison is over."""
    after = int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) < 18 else 0
    if view.ended is not None and after and not await to_thread.run_sync(service.store.jobs.events, view.id, after):
        return Response(status_code=204)
    if service.listeners >= service.settings.max_streams:
        raise TooManyListeners("Too many pages are listening; close one.")
    ending = anyio.Event()
    return EventSourceResponse(
        stream(service, view.id, after, ending),
        ping=KEEP_ALIVE,
        send_timeout=30,
        shutdown_event=ending,
        shutdown_grace_period=GRACE,
    )


async def stream(
    service: ComparisonService, job: str, after: int, ending: anyio.Event
) -> AsyncIterator[JSONServerSentEvent]:
    """The events of a job; counted among the listeners until it ends, however it ends.

    It ends when the job is over, and when the server is: the page then connects to the next one.
    """
    service.listeners += 1
    try:
        last: JobAnswer | None = None
        while True:
            progress, happened = await to_thread.run_sync(look, service, job, after)
            for event in happened:
                after = event.id
                yield JSONServerSentEvent(EventAnswer.of(event).model_dump(), event=event.kind, id=str(event.id))
            if progress is None:
                return
            if progress != last:
                last = progress
                yield JSONServerSentEvent(progress.model_dump(), event="progress")
            if progress.ended is not None:
                yield JSONServerSentEvent({"state": progress.state}, event="end")
                return
            with anyio.move_on_after(EVERY):
                await ending.wait()
            if ending.is_set():
                return
    finally:
        service.listeners -= 1


def look(service: ComparisonService, job: str, after: int) -> tuple[JobAnswer | None, list[Event]]:
    """The job, and what happened to it since the event `after`; the job first, so that its last event is not missed."""
    view = service.store.jobs.get(job)
    return None if view is None else JobAnswer.of(view, service.workers), service.store.jobs.events(job, after)
