"""Whether every comparison that was acknowledged ended once, with the bits that it has where nothing happens."""

from pathlib import Path
from typing import Any

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store import Store
from tests.comparisons.workplace import over, same, scheduler, until


def complaints(store: Store, acknowledged: dict[str, dict[str, Any]], apart: Path) -> list[str]:
    """What is wrong, in sentences; `apart` is a folder in which the same comparisons are run undisturbed."""
    found = []
    whole = store.database.read("PRAGMA integrity_check")[0][0]
    if whole != "ok":
        found.append(f"the record is damaged: {whole}")
    service = ComparisonService(ComparisonSettings(var=apart, poll_seconds=0.1))
    try:
        with scheduler(service.settings, "app.comparisons.workers.worker"):
            for job, spec in acknowledged.items():
                view = store.jobs.get(job)
                if view is None:
                    found.append(f"{job} was acknowledged and is not there")
                    continue
                ends = [event.kind for event in store.jobs.events(job)].count("finished")
                if (view.state, ends) != ("finished", 1):
                    found.append(f"{job} is {view.state} ({view.reason}: {view.detail}), finished {ends} times")
                made, _ = service.submit(ComparisonSpec.model_validate(spec))
                until(lambda made=made: over(service.store, made.id), 1000.0)
                if made.id != job or not same(store.rows.table(job), service.store.rows.table(job)):
                    found.append(f"{job} has other bits than undisturbed")
    finally:
        service.close()
    return found
