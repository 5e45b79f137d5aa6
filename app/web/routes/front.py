"""`/`: the front page."""

from descent import registry
from fastapi import APIRouter, Request, Response

from app.comparisons import presets
from app.course import catalog
from app.text.numbers import number_text
from app.web.middleware.headers import PLOTLY_PAGE_CSP
from app.web.openings import opening
from app.web.openings.bending import front_page_paths

router = APIRouter(include_in_schema=False)

MARKERS = ("M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z", "M-4.5-4.5h9v9h-9Z", "M0-6L5.5 4H-5.5Z")
"""The first racers' markers, as the playground draws them: a circle, a square, a triangle."""


@router.get("/")
def front(request: Request) -> Response:
    """What this place is, a race that runs and bends, and its doors, each with a first thing to do."""
    first = opening.default_opening()
    bent = [{"lr": one.lr, "path": one.path, "said": number_text(one.loss)} for one in front_page_paths()]
    page: Response = request.app.state.pages.render(
        request,
        "front.html",
        opening=first,
        markers=MARKERS,
        names=", ".join(racer["name"] for racer in first.state["racers"]),
        rules=len(registry.rule_names()),
        landscapes=len(registry.landscape_names()) + len(registry.family_names()),
        problems=len(catalog.problems()),
        lesson=opening.lessons()[0],
        first=catalog.problems()[0],
        preset=presets.FIRST,
        preset_title=presets.PRESETS[presets.FIRST][0],
        config={
            "bent": bent,
            "usual": [one["lr"] for one in bent].index(first.state["racers"][0]["settings"]["lr"]),
            "steps": first.state["steps"],
            "course": [
                {"slug": one.slug, "title": one.title, "address": f"/problems/{one.slug}"} for one in catalog.problems()
            ],
            "lessons": [
                {"name": one["name"], "title": one["title"], "address": f"/playground?lesson={one['name']}"}
                for one in opening.lessons()
            ],
        },
    )
    page.headers["Content-Security-Policy"] = PLOTLY_PAGE_CSP  # of the playground, which can be shown in its document
    return page
