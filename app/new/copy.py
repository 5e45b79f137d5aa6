"""Copies a template into a checkout under a new name."""

import re
from collections.abc import Mapping
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"


class CannotCopy(Exception):
    """The files cannot be made; the text says why. Nothing was written."""


NEXT: Mapping[str, tuple[str, ...]] = {
    "rule": (
        "python -m tests.golden.make NAME",
        "optimizer-playground refresh NAME",
        "pytest -q tests/descent/test_every_rule.py tests/golden tests/comparisons/test_parity.py -k NAME",
    ),
    "landscape": ("optimizer-playground refresh NAME", "pytest -q tests/descent/test_landscapes.py -k NAME"),
    "workload": ("optimizer-playground refresh NAME", "pytest -q tests/workloads -k NAME"),
}
"""What can be made -> the commands that come next."""


def copy(kind: str, name: str, root: Path) -> list[Path]:
    """The files of a new rule, landscape or workload, written below `root`; `CannotCopy` if the thing is there already.

    What there is for its tests, such as a recipe for goldens, is kept as it is.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise CannotCopy(f"{name!r} is no name for a {kind}: small letters, digits, underscores, as in adam_nesterov")
    source = TEMPLATES / kind
    words = {"NAME": name, "TITLE": name.replace("_", " ").capitalize()}
    files = {root / str(path.relative_to(source)).replace("NAME", name): path for path in sorted(source.rglob("*.py"))}
    for made in files:
        if made.exists() and made.relative_to(root).parts[0] != "tests":
            raise CannotCopy(f"{made.relative_to(root)} is there already")
        if not made.parent.is_dir():
            raise CannotCopy(f"there is no {made.parent.relative_to(root)} in {root}; this needs a checkout")
    files = {made: path for made, path in files.items() if not made.exists()}
    for made, path in files.items():
        made.write_text(re.sub(r"\b(NAME|TITLE)\b", lambda found: words[found[1]], path.read_text("utf-8")), "utf-8")
    return list(files)


def following(kind: str, name: str) -> list[str]:
    """The commands that come next."""
    return [command.replace("NAME", name) for command in NEXT[kind]]
