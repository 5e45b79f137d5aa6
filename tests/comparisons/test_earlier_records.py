"""What an earlier version finished still opens, with what is not on record said."""

from collections.abc import Iterator

import pytest

from app.api.statistics import StatisticsAnswer
from app.comparisons.results import export, report
from app.comparisons.results.summary import summarise
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store import Store
from tests.comparisons.by_hand import work
from tests.comparisons.earlier_version import step_back
from tests.comparisons.handing_in import spec

COLUMNS = ("choosing", "error", "hits")


@pytest.fixture
def reopened(settings: ComparisonSettings) -> Iterator[ComparisonService]:
    """A record of version 2 with one finished comparison, opened by this version."""
    service = ComparisonService(settings)
    service.submit(ComparisonSpec.model_validate(spec(workload={"name": "mlp_digits"}, seeds=6)))
    work(service.store)
    service.close()
    step_back(settings.database, 2)
    again = ComparisonService(settings)
    yield again
    again.close()


def test_a_finished_comparison_of_an_earlier_version_has_its_statistics(reopened: ComparisonService) -> None:
    (view,) = reopened.store.jobs.recent()
    table = reopened.store.rows.table(view.id)
    found = summarise(view, table)
    StatisticsAnswer.model_validate(found)
    assert found["complete"]
    assert found["ecdf"] is None
    assert found["ecdf_said"].endswith("it was run by an earlier version.")
    assert "the samples that chose a setting reported it too" in found["method"]
    assert found["rules"][0]["best"]["error"] is None
    assert next(export.runs(view, table))["choosing"] is None
    assert found["ecdf_said"] in report.page(view, found)


def test_a_record_of_version_2_gets_its_new_columns(reopened: ComparisonService) -> None:
    columns = {row["name"] for row in reopened.store.database.read("PRAGMA table_info(records)")}
    assert set(COLUMNS) <= columns
    Store(reopened.settings.database).close()
