"""A race as the playground takes it: its state, and the link that carries it."""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from descent import registry
from descent.errors import UnknownName
from descent.playground.arguments import LARGEST_SEED, MOST_STEPS, whole
from descent.playground.racer import racer_from

MOST_RACERS = 6
"""As many as the page takes."""

LandscapeText = str | Mapping[str, Any]
RuleText = str | Mapping[str, Any]


def state(
    landscape: LandscapeText,
    rules: Sequence[RuleText],
    *,
    steps: int,
    start: Sequence[float] | None = None,
    seed: int = 0,
) -> dict[str, Any]:
    """The state of a race, as links and the engine have it.

    `landscape` is the name of a landscape or of a family, or a description: `{"expression": "x^2 + y^4"}`,
    `{"family": "quadratic", "parameters": {"dim": 3}}`. Each of `rules` is the name of a rule, or `{"rule": "adam",
    "settings": {"lr": 0.05}, "modifiers": ["cautious"], "name": "mine"}`, with `"source"` in place of `"rule"` for one
    that is typed. `UnknownName`, `BadHyper`, `BadMessage` and `ValueError` say what was given and what there is.
    """
    if not 0 < len(rules) <= MOST_RACERS:
        raise ValueError(f"a race has 1 to {MOST_RACERS} racers, given {len(rules)}")
    made: dict[str, Any] = {
        "ground": _landscape(landscape),
        "steps": whole(steps, "steps", low=1, high=MOST_STEPS),
        "seed": whole(seed, "seed", low=0, high=LARGEST_SEED - 1),
    }
    if start is not None:
        made["start"] = [float(coordinate) for coordinate in start]
    made["racers"] = _named([_racer(rule, place) for place, rule in enumerate(rules, 1)])
    return made


def _landscape(given: LandscapeText) -> dict[str, Any]:
    if isinstance(given, Mapping):
        return dict(given)
    for key, names in (("name", registry.landscape_names()), ("family", registry.family_names())):
        if given in names:
            return {key: given}
    raise UnknownName("landscape", given, [*registry.landscape_names(), *registry.family_names()])


def _racer(given: RuleText, place: int) -> dict[str, Any]:
    racer: dict[str, Any] = {"rule": given} if isinstance(given, str) else dict(given)
    unknown = sorted(set(racer) - {"rule", "source", "settings", "modifiers", "name"})
    if unknown or ("rule" in racer) == ("source" in racer):
        raise ValueError(f"a racer has rule or source, and may have settings, modifiers and a name; given {given!r}")
    made: dict[str, Any] = {
        **{key: racer[key] for key in ("rule", "source") if key in racer},
        "id": f"r{place}",
        "settings": dict(racer.get("settings") or {}),
        "modifiers": list(racer.get("modifiers") or []),
    }
    if "rule" in made:
        racer_from(made, None)  # says what is wrong with it; typed code is not run before it has to be
    named = racer.get("name") or (registry.rule(racer["rule"]).title if "rule" in racer else "") or f"Racer {place}"
    return {**made, "name": named}


def _named(racers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The racers, of which no two have one name: traces are found by it."""
    taken: set[str] = set()
    for racer in racers:
        name, count = racer["name"], 2
        while racer["name"] in taken:
            racer["name"], count = f"{name} ({count})", count + 1
        taken.add(racer["name"])
    return racers


def address(server: str, made: Mapping[str, Any]) -> str:
    """The page of that server that shows the race in a frame; the race is in the fragment, which nobody is sent."""
    parts = urlsplit(server)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"a server is an address such as http://127.0.0.1:8123, given {server!r}")
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(json.dumps({"v": 1, **made}).encode()) + packer.flush()
    text = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return f"{server.rstrip('/')}/embed/playground#s={text}"
