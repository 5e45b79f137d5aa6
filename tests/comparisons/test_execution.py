"""The real thing: torch workers on the reference backend, disturbed, against the same shard executed in peace."""

import os
import signal
from collections.abc import Sequence

import numpy as np

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Record, Shard
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store import Store
from app.comparisons.training.execute import execute
from app.comparisons.workers.engines.local import LocalEngine
from tests.comparisons.workplace import over, scheduler, until

SPEC = ComparisonSpec.model_validate(
    {
        "rules": [{"name": "nesterov", "grid": {"lr": [0.05, 10.0]}}],
        "workload": {"name": "noisy_quadratic", "options": {"dimension": 20}},
        "trials": 2,
        "seeds": 3,
        "steps": 2500,
        "record_every": 50,
        "backend": "reference",
    }
)


class Peace:
    """Checkpoints that keep nothing and a sink that keeps everything."""

    every = 0
    seconds = 0.0

    def __init__(self) -> None:
        self.told: dict[int, Record] = {}

    def load(self) -> None:
        return None

    def save(self, data: bytes, step: int) -> None:
        pass

    def records(self, records: Sequence[Record]) -> None:
        self.told.update({record.step: record for record in records})

    def progress(self, step: int) -> None:
        pass


def undisturbed(shard: Shard) -> np.ndarray:
    """The training losses `(runs, records)` of a shard that nothing happens to."""
    peace = Peace()
    execute(shard, peace, peace, lambda: False)
    rows = [peace.told[step].train_loss for step in sorted(peace.told)]
    return np.array([[np.nan if value is None else value for value in row] for row in rows]).T


def test_torch_runs_that_are_cancelled_killed_and_gone_on_with_end_with_the_same_bits(
    settings: ComparisonSettings,
) -> None:
    slow = settings.model_copy(update={"checkpoint_steps": 100, "heartbeat_seconds": 0.5})
    service = ComparisonService(slow)
    view, _ = service.submit(SPEC)
    with scheduler(slow, "app.comparisons.workers.worker") as working, Store(slow.database) as store:
        until(lambda: store.jobs.get(view.id).shards[0].step > 0)
        service.store.jobs.cancel(view.id)
        cancelled = until(lambda: over(store, view.id))
        assert cancelled.state == "cancelled"
        assert 0 < cancelled.done < cancelled.total
        service.submit(SPEC)
        for part in (0, 1):
            until(lambda part=part: store.jobs.get(view.id).shards[part].checkpoint >= 300)
            assert isinstance(working.engine, LocalEngine)
            for started in working.engine._started.values():
                if started.process.poll() is None:
                    os.kill(started.process.pid, signal.SIGKILL)
        ended = until(lambda: over(store, view.id))
        table = store.rows.table(view.id)
    assert ended.state == "finished"
    assert ended.diverged == 6
    expected = np.concatenate([undisturbed(shard) for shard in service.plan(SPEC).shards])
    np.testing.assert_array_equal(table.train_loss, expected)
    assert table.diverged.any(axis=1).tolist() == ([False] * 3 + [True] * 3) * 2 + [False] * 6
    service.close()
