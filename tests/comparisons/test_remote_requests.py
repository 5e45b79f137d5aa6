"""A worker on another machine that misbehaves: duplicates, late writes, half a body, somebody else's lease."""

import hashlib
import json
import socket
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest

from app.comparisons.settings import ComparisonSettings, Retries
from app.comparisons.store import Store
from app.comparisons.versions import all_versions
from app.comparisons.workers.remote import messages
from app.comparisons.workers.remote.messages import EXPANDED, PIECE, compressed, versions_digest
from tests.comparisons.work_site import SITE_TOKEN, WorkSite
from tests.comparisons.workplace import run_out, shard, submission

RECORD = {
    "step": 0,
    "train_loss": [1.0, 2.0, 3.0, None],
    "evaluation": None,
    "diverged": [False, False, False, True],
    "seconds_per_step": 0.1,
    "end": None,
}
LAST = {**RECORD, "step": 20, "evaluation": [1.0, 2.0, 3.0, None]}
RESULT = {
    "outcome": "finished", "step": 20, "train_loss": [], "evaluation": [], "diverged_at": [None, None, None, 3],
    "backend": "reference", "device": "cpu", "seconds": 1.0,
}  # fmt: skip

EACH_ITS_OWN = httpx.Limits(max_keepalive_connections=0)
"""A connection for each request: one that is kept may be closed by the server while the next request is on its way."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkSite]:
    site = WorkSite(
        ComparisonSettings(
            var=tmp_path_factory.mktemp("site") / "var", heartbeat_seconds=0.2, missed_heartbeats=1000,
            retry_seconds=0.0, max_queued=1000, max_checkpoint_bytes=2_000_000, stop_seconds=3.0,
        )
    )  # fmt: skip
    site.start()
    yield site
    site.kill()


@pytest.fixture
def store(site: WorkSite) -> Iterator[Store]:
    with site.emptied() as store:
        yield store


class Worker:
    """Somebody with a token who says what it likes."""

    def __init__(self, site: WorkSite, name: str = "lab", process: str = "p-1"):
        token = site.token_file(name).read_text().strip()
        headers = {"Authorization": f"Bearer {token}", "Worker-Process": process}
        self.client = httpx.Client(
            base_url=f"{site.address}/api/workers", headers=headers, timeout=60, limits=EACH_ITS_OWN
        )
        self.claims = 0
        self.at = ""

    def post(self, path: str, body: Any = None, method: str = "POST", **more: Any) -> httpx.Response:
        return self.client.request(method, path, content=b"" if body is None else json.dumps(body), **more)

    def claim(self, number: int | None = None, digest: str | None = None) -> httpx.Response:
        self.claims = self.claims + 1 if number is None else number
        answer = self.post("/claim", {"number": self.claims, "versions": digest or versions_digest(all_versions())})
        if answer.status_code == 200:
            self.at = f"/leases/{answer.json()['shard']}/{answer.json()['epoch']}"
        return answer

    def report(self, number: int, body: Any) -> httpx.Response:
        return self.post(f"{self.at}/reports/{number}", body, "PUT")


@pytest.fixture
def worker(site: WorkSite) -> Iterator[Worker]:
    worker = Worker(site)
    yield worker
    worker.client.close()


@pytest.fixture
def job(store: Store) -> str:
    made = submission()
    store.jobs.submit(made, 1000)
    return made.id


def reason(answer: httpx.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json().get("reason")


def test_a_question_that_comes_twice_gets_one_shard_and_a_later_one_a_lease_of_its_own(
    worker: Worker, store: Store, job: str
) -> None:
    store.jobs.submit(submission(), 1000)
    first = worker.claim()
    again = worker.claim(number=1)
    assert first.json() == again.json()
    assert worker.report(1, {"kind": "records", "records": [RECORD]}).status_code == 204
    later = worker.claim()  # it has forgotten what it holds
    assert later.json() == {**first.json(), "epoch": 2}
    assert worker.report(1, {"kind": "records", "records": [RECORD]}).status_code == 204
    assert reason(worker.claim(number=1)) == (409, "OutOfOrder")
    assert len(store.leases.held()) == 1
    assert [event.kind for event in store.jobs.events(job)].count("started") == 1


def test_a_report_that_comes_twice_is_written_once_whatever_has_become_of_the_lease(
    worker: Worker, store: Store, job: str
) -> None:
    worker.claim()
    note = {"kind": "note", "about": "checkpoint", "message": "said once"}
    for _ in range(3):
        assert worker.report(1, note).status_code == 204
    assert worker.report(2, {"kind": "records", "records": [RECORD, LAST]}).status_code == 204
    for _ in range(3):
        assert worker.report(3, {"kind": "finish", "result": RESULT}).status_code == 204
    assert worker.report(2, {"kind": "restart", "step": -1}).status_code == 204  # late, and another than before
    kinds = [event.kind for event in store.jobs.events(job)]
    assert (kinds.count("checkpoint"), kinds.count("part"), kinds.count("finished")) == (1, 1, 1)
    assert store.rows.table(job).steps.tolist() == [0, 20]
    assert reason(worker.report(4, note)) == (409, "LeaseLost")


@pytest.mark.usefixtures("job")
def test_a_report_before_which_one_is_missing_is_not_written(worker: Worker) -> None:
    worker.claim()
    assert reason(worker.report(2, {"kind": "release"})) == (409, "OutOfOrder")
    assert worker.report(1, {"kind": "release"}).status_code == 204


@pytest.mark.usefixtures("job")
def test_a_shard_without_its_last_record_is_not_finished(worker: Worker) -> None:
    worker.claim()
    worker.report(1, {"kind": "records", "records": [RECORD]})
    wrong = ({}, {"diverged_at": [None]}, {"outcome": "stopped"})
    for each in wrong:
        assert reason(worker.report(2, {"kind": "finish", "result": {**RESULT, **each}})) == (409, "OutOfOrder")
    assert worker.report(2, {"kind": "records", "records": [LAST]}).status_code == 204
    for each in wrong[1:]:
        assert reason(worker.report(3, {"kind": "finish", "result": {**RESULT, **each}})) == (409, "OutOfOrder")
    assert worker.report(3, {"kind": "finish", "result": RESULT}).status_code == 204


def test_late_writes_change_nothing_and_a_lease_that_nobody_took_is_had_again(
    worker: Worker, store: Store, job: str
) -> None:
    worker.claim()
    worker.report(1, {"kind": "records", "records": [RECORD]})
    run_out(store)
    late = {"kind": "records", "records": [LAST]}
    assert reason(worker.report(2, late)) == (409, "LeaseLost")
    assert reason(worker.post(f"{worker.at}/beat", {"step": 1, "rate": 0.0})) == (409, "LeaseLost")
    store.leases.take_back_expired(Retries(seconds=3600.0))
    epoch = worker.post(f"{worker.at}/regain").json()["epoch"]
    assert epoch == 2
    assert reason(worker.report(2, late)) == (409, "LeaseLost")  # under the old epoch still
    assert reason(worker.post(f"{worker.at}/regain")) == (409, "LeaseLost")
    worker.at = worker.at[:-1] + "2"
    assert worker.report(1, {"kind": "restart", "step": -1}).status_code == 204  # was made before
    assert worker.report(2, late).status_code == 204
    assert store.rows.table(job).steps.tolist() == [0, 20]


@pytest.mark.usefixtures("job")
def test_nobody_writes_under_the_lease_of_another_worker_or_of_another_process(site: WorkSite, worker: Worker) -> None:
    worker.claim()
    for other in (Worker(site, "another", "p-1"), Worker(site, "lab", "p-2")):
        other.at = worker.at
        assert reason(other.report(1, {"kind": "release"})) == (409, "LeaseLost")
        assert reason(other.post(f"{other.at}/beat", {"step": 0, "rate": 0.0})) == (409, "LeaseLost")
        assert reason(other.post(f"{other.at}/regain")) == (409, "LeaseLost")
        assert reason(other.post(f"{other.at}/checkpoint", method="GET")) == (409, "LeaseLost")
        piece = other.post(f"{other.at}/checkpoint/5", "x", "PUT", params={"offset": 0})
        assert reason(piece) == (409, "LeaseLost")
        assert other.post(f"{other.at}/standing", method="GET").json() == {"standing": "lost"}
        assert other.claim().status_code == 204
        other.client.close()
    another = Worker(site, "another")
    assert another.post("/ended", {"process": "p-1", "reason": "crashed", "detail": ""}).status_code == 204
    assert worker.report(1, {"kind": "release"}).status_code == 204
    another.client.close()


def test_what_a_dead_process_held_is_taken_back_at_once_with_the_reason(worker: Worker, store: Store, job: str) -> None:
    worker.claim()
    said = {"process": "p-1", "reason": "out of memory", "detail": "its process was ended by signal 9"}
    assert worker.post("/ended", said).status_code == 204
    view = store.jobs.get(job)
    assert view is not None
    assert (view.shards[0].failures, view.shards[0].reason) == (1, "out of memory")


def test_a_worker_that_does_not_stop_when_it_should_keeps_its_lease_no_longer(
    worker: Worker, store: Store, job: str
) -> None:
    worker.claim()
    beat = {"step": 1, "rate": 1.0}
    store.jobs.cancel(job)
    assert worker.post(f"{worker.at}/beat", beat).status_code == 204
    with store.database.write() as cursor:  # long ago
        cursor.execute("UPDATE jobs SET cancel_asked = cancel_asked - 60")
    assert reason(worker.post(f"{worker.at}/beat", beat)) == (409, "LeaseLost")
    assert reason(worker.post(f"{worker.at}/regain")) == (409, "LeaseLost")
    run_out(store)
    worker.claim()
    view = store.jobs.get(job)
    assert view is not None
    assert view.state == "cancelled"


@pytest.mark.usefixtures("job")
def test_a_worker_with_other_versions_is_told_so_and_takes_nothing(worker: Worker, store: Store) -> None:
    others = {**all_versions(), "rule adam": "0" * 12, "rule of mine": "1" * 12}
    said = {"protocol": messages.PROTOCOL, "program": "9.9", "versions": others}
    refused = worker.post("/hello", said)
    assert reason(refused) == (409, "Unwelcome")
    assert "differ in rule adam, rule of mine: install the same program" in refused.json()["detail"]
    without = {**all_versions(), "library scikit-learn": "not installed", "workload mlp_digits": "0" * 12}
    lacking = worker.post("/hello", {**said, "versions": without}).json()["detail"]
    assert f"(scikit-learn: here not installed, there {all_versions()['library scikit-learn']})" in lacking
    old = worker.post("/hello", {**said, "protocol": 0, "versions": all_versions()})
    assert "speaks version 0 of the protocol" in old.json()["detail"]
    assert reason(worker.claim(digest=versions_digest(others))) == (409, "Unwelcome")
    assert store.leases.held() == []
    assert worker.post("/hello", {**said, "versions": all_versions()}).status_code == 200


@pytest.mark.usefixtures("job")
def test_what_does_not_fit_is_refused_and_changes_nothing(worker: Worker, store: Store) -> None:
    worker.claim()
    wrong: list[Any] = [
        None,
        [],
        {"kind": "delete"},
        {"kind": "records", "records": []},
        {"kind": "records", "records": [{**RECORD, "train_loss": [float("nan"), 1.0, 1.0, 1.0]}]},
        {"kind": "records", "records": [{**RECORD, "train_loss": [float("inf"), 1.0, 1.0, 1.0]}]},
        {"kind": "records", "records": [{**RECORD, "diverged": [0, 1, 0, 1]}]},
        {"kind": "records", "records": [{**RECORD, "step": "0"}]},
        {"kind": "finish slice", "seconds": 1.0, "slice": {"a": [float("nan")]}, "made_with": []},
        {"kind": "fail", "reason": "bored", "detail": ""},
        {"kind": "release", "and": "more"},
    ]
    for body in wrong:
        assert worker.report(1, body).status_code == 422, body
    fewer = {**RECORD, "train_loss": [1.0], "diverged": [False]}
    assert reason(worker.report(1, {"kind": "records", "records": [fewer]})) == (409, "OutOfOrder")
    assert worker.report(1, {"kind": "release"}).status_code == 204
    assert store.leases.held() == []


@pytest.mark.usefixtures("job")
def test_a_body_that_is_cut_short_or_expands_without_end_is_refused(site: WorkSite, worker: Worker) -> None:
    worker.claim()
    packed = compressed(json.dumps({"kind": "release"}).encode())
    bomb = compressed(b" " * (EXPANDED * 1_000_000 + 1))
    assert len(bomb) < 1_000_000
    for body in (packed[:-1], b"x" + packed, packed + b"x", bomb, b""):
        answer = worker.client.put(f"{worker.at}/reports/1", content=body, headers={"Content-Encoding": "gzip"})
        assert answer.status_code == 400, body[:20]
    assert worker.client.put(f"{worker.at}/reports/1", content=b" " * 1_000_001).status_code == 413
    # Half of what was announced, then nothing: whoever reads it must not take the half for the whole.
    token = site.token_file("lab").read_text().strip()
    head = (
        f"PUT /api/workers{worker.at}/reports/1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        f"Worker-Process: p-1\r\nContent-Length: 1000\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", site.port)) as half:
        half.sendall(head.encode() + b'{"kind":"release"}')
        half.shutdown(socket.SHUT_WR)
        half.recv(65536)
    assert worker.report(1, {"kind": "release"}).status_code == 204


def test_pieces_of_a_checkpoint_in_any_disorder_never_make_another_checkpoint(
    site: WorkSite, worker: Worker, store: Store, job: str
) -> None:
    worker.claim()
    content = bytes(range(256)) * 40

    def put(offset: int, piece: bytes, step: int = 10) -> httpx.Response:
        return worker.client.put(f"{worker.at}/checkpoint/{step}", content=piece, params={"offset": offset})

    whole = {
        "kind": "checkpoint",
        "step": 10,
        "size": len(content),
        "digest": hashlib.sha256(content).hexdigest(),
    }
    assert reason(worker.report(1, whole)) == (409, "BadCheckpoint")
    assert put(0, content[:5000]).status_code == 204
    assert reason(put(6000, content[6000:])) == (409, "BadCheckpoint")
    assert reason(worker.report(1, whole)) == (409, "BadCheckpoint")
    for _ in range(2):
        assert put(5000, content[5000:]).status_code == 204
    for _ in range(2):
        assert worker.report(1, whole).status_code == 204
    found = worker.post(f"{worker.at}/checkpoint", method="GET")
    assert found.content == content
    assert json.loads(found.headers["worker-checkpoint"])["step"] == 10
    for number in range(2):
        assert put(number * PIECE, b"x" * PIECE, 11).status_code == 204
    assert put(2 * PIECE, b"x" * PIECE, 11).status_code == 422
    assert put(0, b"y", 12).status_code == 204
    folder = site.settings.checkpoints / job / "0"
    assert sorted(each.name for each in folder.iterdir()) == [
        "0000000010-000001.checkpoint",
        "0000000012-000001.arriving",
    ]
    view = store.jobs.get(job)
    assert view is not None
    assert view.shards[0].checkpoint == 10


def test_each_token_opens_what_it_is_for_and_nothing_else(site: WorkSite, worker: Worker, job: str) -> None:
    of_site = {"Authorization": f"Bearer {SITE_TOKEN}", "Worker-Process": "p-1"}
    of_worker = {"Authorization": worker.client.headers["authorization"]}
    with httpx.Client(base_url=site.address, timeout=60, limits=EACH_ITS_OWN) as asked:
        for method, path in (
            ("GET", "/api/comparisons"), ("POST", "/api/comparisons"), ("DELETE", f"/api/comparisons/{job}"),
            ("GET", f"/api/comparisons/{job}/results.json"), ("GET", "/compare"), ("GET", "/api/runs"),
        ):  # fmt: skip
            assert asked.request(method, path, headers=of_worker).status_code == 401, path
            assert asked.request(method, path, headers=of_site).status_code != 401, path
        for given in ({}, of_site, {"Authorization": "Bearer worker-of-nobody"}):
            assert asked.post("/api/workers/claim", headers=given).status_code == 401


def test_a_token_is_kept_as_a_hash_and_means_nothing_once_it_was_revoked(site: WorkSite, store: Store) -> None:
    gone = Worker(site, "gone")
    assert gone.claim().status_code == 204
    token = site.token_file("gone").read_text().strip()
    assert token.encode() not in site.settings.database.read_bytes()
    assert store.worker_tokens.holder(token) == "gone"
    store.worker_tokens.revoke("gone")
    assert gone.claim().status_code == 401
    gone.client.close()


def test_the_workers_of_a_token_hold_no_more_shards_than_it_may_and_are_told_so(
    site: WorkSite, worker: Worker, store: Store
) -> None:
    store.jobs.submit(submission(shard(), shard(4), shard(8), shard(12), shard(16)), 1000)
    few = [Worker(site, "few", f"p-{number}") for number in (1, 2, 3)]
    store.worker_tokens.limit("few", 2)
    assert [each.claim().status_code for each in few] == [200, 200, 429]
    refused = few[2].claim()
    assert refused.json()["detail"] == "the token few may hold 2 shards at a time and holds 2"
    assert refused.headers["Retry-After"] == "5"
    assert few[0].claim(number=1).status_code == 200  # what it has it is told again
    assert worker.claim().status_code == 200  # another token has nothing to do with it
    assert few[0].report(1, {"kind": "release"}).status_code == 204
    assert few[2].claim().status_code == 200
    assert few[0].claim().status_code == 429
    run_out(store)  # silent workers hold nothing
    assert few[0].claim().status_code == 200
    store.worker_tokens.limit("few", None)
    assert few[1].claim().status_code == 200
    for each in few:
        each.client.close()


def test_a_worker_elsewhere_is_counted_as_one(worker: Worker, site: WorkSite, store: Store) -> None:
    worker.claim()
    with store.database.write() as cursor:
        cursor.execute("UPDATE workers SET seen = seen - 3600")
    before = store.workers.slots(60.0)
    new = Worker(site, "lab", "p-new")
    new.claim()
    assert store.workers.slots(60.0) == before + 1
    new.client.close()
