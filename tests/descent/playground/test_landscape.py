import numpy as np
import pytest
from descent import registry, transform
from descent.playground.landscape import landscape_from
from descent.playground.ranges import spaced

from tests.descent.conftest import Ask


def test_heights_are_values_at_the_centres_of_cells_from_the_bottom(ask: Ask):
    _, arrays = ask("studio.ground", ground={"name": "sphere"}, columns=10, rows=5)
    heights = arrays["heights"]
    assert heights.shape == (5, 10)
    assert heights[0, 0] == np.float32((-4.5) ** 2 + (-4.0) ** 2)
    assert heights[-1, -1] == np.float32(4.5**2 + 4.0**2)
    assert (np.diff(arrays["levels"]) > 0).all()


def test_transforms_are_applied_in_order_and_the_start_stays_where_it_was_put():
    steps = [
        {"kind": "rescale", "factors": [2.0, 1.0]},
        {"kind": "rotate", "angle": 0.5},
        {"kind": "multiply", "factor": 3.0},
    ]
    found = landscape_from({"name": "booth", "transforms": steps, "start": [1.0, 1.0]}, np)
    expected = transform.multiplied(
        transform.rotated(transform.rescaled(registry.landscape("booth"), (2.0, 1.0)), 0.5), 3.0
    )
    points = np.asarray([[0.3, -0.7], [2.0, 1.0]])
    assert np.array_equal(found.value(points, np), expected.value(points, np))
    assert found.start == (1.0, 1.0)
    assert found.minima == expected.minima


def test_a_jittered_start_lies_near_the_one_that_was_put_and_depends_on_its_own_seed(ask: Ask):
    def start(spread: float, seed: int, **ground: object) -> list[float]:
        asked = {"name": "saddle", "start": [-1.5, 0.0], "jitter": {"spread": spread, "seed": seed}, **ground}
        value, _ = ask("studio.ground", ground=asked)
        return value["start"]

    assert start(0.0, 1) == [-1.5, 0.0]
    near = start(0.1, 1)
    assert near == start(0.1, 1) != start(0.1, 2)
    assert np.abs(np.subtract(near, [-1.5, 0.0])).max() <= 0.2 + 1e-12
    assert near[1] != 0
    assert start(0.2, 1) == pytest.approx(2 * np.subtract(near, [-1.5, 0.0]) + [-1.5, 0.0])


def test_the_minima_of_a_typed_ground_are_found(ask: Ask):
    value, _ = ask("studio.ground", ground={"expression": "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"})
    known = registry.landscape("himmelblau").minima
    assert len(value["minima"]) == 4
    for minimum in known:
        assert min(np.hypot(*np.subtract(minimum, found)) for found in value["minima"]) < 1e-6
    assert value["least"] == pytest.approx(0.0, abs=1e-12)
    assert value["searched"]


@pytest.mark.parametrize(("text", "least"), [("abs(x) + 3*abs(y)", 0.0), ("x^2 - y^2", None), ("x + y", None)])
def test_kinks_have_minima_and_slopes_have_none(ask: Ask, text: str, least: float | None):
    value, _ = ask("studio.ground", ground={"expression": text})
    assert value["least"] == (None if least is None else pytest.approx(least, abs=1e-6))


@pytest.mark.parametrize(
    ("ground", "kind"),
    [
        ({"name": "nowhere"}, "UnknownName"),
        ({"family": "quadratic", "parameters": {"size": 3}}, "BadMessage"),
        ({"family": "quadratic", "parameters": {"dim": 10_000}}, "BadMessage"),
        ({"expression": "import os"}, "BadExpression"),
        ({"expression": "x", "window": [[1, 0], [0, 1]]}, "BadMessage"),
        ({"name": "sphere", "transforms": [{"kind": "melt"}]}, "UnknownName"),
        ({"name": "sphere", "jitter": {"spread": 2}}, "BadMessage"),
        ({"name": "sphere", "transforms": [{"kind": "multiply", "factor": -1}]}, "BadShape"),
        ("sphere", "BadMessage"),
    ],
)
def test_landscapes_that_cannot_be_made_are_refused(ask: Ask, ground: object, kind: str):
    value, _ = ask("studio.race", ground=ground, racers=[{"rule": "sgd"}], steps=2)
    assert value["error"]["kind"] == kind, value


@pytest.mark.parametrize("changed", [lambda f: transform.noisy(f, 2.0), lambda f: transform.sparse(f, 0.25)])
def test_noise_leaves_the_mean_gradient_as_it_was(changed):
    plain = registry.landscape("booth")
    found = changed(plain)
    points = np.tile(np.asarray([[2.0, -1.0]]), (20_000, 1))
    draws = np.random.default_rng(0)
    drawn = draws.standard_normal(points.shape) if found.noise == "normal" else draws.random(points.shape)
    seen = found.sample(points, drawn, 1, np)
    assert seen.std(axis=0).min() > 1
    assert np.allclose(seen.mean(axis=0), plain.gradient(points[:1], np)[0], rtol=0.05)


def test_noise_upon_noise_is_refused():
    with pytest.raises(Exception, match="already has noise"):
        transform.noisy(transform.sparse(registry.landscape("sphere"), 0.5), 1.0)


def test_spaced_numbers_reach_both_ends():
    assert spaced(1e-4, 1.0, 5) == pytest.approx((1e-4, 1e-3, 1e-2, 1e-1, 1.0))
    assert spaced(0.0, 1.0, 3, log=False) == (0.0, 0.5, 1.0)
