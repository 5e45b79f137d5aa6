"""A race as a script: plain NumPy, with the numbers of the race it was made from."""

import subprocess
import sys

import numpy
import pytest
from descent import registry
from descent.errors import BadMessage
from descent.studio.methods import studio_methods

METHODS = studio_methods(numpy)
PLAYABLE = ["momentum", "adam", "lion", "signum", "soap", "rprop", "lamb"]


def script(ground: dict, entries: list[dict], steps: int = 60) -> str:
    answer, _ = METHODS["studio.script"]({"ground": ground, "entries": entries, "steps": steps}, None)
    return answer["script"]


def entry(rule: str) -> dict:
    return {"id": rule, "name": rule, "rule": rule, "settings": {"lr": 0.01} if rule != "rprop" else {}}


def losses(text: str) -> list[float]:
    """What the script's own loop ends with, in a process that has neither this package nor Matplotlib."""
    head = text[: text.index('if __name__ == "__main__":')].replace("import matplotlib.pyplot as plt\n", "")
    tail = "value, gradient = landscape()\nfor _, rule, settings in RACERS:\n"
    tail += "    print(repr(float(value(race(globals()[rule], settings), numpy)[-1])))\n"
    command = [sys.executable, "-I", "-c", f"{head}\n{tail}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return [float(line) for line in done.stdout.split()]


@pytest.mark.parametrize("ground", [{"name": "booth"}, {"name": "logreg2"}, {"expression": "x^2 + 3*sin(y)"}])
def test_a_script_ends_where_the_race_ends(ground: dict) -> None:
    entries = [entry(rule) for rule in PLAYABLE]
    found = losses(script(ground, entries))
    racers = [{key: one[key] for key in ("id", "rule", "settings")} for one in entries]
    race, _ = METHODS["studio.race"]({"ground": ground, "racers": racers, "steps": 60}, None)
    assert found == pytest.approx([one["loss"] for one in race["racers"]], rel=1e-9)


def test_typed_source_is_copied_and_not_run() -> None:
    source = "raise SystemExit('it ran')\n\ndef update(p, g, s, t, xp, *, lr):\n    return -lr * g, s\n"
    text = script({"name": "sphere"}, [{"id": "r1", "name": "mine", "typed": source, "settings": {"lr": 0.1}}])
    assert "raise SystemExit" in text


@pytest.mark.parametrize("name", registry.landscape_names())
def test_every_landscape_can_be_written_as_plain_python(name: str) -> None:
    text = script({"name": name}, [entry("sgd")], steps=1)
    assert "import descent" not in text
    assert "from descent" not in text


@pytest.mark.parametrize(
    "arguments",
    [
        {"ground": {"name": "sphere", "transforms": [{"kind": "noise", "spread": 1.0}]}, "entries": [entry("sgd")]},
        {"ground": {"family": "reddi"}, "entries": [entry("sgd")]},
        {"ground": {"name": "sphere"}, "entries": [{**entry("sgd"), "modifiers": ["cautious"]}]},
        {"ground": {"name": "sphere"}, "entries": [entry("prodigy")]},
    ],
)
def test_what_a_script_cannot_reproduce_is_refused(arguments: dict) -> None:
    with pytest.raises(BadMessage, match=r"A script is made|cannot show"):
        METHODS["studio.script"]({**arguments, "steps": 5}, None)
