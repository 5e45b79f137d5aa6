"""The `descent` package for the browser: `/package/descent-<hash>.zip`."""

from fastapi import APIRouter, HTTPException, Request, Response

from app.web.descent_archive import descent_archive
from app.web.static_files import accepted

router = APIRouter()


@router.get("/package/{name}", include_in_schema=False)
def package(name: str, request: Request) -> Response:
    """The archive that this server runs with; 404 for any other, so that no page mixes two versions."""
    archive = descent_archive()
    if name != archive.name:
        raise HTTPException(404, f"the package is {archive.name}; a page that asks for {name} should be loaded anew")
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    content = archive.content
    if "br" in accepted(request.headers.get("accept-encoding", "")):
        content, headers["Content-Encoding"] = archive.brotli, "br"
    return Response(content, media_type="application/zip", headers=headers)
