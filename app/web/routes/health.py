"""`/healthz`: whether the server is up and which version it is."""

from importlib.metadata import version

from fastapi import APIRouter

router = APIRouter()


@router.get("/healthz")
async def health() -> dict[str, str]:
    """`{"status": "ok", "version": ...}`; it answers as soon as pages can be served, and waits for no thread."""
    return {"status": "ok", "version": version("optimizer-playground")}
