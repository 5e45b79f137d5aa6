"""`/problems`, `/problems/<slug>` and, for the engine in the browser, `/api/problems/<slug>`."""

from collections.abc import Sequence
from typing import Any

from descent import registry
from descent.errors import UnknownName
from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import BaseModel

from app.course import catalog, examples, kill_table, listing, mutants, races
from app.course.chapters import by_chapter
from app.course.try_it import try_it
from app.web.middleware.headers import FETCHING_PAGE_CSP
from app.web.openapi import error_answer
from app.web.openings import opening
from app.web.page_config import python_config, starter_hash
from app.web.problem_texts import problem_texts

router = APIRouter()


class ProblemFiles(BaseModel):
    """What the engine in the browser needs to judge one problem."""

    slug: str
    files: dict[str, str]


@router.get("/problems", include_in_schema=False)
def index(request: Request) -> Response:
    """All problems in order."""
    page: Response = request.app.state.pages.render(
        request,
        "problems.html",
        problems=catalog.problems(),
        chapters=by_chapter(catalog.problems()),
        packs=request.app.state.packs.values(),
    )
    page.headers["Content-Security-Policy"] = FETCHING_PAGE_CSP
    return page


@router.get("/problems/kill-table", include_in_schema=False)
def kills(request: Request) -> Response:
    """Which test of which problem catches which mistake."""
    page: Response = request.app.state.pages.render(
        request,
        "kill_table.html",
        problems=catalog.problems(),
        tables=kill_table.stored(),
        mutants={
            slug: {**found, "equal": mutants.equal(slug), "open": mutants.open_survivors(slug, found)}
            for slug, found in mutants.stored().items()
        },
    )
    return page


@router.get("/problems/{slug}", include_in_schema=False)
def show(request: Request, slug: str) -> Response:
    """One problem: statement, editor and results."""
    problem = known(slug)
    state = request.app.state
    page: Response = state.pages.render(
        request,
        "problem.html",
        problem=problem,
        tests=listing.tests(slug),
        pack=None,
        script=None,
        texts=problem_texts(problem, examples.statement(problem)),
        papers=problem.papers,
        rules=registry.rule_names(),
        next=following(problem, catalog.problems(), "/problems"),
        config={
            "slug": slug,
            "files": request.app.url_path_for("files", slug=slug),
            "starterHash": starter_hash(problem.starter),
            "race": race_of(problem),
            "tryIt": try_it(),
            **python_config(request.app, "judge"),
        },
    )
    return page


@router.get("/api/problems/{slug}", responses={404: error_answer("There is no such problem; the answer names all.")})
def files(slug: str) -> ProblemFiles:
    """Reference, tests and mistakes, for the engine worker of the page. This is practice, so none of it is secret."""
    known(slug)
    return ProblemFiles(slug=slug, files=catalog.files_for_browser(slug))


def race_of(problem: catalog.Problem) -> dict[str, Any] | None:
    """What makes a racer of a solution: the lines after it, and the race that it joins; None where it cannot race."""
    race = races.race(problem)
    if race is None:
        return None
    shown = opening.rivals(race.rule)
    first, *others = shown["racers"]
    usual = next((one for one in opening.RIVALS["racers"] if one["rule"] == race.rule), first)["settings"]
    settings = {name: value for name, value in usual.items() if name in race.hypers}
    titled = [{**one, "name": registry.rule(one["rule"]).title} for one in others]
    return {"code": race.code, "state": {**shown, "racers": [{"settings": settings}, *titled]}}


def following(problem: catalog.Problem, course: Sequence[catalog.Problem], folder: str) -> dict[str, str] | None:
    """Address, title and level of the next problem of a course whose pages are below `folder`; None after the last."""
    place = course.index(problem) + 1
    if place == len(course):
        return None
    return {"address": f"{folder}/{course[place].slug}", "title": course[place].title, "level": course[place].level}


def known(slug: str) -> catalog.Problem:
    """The problem of that slug, or 404 that names the ones there are."""
    try:
        return catalog.problem(slug)
    except UnknownName as error:
        raise HTTPException(404, str(error)) from error
