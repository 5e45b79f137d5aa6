"""`/metrics`: the numbers of the site, for Prometheus."""

from anyio import to_thread
from fastapi import APIRouter, Request, Response

from app.web.error_responses import problem_detail
from app.web.metrics import exposition

router = APIRouter()

NOT_INSTALLED = "Numbers for Prometheus need prometheus-client: pip install 'optimizer-playground[operations]'."


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Text in the format of Prometheus; 501 where its library is not installed."""
    state = request.app.state
    try:
        text, media_type = await to_thread.run_sync(exposition, state.comparisons, state.answers)
    except ImportError:
        return problem_detail(501, NOT_INSTALLED)
    return Response(text, media_type=media_type)
