"""`/api/comparisons`: comparisons are planned, handed in, watched and cancelled.

The four modules `comparison*.py` know their paths below that address only; `app.web.application` says where it is.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from app.api.comparisons import JobAnswer, JobChange, JobDetail, JobList, PlanAnswer
from app.comparisons.errors import NotReady
from app.comparisons.service import ComparisonService
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store.views import JobView
from app.web.addresses import COMPARISONS
from app.web.openapi import error_answer
from app.web.writing import writes

Answers = dict[int | str, dict[str, Any]]

ALWAYS: Answers = {
    401: error_answer("This server asks for a token, and the request has none or another."),
    422: error_answer("The request does not fit what this address takes."),
    503: error_answer("The record is being written by another process; the header Retry-After says when to come back."),
    507: error_answer("The disk is full."),
}
"""What every address of comparisons may answer."""
GATE: Answers = {
    400: error_answer("The body is not JSON."),
    403: error_answer("The request comes from another site."),
    413: error_answer("The body is too large."),
}
MISSING: Answers = {404: error_answer("There is no such comparison.")}

router = APIRouter(tags=["comparisons"], responses=ALWAYS)


def the_service(request: Request) -> ComparisonService:
    """The comparisons of this application."""
    found: ComparisonService = request.app.state.comparisons
    return found


CurrentService = Annotated[ComparisonService, Depends(the_service)]
JobId = Annotated[
    str, Path(alias="id", pattern="^[0-9a-f]{16}$", description="The first 16 digits of the job's SHA-256.")
]


def the_job(job: JobId, service: CurrentService) -> JobView:
    """The job of the address."""
    return service.comparison(job)


CurrentJob = Annotated[JobView, Depends(the_job)]


@router.post("/plan", responses=GATE, operation_id="planComparison")
def plan(spec: ComparisonSpec, service: CurrentService) -> PlanAnswer:
    """What a comparison would amount to: its runs, baselines included, its time and memory. Nothing is started."""
    return PlanAnswer.of(service.plan(spec), service.workers)


@router.post(
    "",
    status_code=201,
    operation_id="submitComparison",
    responses={
        200: {"model": JobAnswer, "description": "The same comparison was handed in before: this is that job."},
        429: error_answer("Too many comparisons wait; the header Retry-After says when to come back."),
        **GATE,
    },
)
@writes
def submit(spec: ComparisonSpec, service: CurrentService, response: Response) -> JobAnswer:
    """Hand a comparison in. Its identity is its content: the same again is the same job, also when it is over."""
    view, new = service.submit(spec)
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"{COMPARISONS}/{view.id}"
    return JobAnswer.of(view, service.workers)


@router.get("", operation_id="listComparisons")
def jobs(service: CurrentService) -> JobList:
    """The newest comparisons, newest first."""
    workers = service.workers
    return JobList(jobs=[JobAnswer.of(view, workers) for view in service.store.jobs.recent()], workers=workers)


@router.get("/{id}", responses=MISSING, operation_id="getComparison")
def job(view: CurrentJob, service: CurrentService) -> JobDetail:
    """A comparison as it stands now."""
    return JobDetail.of(view, service.workers)


@router.patch(
    "/{id}", responses={**MISSING, **GATE, 409: error_answer("It is not over.")}, operation_id="changeComparison"
)
@writes
def change(asked: JobChange, view: CurrentJob, service: CurrentService) -> JobAnswer:
    """Call a comparison something else, take it out of the lists, or bring it back."""
    jobs = service.store.jobs
    if asked.removed and view.ended is None:
        raise NotReady(f"It is {view.state}: a comparison is removed when it is over. Cancel it first, or wait.")
    if "name" in asked.model_fields_set:
        jobs.rename(view.id, (asked.name or "").strip() or None)
    if asked.removed is not None:
        (jobs.remove if asked.removed else jobs.restore)(view.id)
    return JobAnswer.of(jobs.get(view.id) or view, service.workers)


@router.delete("/{id}", responses={**MISSING, 403: GATE[403]}, operation_id="cancelComparison")
@writes
def cancel(view: CurrentJob, service: CurrentService) -> JobAnswer:
    """Cancel a comparison: its workers stop at the end of their step, and what was recorded is kept."""
    service.store.jobs.cancel(view.id)
    return JobAnswer.of(service.store.jobs.get(view.id) or view, service.workers)
