"""`/compare/workers`: which workers are alive, what each does, and which tokens open the way for those elsewhere."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from app.comparisons.store.leases import holder_of
from app.web.cluster_view import cluster_view
from app.web.routes.comparisons import CurrentService

router = APIRouter(include_in_schema=False)


def moment(seconds: float | None) -> str:
    """A moment in words, the same for every reader; `never` where there was none."""
    return "never" if seconds is None else f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"


@router.get("/compare/workers")
def workers(request: Request, service: CurrentService) -> Response:
    """Workers that hold a shard, the nodes of a cluster, who was refused, and the tokens of those on other machines."""
    now = service.store.database.clock()
    held = [each for each in service.store.leases.held() if each.expires > now]
    cluster = service.cluster
    jobs = {each.owner: each.job for each in held}
    page: Response = request.app.state.pages.render(
        request,
        "compare_workers.html",
        workers=service.workers,
        held=[{"worker": each.owner, "job": each.job, "since": moment(each.leased_at)} for each in held],
        cluster=cluster and cluster_view(cluster, jobs, service.store.leases.waiting()),
        refusals=[
            {"worker": each.owner, "why": each.why, "when": moment(each.at)}
            for each in service.work.refusals().values()
        ],
        tokens=[
            {
                "name": each.name,
                "made": moment(each.created),
                "used": moment(each.seen),
                "held": sum(holder_of(lease.owner) == each.name for lease in held),
                "most": "any number" if each.max_shards is None else each.max_shards,
            }
            for each in service.store.worker_tokens.all()
        ],
    )
    return page
