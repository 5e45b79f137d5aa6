"""`/readyz`: whether the site can do all that it is there for, and what is amiss."""

from anyio import CapacityLimiter, move_on_after, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from app.web import readiness
from app.web.readiness import Found

router = APIRouter()

LONGEST = 5.0
"""Seconds to look for; what has not answered by then is not ready."""
_limiter = CapacityLimiter(2)


@router.get("/readyz", include_in_schema=False)
async def ready(request: Request) -> JSONResponse:
    """`{"status": "ready" | "not ready", "record": {"ok", "detail"}, "worker": ..., "files": ...}`; 503 where not."""
    state = request.app.state

    def look() -> dict[str, Found]:
        return {
            "record": readiness.record(state.comparisons),
            "worker": readiness.worker(state.comparisons, getattr(state, "worker", None)),
            "files": readiness.files(state.assets, state.vendor),
        }

    found: dict[str, Found] = {"record": Found(False, f"The record did not answer within {LONGEST:g} s.")}
    with move_on_after(LONGEST):
        found = await to_thread.run_sync(look, limiter=_limiter, abandon_on_cancel=True)
    well = all(each.ok for each in found.values())
    body = {name: {"ok": each.ok, "detail": each.detail} for name, each in found.items()}
    return JSONResponse({"status": "ready" if well else "not ready", **body}, 200 if well else 503)
