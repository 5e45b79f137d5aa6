"""`/assets/<hash>/...` and `/vendor/<hash>/...`: static files, immutable under their content's hash."""

from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, Response

from app.web.static_files import Assets

router = APIRouter(include_in_schema=False)

IMMUTABLE = "public, max-age=31536000, immutable"


def send(request: Request, assets: Assets, digest: str, name: str) -> Response:
    """The file of that name, if the hash is today's."""
    asset = assets.files.get(name)
    if asset is None or digest != assets.hash:
        raise HTTPException(404, "There is no such file here; reload the page that asked for it.")
    body, headers = asset.body(request.headers.get("accept-encoding", ""))
    headers = {**headers, "Cache-Control": IMMUTABLE}
    if isinstance(body, Path):
        return FileResponse(body, media_type=asset.media_type, headers=headers)
    return Response(body, media_type=asset.media_type, headers=headers)


@router.get("/assets/{digest}/{name:path}")
def asset(request: Request, digest: str, name: str) -> Response:
    """One of our own modules, style sheets or pictures."""
    return send(request, request.app.state.assets, digest, name)


@router.get("/vendor/{digest}/{name:path}")
def vendor(request: Request, digest: str, name: str) -> Response:
    """One of the files that set-up fetched."""
    return send(request, request.app.state.vendor, digest, name)
