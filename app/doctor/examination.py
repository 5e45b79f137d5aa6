"""All that is looked at, in order."""

from collections.abc import Iterator

from app.comparisons.settings import ComparisonSettings
from app.doctor.finding import Finding
from app.doctor.program import files, libraries, program
from app.doctor.record import disk, record, waiting
from app.doctor.site import address, token
from app.doctor.workers import compiler, data, gpu, torch
from app.web.settings import Settings


def examine(settings: Settings, comparisons: ComparisonSettings) -> Iterator[Finding]:
    """All findings, one after the other, as they are made."""
    yield program()
    yield libraries()
    yield files(settings)
    yield address(settings)
    yield token(settings)
    yield disk(comparisons)
    yield record(comparisons)
    yield waiting(comparisons)
    yield torch()
    yield data()
    yield compiler()
    yield gpu()
