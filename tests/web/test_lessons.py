"""What each lesson says, sentence by sentence, on the numbers of the race that it opens with."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from descent import registry, transform
from descent.derivatives import hessian
from descent.trace import trace

from app.web.openings import opening

CLAIMS: dict[str, Callable[["Race"], None]] = {}


class Race:
    """The finished race of a lesson: for each racer its points `(steps + 1, dim)` and losses, as the page has them."""

    def __init__(self, name: str) -> None:
        self.lesson = next(one for one in opening.lessons() if one["name"] == name)
        made = opening.lesson_opening(name)
        self.facts = made.ground
        self.racers = made.state["racers"]
        self.points = [np.array(run["points"]) for run in made.race]
        self.losses = [np.array(run["losses"]) for run in made.race]

    @property
    def text(self) -> str:
        """What the lesson says."""
        return str(self.lesson["text"])

    def rate(self, place: int) -> float:
        """The learning rate of a racer."""
        return float(self.racers[place]["settings"]["lr"])

    def steps(self, place: int) -> np.ndarray:
        """How far each step of a racer goes in each coordinate."""
        return np.abs(np.diff(self.points[place], axis=0))

    def alone(self, place: int, landscape: Any, start: Any = None) -> np.ndarray:
        """The losses of a racer on another landscape."""
        racer = self.racers[place]
        rule = registry.rule(racer["rule"])
        run = trace(rule, landscape, racer["settings"], xp=np, steps=self.lesson["steps"], starts=start)
        return np.array(run.losses[:, 0])


def claims(name: str) -> Callable[[Callable[[Race], None]], Callable[[Race], None]]:
    """The test of what the lesson of that name says."""

    def keep(test: Callable[[Race], None]) -> Callable[[Race], None]:
        CLAIMS[name] = test
        return test

    return keep


@claims("momentum")
def _(race: Race) -> None:
    low, high = race.facts["curvature"]
    assert "a hundred times steeper" in race.text
    assert high / low == 100
    assert f"2/κ = {race.facts['stable_lr']}" in race.lesson["question"]
    crawls, momentum, nesterov = (losses[-1] for losses in race.losses)
    assert crawls > 1e6 * momentum > 1e6 * nesterov
    across = race.points[0][:6, 1]
    assert (across[:-1] * across[1:] < 0).all(), "gradient descent jumps from side to side across the ravine"


@claims("bias-correction")
def _(race: Race) -> None:
    corrected, uncorrected = race.points
    minimum = np.array(race.facts["minima"][0])
    away = [np.linalg.norm(points - minimum, axis=1) for points in (corrected, uncorrected)]
    first = race.steps(1)[0] / race.steps(0)[0]
    assert first == pytest.approx((1 - 0.9) / math.sqrt(1 - 0.999), rel=1e-3)
    assert away[0].max() == away[0][0], "the corrected run never leaves the neighbourhood of its start"
    assert away[1].max() > 3 * away[1][0], "the other one is thrown away from it"
    settled = [int(np.nonzero(losses > 0.01)[0][-1]) + 1 for losses in race.losses]
    assert settled[1] > 1.3 * settled[0], "it takes longer to settle"
    assert race.losses[1][-1] > race.losses[0][-1], "and ends higher"


@claims("adam-fails")
def _(race: Race) -> None:
    adam, amsgrad = race.points
    assert race.facts["minima"] == [[-1.0]]
    assert adam[-1, 0] > 0.9, "Adam climbs"
    assert amsgrad[-1, 0] < -0.9
    assert race.losses[0][-1] > race.losses[0][0] > race.losses[1][-1]
    landscape = registry.family("reddi")()
    assert landscape.sample is not None
    seen = [float(landscape.sample(np.zeros((1, 1)), np.zeros((1, 0)), t, np)[0, 0]) for t in (1, 2, 3)]
    assert sorted(seen)[:2] == [min(seen)] * 2, "two steps of three push gently"
    assert min(seen) < 0 < max(seen)
    assert sum(seen) > 0, "on average down is right"


@claims("heavy-ball-cycle")
def _(race: Race) -> None:
    line = np.linspace(*registry.family("heavy_ball_cycle")().window[0], 1000)[:, None]
    curved = hessian(registry.family("heavy_ball_cycle")(), line, np)[:, 0, 0]
    low, high = curved.min(), curved.max()
    root, other = math.sqrt(high), math.sqrt(low)
    best = 4 / (root + other) ** 2, ((root - other) / (root + other)) ** 2
    settings = race.racers[0]["settings"]
    assert (settings["lr"], settings["momentum"]) == pytest.approx(best)
    late = race.points[0][-30:, 0]
    assert len(np.unique(np.round(late, 3))) == 3
    assert race.losses[0][-30:].min() > 1
    assert race.losses[1][-1] < 1e-12


@claims("eps")
def _(race: Race) -> None:
    walks, stands = race.points
    slope = np.abs(registry.landscape("plateau").gradient(walks[:1], np)).max()
    assert slope < 0.01, "gradients are tiny"
    assert race.steps(0)[:50].min() > 0.9 * race.rate(0), "it walks at full speed"
    assert race.losses[0][-1] < 1e-6
    assert np.linalg.norm(stands[-1] - stands[0]) < 0.06 * np.linalg.norm(stands[0])
    assert race.losses[1][-1] > 0.99


@claims("sharp-and-flat")
def _(race: Race) -> None:
    landscape = registry.landscape("sharp_flat")
    sharp, flat = race.facts["minima"][0], race.facts["local_minima"][0]
    assert sharp[0] < 0 < flat[0]
    heights = landscape.value(np.array([sharp, flat]), np)
    assert 0 < heights[1] - heights[0] < 0.1, "the narrow hole is a little deeper"
    curved = np.linalg.eigvalsh(hessian(landscape, np.array([sharp, flat]), np))[:, 1]
    assert curved[0] > 10 * curved[1]
    limit = race.facts["stable_lr"]
    assert f"2/λ = {limit:.3f}" in race.text
    assert race.rate(0) < limit < race.rate(1) < race.rate(2)
    settles, restless, leaves = race.points
    assert np.abs(settles[-20:] - sharp).max() < 1e-6
    assert np.abs(restless[-20:] - sharp).max() > 0.1, "it cannot settle"
    assert leaves[-1] == pytest.approx(np.array(flat), abs=1e-4), "it is thrown out into the flat one"
    said = f"at ({flat[0]:.4f}, 0), of height {heights[1]:.5f}, is stable up to lr = {2 / curved[1]:.2f}"
    assert f"{limit:.3f}." in landscape.note
    assert said in landscape.note


@claims("noise-floor")
def _(race: Race) -> None:
    large, small, averaged = (float(losses[-200:].mean()) for losses in race.losses)
    earlier = [float(losses[-400:-200].mean()) for losses in race.losses[:2]]
    assert large == pytest.approx(earlier[0], rel=0.3), "it has stopped falling"
    assert small < large / 3, "the floor grows with the rate"
    assert race.rate(2) == race.rate(0)
    assert averaged < large / 3, "an average of the iterates goes below"


@claims("sign-rules")
def _(race: Race) -> None:
    slopes = np.abs(registry.landscape("abs_sum").gradient(race.points[0], np))
    assert (slopes == slopes[0]).all(), "the gradient never gets smaller"
    for losses in race.losses:
        assert losses[-20:].min() > 0.05, "no path arrives"
    assert race.steps(0)[:10, 1] == pytest.approx(3 * race.steps(0)[:10, 0], rel=1e-4)
    for place in (1, 2):
        assert race.steps(place)[:10, 1] == pytest.approx(race.steps(place)[:10, 0], rel=1e-4)


@claims("saddle")
def _(race: Race) -> None:
    slope = registry.landscape("bounded_saddle").gradient(race.points[0][:1], np)[0]
    assert "a gradient of two thousandths" in race.text
    assert abs(slope[1]) == pytest.approx(0.002, rel=0.05)
    left = [int(np.argmax(np.abs(points[:, 1]) > 0.5)) for points in race.points]
    assert left[2] < 20 < 4 * left[2] < left[0], "Adam leaves at once, gradient descent waits"
    rises = np.abs(race.points[0][5:60, 1])
    assert rises[1:] / rises[:-1] == pytest.approx(1 + 2 * race.rate(0), rel=0.02), "its growth is exponential"


@claims("edge-of-stability")
def _(race: Race) -> None:
    ends = np.array([points[-1] for points in race.points])
    assert ends.prod(axis=1) == pytest.approx(1, abs=1e-4), "all end at a minimum"
    sharpness = (ends**2).sum(axis=1)
    assert sharpness[0] > sharpness[1] > sharpness[2]
    start = (race.points[0][0] ** 2).sum()
    for place, found in enumerate(sharpness):
        assert found < 2 / race.rate(place)
    assert start > 2 / race.rate(1), "where it starts is sharper than the larger rates allow"


@claims("rotation")
def _(race: Race) -> None:
    straight = registry.landscape("ravine")
    turned = registry.landscape("rotated_ravine")
    assert "turned by 30 degrees" in race.text
    x = race.points[0][:5]
    assert transform.rotated(straight, math.radians(30)).value(x, np) == pytest.approx(turned.value(x, np), rel=1e-9)
    c, s = math.cos(math.radians(-30)), math.sin(math.radians(-30))
    start = x[:1] @ np.array([[c, -s], [s, c]]).T
    for place, same in ((0, True), (1, False)):
        here = race.alone(place, straight, start)
        if same:
            assert here[:100] == pytest.approx(race.losses[place][:100], rel=1e-4), "momentum does not notice"
        else:
            assert here[-1] < race.losses[place][-1] / 1000, "Adam loses what made it fast"


@pytest.mark.parametrize("name", [one["name"] for one in opening.lessons()])
def test_a_lesson_shows_what_it_says(name: str) -> None:
    assert name in CLAIMS, f"say in {__name__} what the lesson {name!r} claims, on its own numbers"
    CLAIMS[name](Race(name))


def test_every_claim_belongs_to_a_lesson() -> None:
    assert CLAIMS.keys() == {one["name"] for one in opening.lessons()}
