"""`/api/comparisons/{id}/slices`: the loss landscape around what a finished comparison trained."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from fastapi.responses import StreamingResponse

from app.api.slices import SliceAnswer, SliceDetail, SliceList, found_of
from app.comparisons.errors import NotReady
from app.comparisons.results.made_with import of_slice, words
from app.comparisons.slices import export
from app.comparisons.slices.request import SliceRequest
from app.comparisons.store.views import JobView
from app.web.addresses import COMPARISONS
from app.web.openapi import error_answer
from app.web.routes.comparison_results import file_answer
from app.web.routes.comparisons import ALWAYS, GATE, MISSING, CurrentJob, CurrentService
from app.web.writing import writes

router = APIRouter(prefix="/{id}/slices", tags=["slices"], responses={**ALWAYS, **MISSING})

SliceId = Annotated[
    str, Path(alias="slice", pattern="^[0-9a-f]{16}$", description="The first 16 digits of the slice's SHA-256.")
]


def the_slice(view: CurrentJob, slice_id: SliceId, service: CurrentService) -> JobView:
    """The slice of the address."""
    return service.slice_of(view, slice_id)


CurrentSlice = Annotated[JobView, Depends(the_slice)]


@router.post(
    "",
    status_code=201,
    operation_id="askSlice",
    responses={
        200: {"model": SliceAnswer, "description": "The same slice was asked for before: this is it."},
        409: error_answer("The comparison is not finished."),
        429: error_answer("Too much waits; the header Retry-After says when to come back."),
        **GATE,
    },
)
@writes
def ask(view: CurrentJob, asked: SliceRequest, service: CurrentService, response: Response) -> SliceAnswer:
    """Ask for a slice; a worker computes it. The same again is the same slice, with what was computed before."""
    made, new = service.slice(view, asked.root)
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"{COMPARISONS}/{view.id}/slices/{made.id}"
    return SliceAnswer.of(made, service.workers)


@router.get("", operation_id="listSlices")
def slices(view: CurrentJob, service: CurrentService) -> SliceList:
    """The slices of a comparison, newest first."""
    workers = service.workers
    found = [SliceAnswer.of(each, workers) for each in service.store.jobs.slices(view.id)]
    return SliceList(slices=found, members=service.sliced_members(view), workers=workers)


@router.get(
    "/{slice}.json",
    operation_id="getSliceJson",
    responses={
        200: {"model": SliceDetail, "description": "What was asked and what was found, as a file."},
        409: error_answer("The slice is not finished."),
    },
)
def as_json(found: CurrentSlice, service: CurrentService) -> Response:
    """What was asked and what was found, as a file."""
    finished(found)
    text = json.dumps(SliceDetail.of(found, service.workers).model_dump(), allow_nan=False)
    return Response(text, media_type="application/json", headers=download_name(found, "json"))


@router.get(
    "/{slice}.csv",
    operation_id="getSliceCsv",
    response_class=StreamingResponse,
    responses={
        **file_answer("text/csv", "The grid and the paths, one line per place."),
        409: error_answer("The slice is not finished."),
    },
)
def as_csv(found: CurrentSlice) -> Response:
    """The grid and the paths, one line per place."""
    finished(found)
    lines = export.as_csv(found_of(found), words(of_slice(found)))
    return StreamingResponse(lines, media_type="text/csv", headers=download_name(found, "csv"))


@router.get("/{slice}", operation_id="getSlice")
def one(found: CurrentSlice, service: CurrentService) -> SliceDetail:
    """A slice as it stands now, and the whole of it once it is finished."""
    return SliceDetail.of(found, service.workers)


@router.delete("/{slice}", responses={403: GATE[403]}, operation_id="cancelSlice")
@writes
def cancel(found: CurrentSlice, service: CurrentService) -> SliceAnswer:
    """Cancel a slice: its worker stops at the end of its step. One that is over stays as it is."""
    service.store.jobs.cancel(found.id)
    return SliceAnswer.of(service.store.jobs.get(found.id) or found, service.workers)


def finished(found: JobView) -> None:
    """Raise `NotReady` while there is nothing to take away."""
    if found_of(found) is None:
        raise NotReady(f"The slice is {found.state}; there is nothing to take away.")


def download_name(found: JobView, form: str) -> dict[str, str]:
    """The header that gives a download its name."""
    return {"Content-Disposition": f'attachment; filename="slice-{found.id}.{form}"'}
