"""`/api/comparisons`: comparisons are planned, handed in, watched and cancelled.

The four modules `comparison*.py` know their paths below that address only; `app.web.application` says where it is.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from app.api.comparisons import JobAnswer, JobDetail, JobList, PlanAnswer
from app.comparisons.service import Desk
from app.comparisons.spec import RunSpec
from app.comparisons.store.views import JobView
from app.web.addresses import COMPARISONS
from app.web.openapi import problem_answer

Answers = dict[int | str, dict[str, Any]]

ALWAYS: Answers = {
    401: problem_answer("This server asks for a token, and the request has none or another."),
    422: problem_answer("The request does not fit what this address takes."),
    503: problem_answer(
        "The record is being written by another process; the header Retry-After says when to come back."
    ),
    507: problem_answer("The disk is full."),
}
"""What every address of comparisons may answer."""
GATE: Answers = {
    400: problem_answer("The body is not JSON."),
    403: problem_answer("The request comes from another site."),
    413: problem_answer("The body is too large."),
}
MISSING: Answers = {404: problem_answer("There is no such comparison.")}

router = APIRouter(tags=["comparisons"], responses=ALWAYS)


def the_desk(request: Request) -> Desk:
    """The counter of this application."""
    found: Desk = request.app.state.desk
    return found


CurrentDesk = Annotated[Desk, Depends(the_desk)]
JobId = Annotated[
    str, Path(alias="id", pattern="^[0-9a-f]{16}$", description="The first 16 digits of the job's SHA-256.")
]


def the_job(job: JobId, desk: CurrentDesk) -> JobView:
    """The job of the address."""
    return desk.comparison(job)


CurrentJob = Annotated[JobView, Depends(the_job)]


@router.post("/plan", responses=GATE, operation_id="planComparison")
def plan(spec: RunSpec, desk: CurrentDesk) -> PlanAnswer:
    """What a comparison would amount to: its runs, baselines included, its time and memory. Nothing is started."""
    return PlanAnswer.of(desk.plan(spec), desk.workers)


@router.post(
    "",
    status_code=201,
    operation_id="submitComparison",
    responses={
        200: {"model": JobAnswer, "description": "The same comparison was handed in before: this is that job."},
        429: problem_answer("Too many comparisons wait; the header Retry-After says when to come back."),
        **GATE,
    },
)
def submit(spec: RunSpec, desk: CurrentDesk, response: Response) -> JobAnswer:
    """Hand a comparison in. Its identity is its content: the same again is the same job, also when it is over."""
    view, new = desk.submit(spec)
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"{COMPARISONS}/{view.id}"
    return JobAnswer.of(view, desk.workers)


@router.get("", operation_id="listComparisons")
def jobs(desk: CurrentDesk) -> JobList:
    """The newest comparisons, newest first."""
    workers = desk.workers
    return JobList(jobs=[JobAnswer.of(view, workers) for view in desk.store.jobs.recent()], workers=workers)


@router.get("/{id}", responses=MISSING, operation_id="getComparison")
def job(view: CurrentJob, desk: CurrentDesk) -> JobDetail:
    """A comparison as it stands now."""
    return JobDetail.of(view, desk.workers)


@router.delete("/{id}", responses={**MISSING, 403: GATE[403]}, operation_id="cancelComparison")
def cancel(view: CurrentJob, desk: CurrentDesk) -> JobAnswer:
    """Cancel a comparison: its workers stop at the end of their step, and what was recorded is kept."""
    desk.store.jobs.cancel(view.id)
    return JobAnswer.of(desk.store.jobs.get(view.id) or view, desk.workers)
