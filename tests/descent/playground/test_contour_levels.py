"""Lines of equal height by one rule in Python and JavaScript: both keep the examples of `tests/contour-levels.json`."""

import json
from pathlib import Path
from typing import Any

import numpy
import pytest
from descent import registry
from descent.playground.contour_levels import even, even_in_log, levels
from descent.playground.grid import cell_values

from app.web.openings.opening import default_opening
from app.web.render.contours import contours
from tests.descent.conftest import Ask

EXAMPLES = json.loads((Path(__file__).parents[2] / "contour-levels.json").read_text())
FLAT = [name for name in registry.landscape_names() if registry.landscape(name).dim == 2]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one['low']} to {one['high']}, log {one['log']}")
def test_heights_of_lines_are_those_of_the_examples(example: dict[str, Any]):
    values, thick = (even_in_log if example["log"] else even)(example["low"], example["high"])
    assert values == pytest.approx(example["values"], rel=1e-12)
    assert [value for value, strong in zip(values, thick, strict=True) if strong] == example["thick"]


@pytest.mark.parametrize("name", FLAT)
def test_lines_are_even_in_height_or_in_log_height_and_some_are_at_round_heights(name: str):
    landscape = registry.landscape(name)
    found = levels(cell_values(landscape, 160, 120, numpy), numpy, least=landscape.least, log=landscape.log_scale)
    assert 9 <= len(found.values) <= 26
    assert 2 <= sum(found.thick) <= 8
    heights = numpy.log10(found.values) if found.log else numpy.asarray(found.values)
    apart = numpy.diff(heights)
    assert apart == pytest.approx(numpy.full_like(apart, apart.mean()), rel=0.04)


def test_the_picture_of_the_server_has_the_lines_that_the_page_will_draw(ask: Ask):
    opened = default_opening()
    _, arrays = ask("studio.ground", ground=opened.state["ground"])
    assert opened.map is not None
    assert opened.map.thick == tuple(map(bool, arrays["thick"]))
    assert len(opened.map.paths) == len(arrays["levels"])
    assert sum(contours("himmelblau").thick) == sum(opened.map.thick)


def test_heights_are_counted_from_the_least_value_where_they_are_logarithmic(ask: Ask):
    value, arrays = ask("studio.ground", ground={"name": "goldstein_price"})
    assert value["above"] == 3
    assert 10 ** arrays["levels"] == pytest.approx(arrays["level_values"], rel=1e-6)
    plain, arrays = ask("studio.ground", ground={"name": "rastrigin"})
    assert plain["above"] == 0
    assert numpy.array_equal(arrays["levels"], arrays["level_values"])


def test_a_plain_has_no_lines():
    assert levels(numpy.ones((3, 4)), numpy, least=None, log=False).values == []
