"""`/api/comparisons/suite`, `suite.csv` and `suite.html`: several finished comparisons together."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from app.api.suite import SuiteAnswer
from app.comparisons.results import suite_files
from app.comparisons.results.together import check, together
from app.comparisons.service import ComparisonService
from app.web.openapi import error_answer
from app.web.routes.comparison_results import file_answer
from app.web.routes.comparisons import ALWAYS, MISSING, CurrentService

router = APIRouter(
    tags=["results"], responses={**ALWAYS, **MISSING, 409: error_answer("One of the comparisons is not finished.")}
)

Names = Annotated[
    list[str],
    Query(alias="of", max_length=64, description="Comparisons by id, several in one value divided by commas."),
]
Reference = Annotated[
    str | None, Query(max_length=200, description="The rule whose steps are the measure; AdamW where all have it.")
]
POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


def found_together(of: list[str], reference: str | None, service: ComparisonService) -> dict[str, Any]:
    """What these comparisons show; remembered, for they are finished. `Missing`, `NoSuite`, `NotReady`."""
    views = [service.comparison(name) for value in of for name in value.split(",") if name]
    check(views)
    form = f"suite of {' '.join(view.id for view in views)} by {reference}"
    found: dict[str, Any] = service.once(
        views[0], form, lambda: together(views, service.store.rows.table, reference or None)
    )
    return found


@router.get("/suite", operation_id="getSuite")
def as_json(service: CurrentService, of: Names, reference: Reference = None) -> SuiteAnswer:
    """Performance profiles over the workloads of several comparisons, against the times of one rule."""
    return SuiteAnswer.model_validate(found_together(of, reference, service))


@router.get(
    "/suite.csv",
    operation_id="getSuiteCsv",
    response_class=Response,
    responses=file_answer("text/csv", "One line per rule and ratio."),
)
def as_csv(service: CurrentService, of: Names, reference: Reference = None) -> Response:
    """The curves, one line per rule and ratio."""
    content = suite_files.as_csv(found_together(of, reference, service))
    return Response(content, media_type="text/csv", headers=_called("csv"))


@router.get(
    "/suite.html",
    operation_id="getSuiteReport",
    response_class=HTMLResponse,
    responses=file_answer("text/html", "A report in one file, with its figure."),
)
def as_html(service: CurrentService, of: Names, reference: Reference = None) -> Response:
    """A report in one file. It loads nothing and runs nothing."""
    content = suite_files.page(found_together(of, reference, service))
    return HTMLResponse(content, headers=_called("html") | POLICY)


def _called(form: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="suite.{form}"'}
