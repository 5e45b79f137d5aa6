"""How the playground opens: its state and a finished race of it, which the page shows before Python has loaded.

The same methods that answer in the browser (`descent.playground`) are called here once for each opening.
"""

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy
from contourpy import LineType, contour_generator
from descent import registry
from descent.playground.methods import studio_methods

from app.web.openings import preview
from app.web.render.contours import Contours

LESSONS = Path(__file__).parent / "lessons.toml"
WIDTH, HEIGHT = 640, 480
FAR = 10 * WIDTH
DIGITS = 7

STATE: dict[str, Any] = {
    "ground": {"name": "himmelblau"},
    "start": [-0.3, -0.9],
    "steps": 200,
    "racers": [
        {"rule": "momentum", "settings": {"lr": 0.002}},
        {"rule": "adam", "settings": {"lr": 0.05}},
        {"rule": "lion", "settings": {"lr": 0.02}},
    ],
}
"""Almost at the top between four valleys: each rule finds another one."""

RIVALS: dict[str, Any] = {
    "ground": {"name": "rosenbrock"},
    "steps": 500,
    "racers": [
        {"rule": "momentum", "settings": {"lr": 0.0008}},
        {"rule": "adam", "settings": {"lr": 0.08}},
    ],
}
"""What a rule that somebody looks up is raced against."""

MATRIX_RIVALS: dict[str, Any] = {
    "ground": {"family": "matrix_quadratic"},
    "steps": 200,
    "racers": [{"rule": "adam", "settings": {"lr": 0.1}}],
}
"""The same for a rule of matrices."""


@dataclass(frozen=True)
class Opening:
    """What the page shows first."""

    state: dict[str, Any]
    ground: dict[str, Any]
    """The answer of `studio.ground`, without arrays."""
    race: list[dict[str, Any]]
    """For each racer `{id, stop, steps, loss, points, losses}`."""
    map: Contours | None
    """None where the landscape has no two coordinates."""

    @property
    def paths(self) -> list[str]:
        """The paths on the map, as SVG."""
        window = self.ground["window"]
        return [path(on_map(numpy.asarray(run["points"]), window)) for run in self.race] if self.map else []

    @property
    def data(self) -> dict[str, Any]:
        """What the page's scripts are told."""
        return {"state": self.state, "ground": self.ground, "race": self.race}


WORDS = ("name", "title", "text", "question", "answer", "teacher")
STATE_KEYS = ("ground", "racers", "steps", "start", "panel")


@cache
def lessons() -> tuple[dict[str, Any], ...]:
    """The lessons in order, as `lessons.toml` has them; `ValueError` for one with a key that nobody reads."""
    found = tuple(tomllib.loads(LESSONS.read_text(encoding="utf-8"))["lesson"])
    for lesson in found:
        refuse_unknown_keys(lesson)
    return found


def refuse_unknown_keys(lesson: dict[str, Any]) -> None:
    """`ValueError` where a lesson has a key that nobody reads."""
    unknown = sorted(set(lesson) - {*WORDS, *STATE_KEYS})
    if unknown:
        possible = ", ".join((*WORDS, *STATE_KEYS))
        raise ValueError(f"the lesson {lesson.get('name')!r} has {', '.join(unknown)}; possible: {possible}")


@cache
def lesson_opening(name: str) -> Opening:
    """The opening of a lesson, before its first step; `KeyError` where there is none of that name."""
    found = {one["name"]: one for one in lessons()}[name]
    return opening({**{key: found[key] for key in STATE_KEYS if key in found}, "step": 0})


@cache
def rule_opening(name: str) -> Opening:
    """The rule of that name among those that it is commonly compared with."""
    return opening(rivals(name))


def rivals(name: str) -> dict[str, Any]:
    """What an opening shows of a rule: first itself, then those that it is compared with."""
    run = preview.miniature(name)
    mine = {"rule": name, "settings": {"lr": run.lr} if run.lr else {}}
    others = RIVALS if run.map else MATRIX_RIVALS
    return {**others, "racers": [mine, *(one for one in others["racers"] if one["rule"] != name)]}


@cache
def default_opening() -> Opening:
    """The opening where the address asks for none."""
    return opening(STATE)


def opening(wanted: dict[str, Any]) -> Opening:
    """The state in full, its ground and its race."""
    racers = [
        {
            "id": f"r{place}",
            "name": one.get("name", registry.rule(one["rule"]).title),
            "rule": one["rule"],
            "settings": one.get("settings", {}),
            "modifiers": one.get("modifiers", []),
            "colour": place,
            "trusted": True,
        }
        for place, one in enumerate(wanted["racers"], 1)
    ]
    start, steps = wanted.get("start"), wanted["steps"]
    ask = studio_methods(numpy)
    ground, heights = ask["studio.ground"]({"ground": wanted["ground"]}, None)
    place = {"ground": wanted["ground"], "start": start} if start else {"ground": wanted["ground"]}
    answer, payload = ask["studio.race"]({**place, "racers": racers, "steps": steps}, None)
    listing = answer["arrays"]
    race = [
        {
            **{key: run[key] for key in ("id", "stop", "lr", "steps", "loss", "notices")},
            "points": rounded(unpacked(listing[f"points.{k}"], payload)),
            "losses": rounded(unpacked(listing[f"losses.{k}"], payload)),
        }
        for k, run in enumerate(answer["racers"])
    ]
    state = {
        "ground": wanted["ground"],
        "racers": racers,
        "steps": steps,
        "start": start,
        "seed": 0,
        "step": wanted.get("step", steps),
        "playing": False,
        "speed": max(20, steps / 6),
        "panel": wanted.get("panel"),
        "selected": racers[0]["id"],
    }
    arrays = ground.pop("arrays", None)
    drawn = contours(ground, arrays, heights) if arrays else None
    # Through JSON, so that the cached object shares nothing with the caller's.
    return Opening(json.loads(json.dumps(state)), ground, race, drawn)


def unpacked(entry: list[Any], payload: bytes | None) -> numpy.ndarray:
    """The array that an entry of an answer's listing names."""
    kind, shape, offset = entry
    flat = numpy.frombuffer(payload or b"", kind, count=int(numpy.prod(shape)), offset=offset)
    shaped: numpy.ndarray = flat.reshape(shape)
    return shaped


def rounded(values: numpy.ndarray) -> Any:
    """The numbers as lists, with the digits that a picture can show; what is not finite is the largest double."""
    finite = numpy.nan_to_num(values, nan=1e300, posinf=1e300, neginf=-1e300)
    return json.loads(json.dumps(finite.tolist()), parse_float=lambda text: float(f"{float(text):.{DIGITS}g}"))


def contours(ground: dict[str, Any], arrays: dict[str, Any], payload: bytes | None) -> Contours:
    """The contour lines in a box of `WIDTH` x `HEIGHT`, from the heights at the centres of the cells."""
    heights, levels, thick = (unpacked(arrays[name], payload) for name in ("heights", "levels", "thick"))
    rows, columns = heights.shape
    x = (numpy.arange(columns) + 0.5) * WIDTH / columns
    y = HEIGHT - (numpy.arange(rows) + 0.5) * HEIGHT / rows
    lines = contour_generator(x, y, heights, line_type=LineType.Separate)
    paths = ["".join(path(line) for line in lines.lines(float(level))) for level in levels]  # type: ignore[arg-type]
    minima = on_map(numpy.asarray(ground["minima"] or numpy.empty((0, 2)), dtype=float), ground["window"])
    shown = tuple((float(a), float(b)) for a, b in minima if 0 <= a <= WIDTH and 0 <= b <= HEIGHT)
    return Contours(WIDTH, HEIGHT, tuple(paths), tuple(map(bool, thick)), shown)


def on_map(points: numpy.ndarray, window: Any) -> numpy.ndarray:
    """Points of the plane where the map draws them; those far outside at ten times its size."""
    (x_low, x_high), (y_low, y_high) = window
    x = (points[:, 0] - x_low) / (x_high - x_low) * WIDTH
    y = (y_high - points[:, 1]) / (y_high - y_low) * HEIGHT
    placed: numpy.ndarray = numpy.clip(numpy.column_stack((x, y)), -FAR, FAR)
    return placed


def path(points: numpy.ndarray) -> str:
    """The points, `(n, 2)`, as one SVG path; empty for none."""
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in points) if len(points) else ""
