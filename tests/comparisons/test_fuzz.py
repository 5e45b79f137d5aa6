"""Requests made up from the API's own description: none makes the server fail, every answer is as described."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from app.web.application import create_app
from app.web.settings import Settings
from tests.comparisons.by_hand import work
from tests.comparisons.handing_in import SPEC

app = create_app(Settings(allowed_hosts=("testserver",)))
CHECKS = [
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
given = settings(
    max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
whole = schemathesis.openapi.from_asgi("/api/openapi.json", app)
described = whole.include(path_regex="^/api/comparisons")


@pytest.fixture(scope="module", autouse=True)
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    app.state.comparisons = ComparisonService(ComparisonSettings(var=tmp_path_factory.mktemp("var")))
    yield
    app.state.comparisons.close()


@described.parametrize()
@given
def test_no_request_makes_the_server_fail_and_every_answer_is_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=CHECKS)


@pytest.fixture(scope="module")
def finished(service: None) -> str:  # noqa: ARG001
    """A comparison that is over, with made-up numbers."""
    view, _ = app.state.comparisons.submit(ComparisonSpec.model_validate(SPEC))
    work(app.state.comparisons.store)
    return str(view.id)


@whole.include(path_regex="/slices$").parametrize()
@given
def test_slices_of_a_comparison_that_is_there_are_asked_for_and_refused_as_described(
    case: schemathesis.Case, finished: str
) -> None:
    case.path_parameters = {"id": finished}
    case.call_and_validate(checks=CHECKS)
