"""`/embed/...`: playground and problems for frames in pages of others, and the modules that make such frames."""

from fastapi import APIRouter, HTTPException, Request, Response

from app.web.routes import assets, playground, problems

router = APIRouter(include_in_schema=False)

SHOWN = "landscape,racers,play,side"
"""The parts of the playground that a frame shows where its address names none."""

MODULES = ("element", "framed")
"""The modules of `static/js/embed/` that a page of others loads, under addresses that stay."""
KEPT = "public, max-age=600"


@router.get("/embed/playground")
def race(request: Request, lesson: str | None = None, rule: str | None = None, controls: str = SHOWN) -> Response:
    """The playground without the site around it; `controls` names other parts to be shown."""
    return playground.show(request, lesson=lesson, rule=rule, controls=controls)


@router.get("/embed/problems/{slug}")
def problem(request: Request, slug: str) -> Response:
    """One problem without the site around it."""
    return problems.show(request, slug)


@router.get("/embed/{name}.js")
def module(request: Request, name: str) -> Response:
    """A module for pages of any origin; it runs as part of them and has no more rights than they."""
    if name not in MODULES:
        raise HTTPException(404, f"no module for pages of others is called {name!r}; there are: {', '.join(MODULES)}")
    group = request.app.state.assets
    response = assets.send(request, group, group.hash, f"js/embed/{name}.js")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = KEPT
    return response
