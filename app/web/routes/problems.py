"""`/problems`, `/problems/<slug>` and, for the engine in the browser, `/api/problems/<slug>`."""

import hashlib

from descent import registry
from descent.errors import UnknownName
from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import BaseModel

from app.course import catalog, examples, kill_table, listing, mutants
from app.web.openapi import error_answer
from app.web.page_config import python_config
from app.web.render.markdown import html

router = APIRouter()


class ProblemFiles(BaseModel):
    """What the engine in the browser needs to judge one problem."""

    slug: str
    files: dict[str, str]


@router.get("/problems", include_in_schema=False)
def index(request: Request) -> Response:
    """All problems in order."""
    page: Response = request.app.state.pages.render(request, "problems.html", problems=catalog.problems())
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
        statement=html(examples.statement(problem)),
        hints=[{"title": hint.title, "text": html(hint.text)} for hint in problem.hints],
        solution=html(problem.solution),
        reveal_after_tries=reveal_after(problem.reveal),
        reveal_sentence=reveal_sentence(problem.reveal),
        papers=problem.papers,
        rules=registry.rule_names(),
        next=following(problem),
        config={
            "slug": slug,
            "files": request.app.url_path_for("files", slug=slug),
            "starterHash": hashlib.sha256(problem.starter.encode()).hexdigest()[:12],
            **python_config(request.app),
        },
    )
    return page


@router.get("/api/problems/{slug}", responses={404: error_answer("There is no such problem; the answer names all.")})
def files(slug: str) -> ProblemFiles:
    """Reference, tests and mistakes, for the engine worker of the page. This is practice, so none of it is secret."""
    known(slug)
    return ProblemFiles(slug=slug, files=catalog.files_for_browser(slug))


def following(problem: catalog.Problem) -> catalog.Problem | None:
    """The next problem of the course; None after the last."""
    course = catalog.problems()
    place = course.index(problem) + 1
    return course[place] if place < len(course) else None


def known(slug: str) -> catalog.Problem:
    """The problem of that slug, or 404 that names the ones there are."""
    try:
        return catalog.problem(slug)
    except UnknownName as error:
        raise HTTPException(404, str(error)) from error


def reveal_after(reveal: catalog.Reveal) -> int:
    """After how many tries the solution opens; a number no one reaches where only a pass opens it."""
    return {"always": 0, "pass": 10**9, "tries": reveal.tries}[reveal.policy]


def reveal_sentence(reveal: catalog.Reveal) -> str:
    """The policy in words."""
    if reveal.policy == "always":
        return "Open it whenever you like; it costs nothing."
    if reveal.policy == "pass":
        return "It opens when you pass."
    return f"It opens after {reveal.tries} tries, or when you pass; it costs nothing."
