"""`/compare/suite`: the page of several comparisons together. Without any it says how they are chosen."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from app.comparisons.results.suite_files import AREA_COLUMNS, PAIR_COLUMNS, area_rows, pair_rows
from app.comparisons.results.titles import title
from app.comparisons.results.together import can_join
from app.web.addresses import COMPARISONS
from app.web.middleware.headers import PLOTLY_PAGE_CSP
from app.web.routes.compare import redraw
from app.web.routes.comparison_suite import Reference, found_together
from app.web.routes.comparisons import CurrentService

router = APIRouter(include_in_schema=False)

Chosen = Annotated[list[str], Query(alias="of", max_length=64)]


@router.get("/compare/suite")
def suite(request: Request, service: CurrentService, of: Chosen = [], reference: Reference = None) -> Response:  # noqa: B006
    """The answer, the curves and what they are made of; and a form that takes others."""
    chosen = [name for value in of for name in value.split(",") if name]
    found: dict[str, Any] | None = found_together(chosen, reference, service) if chosen else None
    asked = urlencode([("of", ",".join(chosen)), *([("reference", found["reference"])] if found else [])], safe=",")
    page: Response = request.app.state.pages.render(
        request,
        "compare_suite.html",
        found=found,
        areas=(AREA_COLUMNS, area_rows(found)) if found else None,
        pairs=(PAIR_COLUMNS, pair_rows(found)) if found else None,
        eligible=[{"id": view.id, "title": title(view)} for view in service.store.jobs.recent() if can_join(view)],
        chosen=chosen,
        asked=asked,
        api=COMPARISONS,
        config={
            "suite": found,
            "code": redraw(request.app.state.settings.static),
            "plotly": request.app.state.vendor.url("plotly-cartesian.min.js"),
        },
    )
    page.headers["Content-Security-Policy"] = PLOTLY_PAGE_CSP
    return page
