"""`/embed/...`: playground and problems for frames in pages of others, and the script that makes such frames."""

from fastapi import APIRouter, Request, Response

from app.web.routes import playground, problems
from app.web.static_files import Assets

router = APIRouter(include_in_schema=False)

SHOWN = "landscape,racers,play,side"
"""The parts of the playground that a frame shows where its address names none."""

SCRIPT = "/embed/element.js"
"""What a page of others loads; the address stays."""
IMPORT = 'import { framed } from "./framed.js";\n'
KEPT = "public, max-age=600"


@router.get("/embed/playground")
def race(request: Request, lesson: str | None = None, rule: str | None = None, controls: str = SHOWN) -> Response:
    """The playground without the site around it; `controls` names other parts to be shown."""
    return playground.show(request, lesson=lesson, rule=rule, controls=controls)


@router.get("/embed/problems/{slug}")
def problem(request: Request, slug: str) -> Response:
    """One problem without the site around it."""
    return problems.show(request, slug)


@router.get(SCRIPT)
def script(request: Request) -> Response:
    """The element, for pages of any origin; it runs as part of them and has no more rights than they."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": KEPT}
    return Response(classic(request.app.state.assets), media_type="text/javascript; charset=utf-8", headers=headers)


def classic(assets: Assets) -> str:
    """`element.js` and what it imports as one classic script, which needs no leave of its host (CORS)."""
    folder = assets.folder / "js" / "embed"
    framed, element = ((folder / name).read_text(encoding="utf-8") for name in ("framed.js", "element.js"))
    return f"(() => {{\n{framed.replace('export function', 'function')}{element.replace(IMPORT, '')}}})();\n"
