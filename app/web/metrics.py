"""The numbers of a site in the format of Prometheus, made at every request from the record and from what was counted.

`prometheus_client` writes the format and adds the numbers of the process (memory, processor, open files); it comes with
the extra `operations`, and is imported when the numbers are asked for.
"""

import shutil
from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

from app.comparisons.service import ComparisonService
from app.comparisons.store.tally import Tally
from app.places import NAME
from app.web.middleware.counted import Answers

if TYPE_CHECKING:
    from prometheus_client import Metric

PREFIX = "optimizer_playground"


def exposition(service: ComparisonService, answers: Answers) -> tuple[bytes, str]:
    """The text and its media type.

    Raises:
        ImportError: The library is not installed.
        Refused: The record cannot be read.
    """
    from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, ProcessCollector, generate_latest

    tally = service.store.tallies.now(service.settings.lease_seconds)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Numbers([*of_program(), *of_answers(answers), *of_record(tally), *of_disk(service)]))
    ProcessCollector(registry=registry)
    return generate_latest(registry), CONTENT_TYPE_PLAIN_0_0_4


class Numbers:
    """A collector of metrics that are there already."""

    def __init__(self, metrics: "list[Metric]"):
        self.metrics = metrics

    def collect(self) -> "list[Metric]":
        """The metrics."""
        return self.metrics


def of_program() -> "Iterator[Metric]":
    """Which program it is."""
    from prometheus_client.core import InfoMetricFamily

    yield InfoMetricFamily(PREFIX, "The program.", {"version": version(NAME)})


def of_answers(answers: Answers) -> "Iterator[Metric]":
    """What the server answered since its start."""
    from prometheus_client.core import GaugeMetricFamily, SummaryMetricFamily

    took = SummaryMetricFamily(
        f"{PREFIX}_http_answer_seconds",
        "Answers, and the seconds from the request to the first byte of the answer.",
        labels=["method", "status"],
    )
    for (method, status), number in sorted(answers.number.items()):
        took.add_metric([method, str(status)], number, answers.seconds[method, status])
    yield took
    yield GaugeMetricFamily(f"{PREFIX}_http_requests", "Requests that are being answered.", answers.at_work)


def of_record(tally: Tally) -> "Iterator[Metric]":
    """What the record of comparisons holds."""
    from prometheus_client.core import GaugeMetricFamily

    jobs = GaugeMetricFamily(f"{PREFIX}_jobs", "Comparisons and slices that are kept.", labels=["kind", "state"])
    for (kind, state), number in sorted(tally.jobs.items()):
        jobs.add_metric([kind, state], number)
    yield jobs
    shards = GaugeMetricFamily(f"{PREFIX}_shards", "Shards that are kept.", labels=["state"])
    for state, number in sorted(tally.shards.items()):
        shards.add_metric([state], number)
    yield shards
    # No counter: it falls where a comparison is removed for good.
    yield GaugeMetricFamily(f"{PREFIX}_run_steps", "Runs times steps that were made, of all kept.", tally.run_steps)
    attempts = GaugeMetricFamily(
        f"{PREFIX}_attempts", "Attempts in a row at shards that are not over, by how they ended.", labels=["ended"]
    )
    attempts.add_metric(["failed"], tally.failures)
    attempts.add_metric(["interrupted"], tally.interruptions)
    yield attempts
    waits = f"{PREFIX}_oldest_waiting_seconds"
    yield GaugeMetricFamily(waits, "Since when the oldest comparison that nobody began waits.", tally.waiting_seconds)
    slots = GaugeMetricFamily(f"{PREFIX}_worker_slots", "Shards that a worker can do at a time.", labels=["worker"])
    for name, number in sorted(tally.workers.items()):
        slots.add_metric([name], number)
    yield slots


def of_disk(service: ComparisonService) -> "Iterator[Metric]":
    """Room for the record and the checkpoints."""
    from prometheus_client.core import GaugeMetricFamily

    path = service.settings.database
    yield GaugeMetricFamily(f"{PREFIX}_record_bytes", "Size of the record.", path.stat().st_size)
    free = shutil.disk_usage(path.parent).free
    yield GaugeMetricFamily(f"{PREFIX}_disk_free_bytes", "Room on the disk of the record.", free)
