"""A real Ray cluster that loses nodes, its head and memory: comparisons end once, with the same bits."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.store.jobs import Submission
from app.comparisons.store.table import Table
from app.comparisons.store.views import JobView
from app.web.cluster_view import cluster_view
from tests.comparisons.ray_nodes import RayCluster, ray_cluster
from tests.comparisons.work_site import CHECKOUT, WorkSite
from tests.comparisons.workplace import at_work, over, same, scheduler, shard, submission, until
from tests.serving import free_port


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkSite]:
    site = WorkSite(
        ComparisonSettings(
            var=tmp_path_factory.mktemp("site") / "var", heartbeat_seconds=0.2, missed_heartbeats=1000,
            poll_seconds=0.03, remote_poll_seconds=0.03, remote_checkpoint_seconds=0.0, retry_seconds=0.0,
            checkpoint_steps=5, max_queued=1000,
        )
    )  # fmt: skip
    site.start()
    yield site
    site.kill()


@pytest.fixture
def store(site: WorkSite) -> Iterator[Store]:
    with site.emptied() as store:
        yield store


@pytest.fixture(scope="module")
def cluster() -> Iterator[RayCluster]:
    """Three nodes with a slot each, and a head without; each test leaves them as they were."""
    with ray_cluster(nodes=3) as cluster:
        yield cluster


def undisturbed(site: WorkSite, job: Submission) -> Table:
    """The record of a job that nothing happened to, made by a worker of this machine in a store of its own."""
    apart = site.settings.model_copy(update={"var": site.settings.var.with_name(f"apart-{job.id}"), "slots": 1})
    with Store(apart.database) as store, scheduler(apart):
        store.jobs.submit(job, 5)
        until(lambda: over(store, job.id))
        return store.rows.table(job.id)


def resting(tmp_path: Path, shards: int) -> tuple[Submission, Path]:
    """A job whose workers rest after 22 steps of theirs, until there is a file."""
    there = tmp_path / "on"
    return submission(*(shard(4 * each, steps=60, rest=[22, str(there)]) for each in range(shards))), there


def rest(store: Store, job: Submission) -> bool:
    """Whether all shards have come to their rest."""
    view = store.jobs.get(job.id)
    return view is not None and all(each.checkpoint == 20 and each.step == 22 for each in view.shards)


def finished_once(store: Store, job: Submission) -> JobView:
    view: JobView = until(lambda: over(store, job.id))
    assert view.state == "finished", view.detail
    assert [event.kind for event in store.jobs.events(job.id)].count("finished") == 1
    return view


def test_a_node_that_is_killed_in_mid_job_costs_time_and_no_bit_and_one_that_joins_is_used(
    cluster: RayCluster, site: WorkSite, store: Store, tmp_path: Path
) -> None:
    job, there = resting(tmp_path, 3)
    store.jobs.submit(job, 100)
    engine = cluster.engine(site)
    with at_work(site.settings, engine):
        until(lambda: rest(store, job))
        assert {each.owner.partition("/")[0] for each in store.leases.held()} == {"ray@test"}
        cluster.nodes.pop().kill()
        until(lambda: engine.capacity() == 2)
        cluster.add()
        until(lambda: engine.capacity() == 3)
        until(lambda: rest(store, job))  # the third goes on where the lost one was, on the new node
        there.touch()
        finished_once(store, job)
    assert "retry" in [event.kind for event in store.jobs.events(job.id)]
    assert same(store.rows.table(job.id), undisturbed(site, job))


def test_the_head_is_killed_and_everything_goes_on_once_there_is_another(
    site: WorkSite, store: Store, tmp_path: Path
) -> None:
    job, there = resting(tmp_path, 2)
    store.jobs.submit(job, 100)
    told: list[dict[str, Any]] = []
    with ray_cluster(nodes=1, RAY_gcs_rpc_server_reconnect_timeout_s="3") as cluster:
        engine = cluster.engine(site, tell=told.append)
        with at_work(site.settings, engine):
            until(lambda: any(each.step == 22 for each in store.jobs.get(job.id).shards))
            cluster.head.kill()
            until(lambda: engine.capacity() == 0 and told[-1]["trouble"])
            sentences = cluster_view(told[-1], {}, 1)["waits"]
            assert sentences[0] == "1 shard waits."
            assert any(said in sentences[1] for said in ("its head may be gone", "o Ray answers", "has not answered"))
            until(lambda: not any(node.processes() for node in cluster.nodes))  # nodes end without their head
            cluster.end()
            there.touch()
            cluster.start()
            cluster.add()
            finished_once(store, job)
    assert same(store.rows.table(job.id), undisturbed(site, job))


def test_a_cluster_without_a_slot_says_why_things_wait_until_a_node_joins(site: WorkSite, store: Store) -> None:
    job = submission(shard(steps=60))
    store.jobs.submit(job, 100)
    told: list[dict[str, Any]] = []
    with ray_cluster(nodes=0) as cluster, at_work(site.settings, cluster.engine(site, tell=told.append)):
        until(lambda: told and told[-1]["nodes"])
        assert cluster_view(told[-1], {}, 1)["waits"] == [
            "1 shard waits.", "No node that can reach the site has a CPU for workers."
        ]  # fmt: skip
        # Ray ends whatever runs on this one, for it always lacks memory there.
        short = {"RAY_memory_usage_threshold": "0.0001", "RAY_memory_monitor_refresh_ms": "50"}
        cluster.add(**short)
        until(lambda: told[-1]["last"] and "memory" in told[-1]["last"])
        assert store.jobs.get(job.id).state == "queued"
        cluster.add()
        finished_once(store, job)
    assert same(store.rows.table(job.id), undisturbed(site, job))


@pytest.mark.parametrize(("harm", "reason"), [("memory_at", "out of memory"), ("abort_at", "crashed")])
def test_a_worker_that_breaks_every_time_fails_with_the_reason(
    cluster: RayCluster, site: WorkSite, store: Store, harm: str, reason: str
) -> None:
    job = submission(shard(**{harm: 3}), shard(4))
    store.jobs.submit(job, 100)
    with at_work(site.settings, cluster.engine(site)):
        view = until(lambda: over(store, job.id))
    assert (view.state, view.reason, view.shards[0].failures) == ("failed", reason, 3)
    assert [each.visible_state for each in view.shards] == ["failed", "finished"]


def test_a_cluster_that_asks_nobody_for_a_token_is_refused_with_the_command(
    site: WorkSite,
) -> None:
    told: list[dict[str, Any]] = []
    with ray_cluster(nodes=0, authenticated=False) as cluster:
        engine = cluster.engine(site, tell=told.append)
        until(lambda: told)
        engine.close()
    assert engine.capacity() == 0
    assert "lets everybody in, without a token" in told[0]["trouble"]
    assert "RAY_AUTH_MODE=token ray start" in told[0]["trouble"]


def test_a_machine_with_another_token_is_told_where_the_right_one_is(
    cluster: RayCluster, site: WorkSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("f" * 64)
    monkeypatch.setenv("RAY_AUTH_TOKEN_PATH", str(tmp_path / "token"))
    told: list[dict[str, Any]] = []
    engine = cluster.engine(site, tell=told.append)
    until(lambda: told)
    engine.close()
    assert "does not take this machine's token" in told[0]["trouble"]


def test_a_cluster_is_worked_with_through_its_client_port(cluster: RayCluster, site: WorkSite, store: Store) -> None:
    job = submission(shard(steps=60))
    store.jobs.submit(job, 100)
    with at_work(site.settings, cluster.engine(site, address=f"ray://127.0.0.1:{cluster.client_port}")):
        finished_once(store, job)


def test_where_no_cluster_is_the_work_waits_and_says_so(cluster: RayCluster, site: WorkSite, store: Store) -> None:
    store.jobs.submit(submission(), 100)
    told: list[dict[str, Any]] = []
    with at_work(site.settings, cluster.engine(site, address=f"127.0.0.1:{free_port()}", tell=told.append)):
        until(lambda: told)
    assert "no Ray answers at 127.0.0.1" in told[0]["trouble"]


def test_the_scheduler_does_not_import_ray() -> None:
    code = "import sys, app.cli, app.commands.ray_cluster, app.web.application; sys.exit('ray' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT).returncode == 0
