"""What the answer of each lesson's question says, on runs made for it."""

import math
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from descent import registry
from descent.derivatives import hessian
from descent.spec import Landscape
from descent.trace import Trace, trace

from app.web.openings import opening

ANSWERS: dict[str, Callable[[dict[str, Any]], None]] = {}


def answers(name: str) -> Callable[[Callable[[dict[str, Any]], None]], None]:
    """The test of the answer of the lesson of that name, which it is given."""
    return partial(ANSWERS.__setitem__, name)


def ran(
    rule: str, landscape: Landscape, steps: int, start: tuple[float, ...] | None = None, seed: int = 0, **settings: Any
) -> Trace:
    """Runs with settings that are numbers or, for runs side by side, lists of numbers."""
    arrays = {name: np.asarray(value, dtype=float) for name, value in settings.items()}
    runs = max((array.size for array in arrays.values()), default=1)
    starts = np.tile(np.array(start or landscape.start, dtype=float), (runs, 1))
    return trace(registry.rule(rule), landscape, arrays, xp=np, steps=steps, starts=starts, seed=seed, leave=False)


def numbers(text: str) -> list[float]:
    """The decimal numbers of a text."""
    return [float(found) for found in re.findall(r"\d+\.\d+", text)]


@answers("momentum")
def _(lesson: dict[str, Any]) -> None:
    assert "passes −1 at 0.02" in lesson["answer"]
    run = ran("sgd", registry.landscape("ravine"), 150, lr=[0.0195, 0.0205])
    across = np.abs(run.points[:, :, 1])
    assert across[-1, 0] < across[0, 0] < across[-1, 1], "past 0.02 it diverges across"
    assert run.points[1, 0, 1] / run.points[0, 0, 1] == pytest.approx(1 - 100 * 0.0195)
    along = np.abs(run.points[:, :, 0])
    assert (along[-1] < along[0]).all(), "along the ravine both come nearer"


@answers("bias-correction")
def _(lesson: dict[str, Any]) -> None:
    assert f"{(1 - 0.9) / math.sqrt(1 - 0.999):.2f}" in lesson["answer"]
    settings = [racer["settings"] for racer in lesson["racers"]]
    runs = [
        trace(
            registry.rule("adam"),
            registry.landscape("himmelblau"),
            one,
            xp=np,
            steps=1,
            starts=np.array([lesson["start"]]),
        )
        for one in settings
    ]
    first, uncorrected = (np.abs(run.points[1, 0] - run.points[0, 0]) for run in runs)
    assert first == pytest.approx(settings[0]["lr"], rel=1e-6), "as long as the learning rate"
    assert uncorrected / first == pytest.approx(3.16, rel=1e-3)


@answers("adam-fails")
def _(lesson: dict[str, Any]) -> None:
    decays = [0.3, 0.6, 0.7, 0.9, 0.99]
    run = ran("adam", registry.family("reddi")(), 6000, lr=[0.01] * 5, beta1=[0.0] * 5, beta2=decays)
    assert run.points[-1, 0, 0] > 0.9
    assert "any β₂ from 0.6 on" in lesson["answer"]
    assert (run.points[-1, 1:, 0] < -0.9).all()
    run = ran("amsgrad", registry.family("reddi")(), 6000, lr=[0.01] * 3, beta1=[0.0] * 3, beta2=[0.1, 0.3, 0.9])
    assert (run.points[-1, :, 0] < -0.9).all(), "AMSGrad whatever it is"


@answers("heavy-ball-cycle")
def _(lesson: dict[str, Any]) -> None:
    low, high = numbers(lesson["answer"])
    beside = [low - 0.005, low, (low + high) / 2, high, high + 0.005]
    run = ran("momentum", registry.family("heavy_ball_cycle")(), 600, lr=[1 / 9] * 5, momentum=beside)
    late = run.losses[-30:]
    assert (late[:, 1:4].min(axis=0) > 1).all(), "it cycles"
    assert (late[:, [0, 4]].max(axis=0) < 1e-6).all(), "just outside it converges"
    assert low < lesson["racers"][0]["settings"]["momentum"] < high


@answers("eps")
def _(lesson: dict[str, Any]) -> None:
    landscape = registry.landscape("plateau")
    slope = float(np.abs(landscape.gradient(np.array([landscape.start], dtype=float), np)).max())
    assert f"which is {round(slope, 3)}" in lesson["answer"]
    assert 0.1 / slope == pytest.approx(20, rel=0.15)
    run = ran("adam", landscape, 400, lr=[0.02] * 3, eps=[0.06, 0.1, 0.16])
    assert run.losses[-1, 0] < 1e-3
    assert 1e-3 < run.losses[-1, 1] < 0.2, "it has begun to move"
    assert run.losses[-1, 2] > 0.98, "it stands"


@answers("sharp-and-flat")
def _(lesson: dict[str, Any]) -> None:
    landscape = registry.landscape("sharp_flat")
    rates = [0.02, 0.03, 0.06, 0.09, 0.095, 0.1, 0.12]
    ends = ran("sgd", landscape, 400, start=tuple(lesson["start"]), lr=rates).points[-1, :, 0]
    assert "From 0.095 on" in lesson["answer"]
    assert (ends[:4] < -0.5).all(), "below it stays in the hole"
    assert ends[4:] == pytest.approx(0.99, abs=0.02)
    for start in ((0.5, 0.05), (1.5, 0.4), (0.7, -0.5)):
        assert ran("sgd", landscape, 400, start=start, lr=rates).points[-1, :, 0] == pytest.approx(0.99, abs=0.02)


@answers("noise-floor")
def _(lesson: dict[str, Any]) -> None:
    landscape = registry.family("noisy_quadratic")(**lesson["ground"]["parameters"])
    rates = [0.08, 0.04, 0.02, 0.01, 0.005]
    losses = np.mean([ran("sgd", landscape, 4000, lr=rates, seed=seed).losses for seed in range(8)], axis=0)
    floors = losses[2000:].mean(axis=0)
    shares = floors[1:] / floors[:-1]
    assert shares[0] == pytest.approx(1 / 3, abs=0.06)
    assert (np.diff(shares) > -0.03).all(), "nearer to a half each"
    assert shares[-1] == pytest.approx(0.5, abs=0.05)
    # Along the flat coordinate, which is the last to come down.
    slow = registry.family("noisy_quadratic")(curvatures=[1.0], spread=0.0)
    down = (ran("sgd", slow, 2000, start=(4.0,), lr=rates).losses > 1e-3).sum(axis=0)
    assert down[1:] / down[:-1] == pytest.approx(2, rel=0.05)


@answers("sign-rules")
def _(lesson: dict[str, Any]) -> None:
    for racer in lesson["racers"]:
        rate = racer["settings"]["lr"]
        run = ran(racer["rule"], registry.landscape("abs_sum"), 2000, **racer["settings"])
        orbit = np.abs(run.points[-200:, 0]) / rate
        wide = np.array([1, 3]) if racer["rule"] == "sgd" else np.ones(2)
        assert orbit.mean(axis=0) == pytest.approx(wide / 2, rel=0.02), "half of the step on average"
        assert orbit[:, 0].max() == pytest.approx(2 / 3, abs=1e-3)


@answers("saddle")
def _(lesson: dict[str, Any]) -> None:
    landscape = registry.landscape("bounded_saddle")
    x, y = landscape.start
    more = []
    for racer in lesson["racers"]:
        near, nearer = (
            int(np.argmax(np.abs(ran(racer["rule"], landscape, 400, start=(x, at), lr=0.05).points[:, 0, 1]) > 0.5))
            for at in (y, y / 10)
        )
        more.append(nearer - near)
    assert more == [24, 8, 0]
    assert "Gradient descent 24 more, " in lesson["answer"]
    assert "momentum 8 more; Adam none" in lesson["answer"]
    assert math.log(10) / math.log(1.1) == pytest.approx(24, abs=0.2)


@answers("edge-of-stability")
def _(lesson: dict[str, Any]) -> None:
    landscape = registry.landscape("two_layer_linear")
    rates = [racer["settings"]["lr"] for racer in lesson["racers"]]
    ends = ran("sgd", landscape, lesson["steps"], lr=rates).points[-1]
    said = ", ".join(f"({x:.2f}, {y:.2f})" for x, y in ends)
    assert said.replace("), (1", ") and (1") in lesson["answer"]
    sharp = [float(np.linalg.eigvalsh(hessian(landscape, end[None], np)[0])[-1]) for end in ends]
    assert sharp == pytest.approx((ends**2).sum(axis=1), rel=1e-4)
    assert "{:.1f}, {:.1f} and {:.1f}".format(*sharp) in lesson["answer"]
    assert "2/lr is {:.2g}, {:.2g} and {:.2g}".format(*(2 / rate for rate in rates)) in lesson["answer"]


@answers("rotation")
def _(lesson: dict[str, Any]) -> None:
    assert "gradient descent, momentum, Nesterov" in lesson["answer"]
    straight, turned = registry.landscape("ravine"), registry.landscape("rotated_ravine")
    c, s = math.cos(math.radians(30)), math.sin(math.radians(30))
    start = np.array(straight.start, dtype=float)
    for rule, alike in (("sgd", True), ("momentum", True), ("nesterov", True), ("adam", False), ("rmsprop", False)):
        here, there = (
            ran(rule, landscape, 100, start=tuple(at), lr=0.01).losses[:, 0]
            for landscape, at in ((straight, start), (turned, np.array([[c, -s], [s, c]]) @ start))
        )
        assert bool(np.allclose(here, there, rtol=1e-4, atol=1e-12)) is alike, rule


@pytest.mark.parametrize("lesson", opening.lessons(), ids=lambda lesson: lesson["name"])
def test_an_answer_is_right(lesson: dict[str, Any]) -> None:
    assert lesson["name"] in ANSWERS, (
        f"say in {__name__} what the answer of {lesson['name']!r} claims, on runs of its own"
    )
    ANSWERS[lesson["name"]](lesson)


def test_every_checked_answer_belongs_to_a_lesson() -> None:
    assert ANSWERS.keys() == {one["name"] for one in opening.lessons()}
