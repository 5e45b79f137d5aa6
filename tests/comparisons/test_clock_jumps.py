"""The clock of the machine is put forward or back while a shard is under way."""

from pathlib import Path

from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from tests.comparisons.test_faults import undisturbed, worker
from tests.comparisons.workplace import over, same, scheduler, shard, submission, until


def test_a_clock_that_is_put_back_holds_nobody_up_whose_worker_is_gone(
    settings: ComparisonSettings, store: Store, tmp_path: Path
) -> None:
    # The lease of a worker that nobody remembers ends in a thousand hours, by the clock as it is now.
    settings = settings.model_copy(update={"missed_heartbeats": 3})
    job = submission(shard(steps=60, rest=[12, str(tmp_path / "on")]))
    store.jobs.submit(job, 5)
    with worker(settings, "forgotten") as process:
        until(lambda: store.jobs.get(job.id).shards[0].checkpoint >= 10)
        process.kill()
        process.wait()
    with store.database.write() as cursor:
        cursor.execute("UPDATE shards SET expires = expires + 3.6e6")
    (tmp_path / "on").touch()
    with scheduler(settings):
        view = until(lambda: over(store, job.id))
    assert (view.state, view.shards[0].failures) == ("finished", 0)
    assert same(store.rows.table(job.id), undisturbed(settings, job))


def test_a_clock_that_is_put_forward_makes_nobody_late(
    settings: ComparisonSettings, store: Store, tmp_path: Path
) -> None:
    job = submission(shard(steps=60, rest=[12, str(tmp_path / "on")]))
    store.jobs.submit(job, 5)
    with scheduler(settings) as working:
        until(lambda: store.jobs.get(job.id).shards[0].checkpoint >= 10)
        with store.database.write() as cursor:
            cursor.execute("UPDATE shards SET leased_at = leased_at - ?", (1000 * settings.shard_seconds,))
        looks: list[str] = []
        stop_where_asked = working._stop_where_asked
        working._stop_where_asked = lambda owner, seen: (looks.append(owner), stop_where_asked(owner, seen))
        until(lambda: len(looks) > 5)
        (tmp_path / "on").touch()
        view = until(lambda: over(store, job.id))
    assert (view.state, view.reason) == ("finished", None)
