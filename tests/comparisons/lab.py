"""A site of its own with a worker in the process of the test, which counts what it trains."""

from collections.abc import Callable
from typing import Any

from app.comparisons.capsule.head import arrays_of
from app.comparisons.planning.plan import Plan
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Checkpoints, Record, Result, Shard, Sink, Stop
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store.views import JobView
from app.comparisons.training.execute import execute
from app.comparisons.workers.worker import Worker
from tests.comparisons.handing_in import spec

NESTEROV, ADAM = {"name": "nesterov"}, {"name": "adam"}
GROWN: dict[str, Any] = {"rules": [NESTEROV], "lr": [0.1, 0.2]}
"""The comparison that is grown: one rule and two baselines, with two settings and two seeds each, and 20 steps."""


class FirstStep:
    """A sink that notes at which step the records of a shard begin, and breaks at one of them where it is told to."""

    def __init__(self, sink: Sink, breaks: int | None):
        self.sink, self.breaks = sink, breaks
        self.step: int | None = None

    def records(self, records: list[Record]) -> None:
        self.step = records[0].step if self.step is None else self.step
        if self.breaks is not None and records[-1].step >= self.breaks:
            raise RuntimeError("it broke")
        self.sink.records(records)

    def progress(self, step: int) -> None:
        self.sink.progress(step)


class Lab:
    """A site of its own with one worker in this process, which counts what it trains."""

    def __init__(self, settings: ComparisonSettings):
        self.settings = settings
        self.service = ComparisonService(settings)
        self.store = self.service.store
        self.breaks: int | None = None
        """Where the next shard breaks, once."""
        self.trained: list[tuple[str, int, int | None]] = []
        """Since the last comparison was handed in: by shard its rule, its runs, and the step at which it began."""

    def execute(self, shard: Shard, checkpoints: Checkpoints, sink: Sink, stop: Stop) -> Result:
        watched, self.breaks = FirstStep(sink, self.breaks), None
        result = execute(shard, checkpoints, watched, stop)  # type: ignore[arg-type]
        self.trained.append((shard.rule, len(shard.members), watched.step))
        return result

    def plan(self, **changes: Any) -> Plan:
        return self.service.plan(ComparisonSpec.model_validate(spec(**GROWN | changes)))

    def submit(self, **changes: Any) -> JobView:
        self.trained = []
        return self.service.submit(ComparisonSpec.model_validate(spec(**GROWN | changes)))[0]

    def run(self, **changes: Any) -> JobView:
        """A comparison from its hand-in to its end."""
        job = self.submit(**changes).id
        self.work()
        return self.finished(job)

    def work(self) -> int:
        """All that waits; the exit status of the worker."""
        return Worker(self.settings, "lab", lambda: self.execute).run()

    def finished(self, job: str) -> JobView:
        over = self.store.jobs.get(job)
        assert over is not None
        assert over.state == "finished"
        return over

    def numbers(self, view: JobView) -> dict[str, bytes]:
        """Every number of a comparison, bit by bit."""
        table = self.store.rows.table(view.id)
        assert len(table.hits) == table.runs
        goals = len(table.hits[0])
        return {name: array.tobytes() for name, array in arrays_of(table, goals).items()} | {
            "steps": table.steps.tobytes()
        }


Labs = Callable[..., Lab]
"""Makes one by its name and with what differs in its settings."""
