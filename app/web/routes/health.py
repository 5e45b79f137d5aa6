"""`/healthz`: whether the server is up and which version it is."""

from importlib.metadata import version

from fastapi import APIRouter

router = APIRouter()


@router.get("/healthz")
def health() -> dict[str, str]:
    """`{"status": "ok", "version": ...}`; it answers as soon as pages can be served."""
    return {"status": "ok", "version": version("optimizer-playground")}
