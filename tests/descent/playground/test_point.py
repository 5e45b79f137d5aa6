"""The read-out of the map: what a landscape is at a point."""

import math

import pytest

from tests.descent.conftest import Ask

NOISY = [{"kind": "rotate", "angle": 0.3}, {"kind": "noise", "spread": 5.0}]


def test_value_and_gradient_are_those_of_the_landscape_without_its_noise(ask: Ask):
    found, _ = ask("studio.point", ground={"expression": "x^2 + 3*y", "transforms": NOISY[1:]}, point=[2.0, -1.0])
    assert found["value"] == pytest.approx(1.0)
    assert found["gradient"] == pytest.approx([4.0, 3.0])
    turned, _ = ask("studio.point", ground={"name": "ravine", "transforms": NOISY}, point=[0.7, 0.2])
    assert math.hypot(*turned["gradient"]) > 1
    assert turned == ask("studio.point", ground={"name": "ravine", "transforms": NOISY}, point=[0.7, 0.2])[0]


def test_what_is_beyond_all_numbers_is_none(ask: Ask):
    found, _ = ask("studio.point", ground={"expression": "log(x) + y"}, point=[-1.0, 0.0])
    assert found["value"] is None


def test_a_point_has_as_many_coordinates_as_the_landscape(ask: Ask):
    assert len(ask("studio.point", ground={"family": "reddi"}, point=[0.5])[0]["gradient"]) == 1
    refused, _ = ask("studio.point", ground={"family": "reddi"}, point=[0.5, 1.0])
    assert "point" in refused["error"]["message"]
