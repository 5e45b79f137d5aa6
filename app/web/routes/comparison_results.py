"""`/api/comparisons/{id}/results.*` and `/statistics`: what a comparison found, or has found so far."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from app.api.results import ResultsAnswer
from app.api.statistics import BetweenAnswer, PartialAnswer, StatisticsAnswer
from app.comparisons.results import export, report
from app.comparisons.results.between import between
from app.comparisons.results.partial import partial_curves
from app.comparisons.results.summary import summarise
from app.comparisons.results.titles import file_name
from app.web.openapi import error_answer
from app.web.routes.comparisons import ALWAYS, MISSING, CurrentJob, CurrentService, the_job

router = APIRouter(tags=["results"], responses={**ALWAYS, **MISSING})

OtherId = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="Of the comparison beside it.")]
PARQUET = "application/vnd.apache.parquet"


def file_answer(media_type: str, description: str, binary: bool = False) -> dict[int | str, dict[str, Any]]:
    """The description of an answer that is a file."""
    schema = {"type": "string", "format": "binary"} if binary else {"type": "string"}
    return {200: {"content": {media_type: {"schema": schema}}, "description": description}}


def download_name(view: CurrentJob, form: str) -> dict[str, str]:
    """The header that gives a download its name."""
    return {"Content-Disposition": f'attachment; filename="{file_name(view)}.{form}"'}


def statistics_of(view: CurrentJob, service: CurrentService) -> dict[str, Any]:
    """What `summarise` gives, remembered for jobs that are over."""
    found: dict[str, Any] = service.once(view, "statistics", lambda: summarise(view, service.store.rows.table(view.id)))
    return found


@router.get("/{id}/statistics", operation_id="getStatistics")
def statistics(view: CurrentJob, service: CurrentService) -> StatisticsAnswer:
    """Sensitivity to the settings, loss against step, runtime ECDF, end values, and tests between rules."""
    found = statistics_of(view, service)
    return StatisticsAnswer.model_validate(found)


@router.get("/{id}/between/{other}", operation_id="getTestsBetween")
def tests_between(view: CurrentJob, other: OtherId, service: CurrentService) -> BetweenAnswer:
    """Every rule of this comparison against every rule of another, on the seeds that both have."""
    there = the_job(other, service)
    found = between(view, there, (service.store.rows.table(view.id), service.store.rows.table(there.id)))
    return BetweenAnswer.model_validate(found)


@router.get("/{id}/so-far", operation_id="getPartialLoss")
def partial_loss(view: CurrentJob, service: CurrentService) -> PartialAnswer:
    """The training loss of the shards that are being trained, up to where they stand; provisional."""
    return PartialAnswer.model_validate({"rules": partial_curves(view, service.store.rows)})


@router.get(
    "/{id}/results.json",
    operation_id="getResults",
    responses={200: {"model": ResultsAnswer, "description": "Every run with its curves."}},
)
def as_json(view: CurrentJob, service: CurrentService) -> Response:
    """Every run with its curves; null and a flag where a run diverged."""
    table = service.store.rows.table(view.id)
    found = service.once(view, "statistics", lambda: summarise(view, table))
    return StreamingResponse(
        export.as_json(view, table, found), media_type="application/json", headers=download_name(view, "json")
    )


@router.get(
    "/{id}/results.csv",
    operation_id="getResultsCsv",
    response_class=StreamingResponse,
    responses=file_answer("text/csv", "One line per run and recorded step."),
)
def as_csv(view: CurrentJob, service: CurrentService) -> Response:
    """One line per run and recorded step."""
    table = service.store.rows.table(view.id)
    return StreamingResponse(export.as_csv(view, table), media_type="text/csv", headers=download_name(view, "csv"))


@router.get(
    "/{id}/results.parquet",
    operation_id="getResultsParquet",
    response_class=Response,
    responses={
        **file_answer(PARQUET, "The columns of the CSV, packed.", binary=True),
        501: error_answer("The library that writes Parquet is not installed."),
    },
)
def as_parquet(view: CurrentJob, service: CurrentService) -> Response:
    """The columns of the CSV, packed: about a sixth of the JSON. Curves have 24 significant bits, end values all."""
    content = service.once(view, "parquet", lambda: export.as_parquet(view, service.store.rows.table(view.id)))
    return Response(content, media_type=PARQUET, headers=download_name(view, "parquet"))


@router.get(
    "/{id}/capsule.zip",
    operation_id="getCapsule",
    response_class=Response,
    responses={
        **file_answer(
            "application/zip", "Spec, versions, hash of the data and every number, to run again.", binary=True
        ),
        409: error_answer("It is not finished, or was imported."),
    },
)
def as_capsule(view: CurrentJob, service: CurrentService) -> Response:
    """One file that `optimizer-playground reproduce` runs again and compares, number by number."""
    return Response(service.capsule(view), media_type="application/zip", headers=download_name(view, "capsule.zip"))


@router.get(
    "/{id}/results.html",
    operation_id="getReport",
    response_class=HTMLResponse,
    responses=file_answer("text/html", "A report in one file, with its figures."),
)
def as_html(view: CurrentJob, service: CurrentService) -> Response:
    """A report in one file: tables, figures, settings. It loads nothing and runs nothing."""
    found = statistics_of(view, service)
    policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return HTMLResponse(report.page(view, found), headers=download_name(view, "html") | policy)
