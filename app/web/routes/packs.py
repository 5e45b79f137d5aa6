"""`/packs/<pack>/<slug>` and, for its judge in the browser, `/api/packs/<pack>/<slug>`: what `serve --pack` gave."""

from descent import registry
from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import BaseModel

from app.course.catalog import Limits, Problem, Reveal
from app.course.try_it import try_it
from app.packs.pack import Pack
from app.web.openapi import error_answer
from app.web.pack_texts import WARNING
from app.web.page_config import python_config, starter_hash
from app.web.problem_texts import problem_texts
from app.web.routes.problems import following

router = APIRouter()


class PackFiles(BaseModel):
    """What the judge of one problem of a pack needs. The server has run none of it, nor has it read any as Python."""

    pack: str
    slug: str
    files: dict[str, str]


BLANK = Problem(
    slug="",
    title="A problem of a pack",
    order=1,
    chapter=None,
    level="easy",
    tags=(),
    entry="",
    signature="",
    mutates=(),
    papers=(),
    rule=None,
    limits=Limits(1, 1),
    reveal=Reveal("always", 1),
    picture=None,
    fewest_mistakes=1,
    ranges={},
    statement="",
    starter="",
    hints=(),
    solution="",
)
"""In its place the page puts a problem of a pack that was opened in the browser."""


@router.get("/packs/opened", include_in_schema=False)
def opened(request: Request) -> Response:
    """The page of a problem of a pack that only the browser has."""
    page: Response = request.app.state.pages.render(
        request,
        "problem.html",
        problem=BLANK,
        pack=Pack("opened", "", "", "", (), {}),
        script="js/pages/opened-pack.js",
        warning="",
        tests=(),
        texts=problem_texts(BLANK, ""),
        papers=(),
        rules=(),
        next=None,
        config={
            **{"slug": "", "files": {}, "starterHash": "", "pack": True, "tryIt": try_it()},
            **python_config(request.app, "judge", judge="pack"),
        },
    )
    return page


@router.get("/packs/{pack}/{slug}", include_in_schema=False)
def show(request: Request, pack: str, slug: str) -> Response:
    """One problem of a pack: statement, editor and results."""
    its, problem = known(request, pack, slug)
    state = request.app.state
    page: Response = state.pages.render(
        request,
        "problem.html",
        problem=problem,
        pack=its,
        script=None,
        warning=WARNING.format(author=its.author),
        tests=(),
        texts=state.pack_texts[pack][slug],
        papers=problem.papers,
        rules=registry.rule_names(),
        next=following(problem, its.problems, f"/packs/{pack}"),
        config={
            "slug": f"{pack}/{slug}",
            "files": request.app.url_path_for("pack_files", pack=pack, slug=slug),
            "starterHash": starter_hash(problem.starter),
            "pack": True,
            "tryIt": try_it(),
            **python_config(request.app, "judge", judge="pack"),
        },
    )
    return page


@router.get(
    "/api/packs/{pack}/{slug}", responses={404: error_answer("There is no such problem; the answer names all.")}
)
def pack_files(request: Request, pack: str, slug: str) -> PackFiles:
    """Reference, tests and mistakes of a problem of a pack, for the interpreter of its own that the page gives it."""
    its, _ = known(request, pack, slug)
    return PackFiles(pack=pack, slug=slug, files=dict(its.sent[slug]))


def known(request: Request, pack: str, slug: str) -> tuple[Pack, Problem]:
    """The pack and its problem, or 404 that names the ones there are."""
    packs: dict[str, Pack] = request.app.state.packs
    its = packs.get(pack)
    if its is None:
        there = ", ".join(packs) or "none; serve --pack gives some"
        raise HTTPException(404, f"no pack is called {pack!r}; there are: {there}")
    problem = its.problem(slug)
    if problem is None:
        there = ", ".join(one.slug for one in its.problems)
        raise HTTPException(404, f"no problem of the pack {pack!r} is called {slug!r}; there are: {there}")
    return its, problem
