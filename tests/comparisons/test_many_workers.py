"""What a thousand workers ask costs each of them no more than what ten ask."""

import inspect
from collections.abc import Callable, Iterator

import pytest

from app.comparisons.settings import ComparisonSettings, Retries
from app.comparisons.store import Store
from app.comparisons.workers.remote.messages import Beat
from app.comparisons.workers.remote.work_server import WorkServer
from app.web import worker_requests
from tests.comparisons.workplace import shard, submission


@pytest.fixture
def store(settings: ComparisonSettings) -> Iterator[Store]:
    with Store(settings.database) as store:
        yield store


def hold(store: Store, count: int) -> None:
    store.jobs.submit(submission(*(shard(members=1) for _ in range(count))), 1000)
    with store.database.write() as cursor:
        cursor.execute(
            "UPDATE shards SET state = 'leased', epoch = 1, owner = 'lab/' || id, expires = ?, leased_at = ?"
            " WHERE state = 'queued'",
            (store.database.clock() + 3600.0, store.database.clock()),
        )


def instructions(store: Store, do: Callable[[], object]) -> int:
    """How many tens of instructions of SQLite's machine it takes to read what is read."""
    counted = [0]
    store.database._reader.set_progress_handler(lambda: counted.__setitem__(0, counted[0] + 1), 10)
    try:
        do()
    finally:
        store.database._reader.set_progress_handler(None, 0)
    return counted[0]


@pytest.mark.parametrize("asked", ["a heartbeat", "what ran out", "what is held already", "what a dead one held"])
def test_no_question_of_a_worker_reads_the_leases_of_others(
    store: Store, settings: ComparisonSettings, asked: str
) -> None:
    server = WorkServer(settings, lambda: store)
    questions = {
        "a heartbeat": lambda: server.beat("lab/1", 1, 1, Beat(step=1, rate=1.0)),
        "what ran out": lambda: store.leases.take_back_expired(Retries()),
        "what is held already": lambda: store.remote_leases.take_again("lab/1", 3600.0, 0),
        "what a dead one held": lambda: store.leases.take_back_from("lab/nobody", "crashed", "", Retries()),
    }
    hold(store, 10)
    questions[asked]()
    few = instructions(store, questions[asked])
    hold(store, 1000)
    assert instructions(store, questions[asked]) <= few + 5


def test_what_every_request_of_a_worker_needs_changes_no_thread() -> None:
    """The framework calls a plain function in another thread: four of them cost as much as all the rest."""
    needed = [
        worker_requests.the_work_server,
        worker_requests.the_holder,
        worker_requests.the_owner,
        worker_requests.the_lease,
        worker_requests.the_body,
    ]
    assert [each.__name__ for each in needed if not inspect.iscoroutinefunction(each)] == []
