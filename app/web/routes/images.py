"""Pictures for those who show no page: what a chat has beside a link, and the icons of home screens and tabs."""

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import JSONResponse

from app.web import manifest
from app.web.openings import preview_image
from app.web.render.png import ico

router = APIRouter(include_in_schema=False)

KEPT = {"Cache-Control": "public, max-age=86400"}
TAB = 32
"""The side of the icon of a tab, in pixels."""


def as_png(content: bytes) -> Response:
    """The answer with a picture."""
    return Response(content, media_type="image/png", headers=KEPT)


@router.get("/preview/{name}.png")
def preview(name: str) -> Response:
    """The map and paths of an opening; 404 where there is no such picture."""
    if name not in preview_image.names():
        raise HTTPException(404, f"no picture is called {name!r}; there are: {', '.join(preview_image.names())}")
    return as_png(preview_image.image(name))


@router.get("/icons/{size}.png")
def icon(size: int) -> Response:
    """The mark of the site at one of `manifest.SIZES`."""
    if size not in manifest.SIZES:
        raise HTTPException(404, f"no icon has {size} pixels; there are: {', '.join(map(str, manifest.SIZES))}")
    return as_png(preview_image.icon(size))


@router.get("/favicon.ico")
def favicon() -> Response:
    """The same for programs that ask for it by this name, whatever the page says."""
    return Response(ico(preview_image.icon(TAB), TAB), media_type="image/x-icon", headers=KEPT)


@router.get("/manifest.webmanifest")
def web_manifest() -> Response:
    """By which browsers offer to install the site."""
    return JSONResponse(manifest.manifest("/"), media_type="application/manifest+json", headers=KEPT)
